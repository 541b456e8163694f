import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { ABANDONED_FOLDER_MS } from "../../limits.ts";

const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const MAKER = /^(\d+)-([0-9a-f]{8})-(\d+)-/;

/**
 * This process, as a part of the name of what it makes: "4711-1a2b3c4d-881234-", its id, the machine and when it began.
 * Whoever finds the name can tell whether its maker is gone.
 */
export function makerName(): string {
  return `${process.pid}-${HOST}-${beganAt(process.pid) ?? 0}-`;
}

/** Whether a name says who made it. */
export function saysItsMaker(name: string): boolean {
  return MAKER.test(name);
}

/**
 * Whether the maker that a name tells of is gone: no such process runs on this machine. Of another machine, and where
 * the system does not say when a process began, it counts as gone after ABANDONED_FOLDER_MS.
 */
export function isMakerGone(name: string, { mtimeMs, now }: { mtimeMs: number; now: number }): boolean {
  const [, pid = "", host, began] = MAKER.exec(name) ?? [];
  const old = now - mtimeMs > ABANDONED_FOLDER_MS;
  if (host !== HOST) return old;
  if (!runs(Number(pid))) return true;
  const begins = beganAt(Number(pid));
  return began === "0" || begins === null ? old : begins !== began;
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 asks only whether the process is there
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process began, in the kernel's ticks: field 22 of /proc/PID/stat, counted after the command's name. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null; // no such process, or no such file system
  }
}
