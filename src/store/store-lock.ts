import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreInUseError } from "../errors/index.ts";
import { STORE_LOCK_REFRESH_MS, STORE_LOCK_WATCH_MS } from "../limits.ts";

/** A folder that no other process may write until it is released. */
export interface StoreLock {
  readonly release: () => void;
}

export interface LockOptions {
  /** How long the lock of another machine is watched before it is taken over, ms. */
  readonly watchMs?: number;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in the kernel's ticks: tells a later process with the same id. null: not known. */
  readonly began: string | null;
}

/** Takeovers tried before giving up: more than one other process would have to race for the same lock. */
const TRIES = 5;
/** Looks taken while another machine's lock is watched. */
const WATCHES = 30;

/**
 * Takes the lock of a folder. A lock whose holder is gone is taken over: on this machine when no such process runs,
 * on another when it is not refreshed while it is watched.
 *
 * Throws: StoreInUseError naming the holder.
 */
export async function lockFolder(
  folder: string,
  { watchMs = STORE_LOCK_WATCH_MS }: LockOptions = {},
): Promise<StoreLock> {
  const lock = join(folder, "lock");
  const unique = `${lock}.${process.pid}.${process.hrtime.bigint()}`;
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), began: beginningOf(process.pid) });
  writeFileSync(unique, mine);
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      if (linked(unique, lock)) return heldLock(lock, mine);
      const theirs = readOrNull(lock);
      if (theirs === null) continue;
      const holder = parseHolder(theirs);
      const alive = holder && (holder.host === hostname() ? runs(holder) : await refreshes(lock, watchMs));
      if (alive) throw new StoreInUseError({ folder, holder: nameOf(holder) });
      removeStale(lock, theirs, unique);
    }
  } finally {
    rmSync(unique, { force: true });
  }
  throw new StoreInUseError({ folder, holder: "several processes" });
}

function heldLock(lock: string, mine: string): StoreLock {
  const refresh = setInterval(() => {
    if (readOrNull(lock) !== mine) return;
    const now = new Date();
    utimesSync(lock, now, now);
  }, STORE_LOCK_REFRESH_MS).unref();
  const release = () => {
    clearInterval(refresh);
    process.off("exit", release);
    if (readOrNull(lock) === mine) rmSync(lock, { force: true });
  };
  process.on("exit", release);
  return { release };
}

/** A link appears with its content or not at all, and fails where the name is taken. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock that was judged stale, and puts it back where another process has taken it in the meantime. */
function removeStale(lock: string, judged: string, unique: string): void {
  const aside = `${unique}.stale`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (readOrNull(aside) !== judged) linked(aside, lock);
  rmSync(aside, { force: true });
}

/** Whether the very process runs on this machine. */
function runs({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return began === null || beginningOf(pid) === began;
}

/** Whether a lock is refreshed, or replaced, while it is watched. */
async function refreshes(lock: string, watchMs: number): Promise<boolean> {
  const stateNow = () => `${readOrNull(lock)} ${statSync(lock, { throwIfNoEntry: false })?.mtimeMs}`;
  const before = stateNow();
  for (let watched = 0; watched < watchMs; watched += watchMs / WATCHES) {
    await sleep(watchMs / WATCHES);
    if (stateNow() !== before) return true;
  }
  return false;
}

/** Field 22 of /proc/PID/stat, counted after the command's name, which may hold spaces; null where there is none. */
function beginningOf(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

/** null for a lock that says nothing: its holder was not this program. */
function parseHolder(text: string): Holder | null {
  try {
    const { pid, host, began } = JSON.parse(text);
    return Number.isSafeInteger(pid) && typeof host === "string" ? { pid, host, began: began ?? null } : null;
  } catch {
    return null;
  }
}

function nameOf({ pid, host }: Holder): string {
  return host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
