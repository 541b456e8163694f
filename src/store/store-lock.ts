import { readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreInUseError, StoreLockError } from "../errors/index.ts";
import { type Link, takeName } from "../files/take-name.ts";
import { STORE_LOCK_EMPTY_MS, STORE_LOCK_REFRESH_MS, STORE_LOCK_WATCH_MS } from "../limits.ts";

/** A folder that no other process may write until it is released. */
export interface StoreLock {
  readonly release: () => void;
}

export interface LockOptions {
  /** How long a lock whose holder cannot be asked for is watched before it is taken over, ms. */
  readonly watchMs?: number;
  /** How a hard link is made; for tests: a file system without any. */
  readonly link?: Link;
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
 * on another, or where the system does not say when a process began, when it is not refreshed while it is watched.
 *
 * Throws: StoreInUseError naming the holder; StoreLockError where the folder takes no lock.
 */
export async function lockFolder(
  folder: string,
  { watchMs = STORE_LOCK_WATCH_MS, link }: LockOptions = {},
): Promise<StoreLock> {
  const lock = join(folder, "lock");
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), began: beginningOf(process.pid) });
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      if (takeName(lock, mine, link)) return heldLock(lock, mine);
      const theirs = readOrNull(lock);
      if (theirs === null) continue;
      const holder = parseHolder(theirs);
      const alive = holder
        ? await isAlive(holder, lock, watchMs)
        : await changes(lock, Math.min(watchMs, STORE_LOCK_EMPTY_MS));
      if (alive && holder) throw new StoreInUseError({ folder, holder: nameOf(holder) });
      if (!alive) removeStale(lock, theirs, link);
    }
  } catch (cause) {
    throw cause instanceof StoreInUseError ? cause : new StoreLockError({ folder, cause });
  }
  throw new StoreInUseError({ folder, holder: "several processes" });
}

function heldLock(lock: string, mine: string): StoreLock {
  const refresh = setInterval(() => touch(lock, mine), STORE_LOCK_REFRESH_MS).unref();
  const release = () => {
    clearInterval(refresh);
    process.off("exit", release);
    try {
      if (readOrNull(lock) === mine) rmSync(lock, { force: true });
    } catch {
      // a lock that stays behind is taken over by whoever comes next
    }
  };
  process.on("exit", release);
  return { release };
}

/** Says that the holder is alive. A file system that takes no times must not end the run. */
function touch(lock: string, mine: string): void {
  try {
    if (readOrNull(lock) !== mine) return;
    const now = new Date();
    utimesSync(lock, now, now);
  } catch {
    // others then see the lock as it was, and may take it over
  }
}

/** Removes the lock that was judged stale, and puts it back where another process has taken it in the meantime. */
function removeStale(lock: string, judged: string, link: Link | undefined): void {
  const aside = `${lock}.${process.pid}.${process.hrtime.bigint()}.stale`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = readOrNull(aside);
  if (moved !== null && moved !== judged) takeName(lock, moved, link);
  rmSync(aside, { force: true });
}

/** Whether the very process still runs; where nobody can say, whether its lock is refreshed. */
async function isAlive({ pid, host, began }: Holder, lock: string, watchMs: number): Promise<boolean> {
  if (host !== hostname()) return changes(lock, watchMs);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = beginningOf(pid);
  if (began === null && now === null && pid !== process.pid) return changes(lock, watchMs);
  return began === null || now === began;
}

/** Whether a lock is refreshed, or replaced, while it is watched. */
async function changes(lock: string, watchMs: number): Promise<boolean> {
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

/** null for a lock that says nothing: its holder has not written it yet, or was not this program. */
function parseHolder(text: string): Holder | null {
  try {
    const { pid, host, began } = JSON.parse(text);
    const isPid = Number.isSafeInteger(pid) && pid > 0; // 0 and below are groups of processes
    return isPid && typeof host === "string"
      ? { pid, host, began: typeof began === "string" ? began : null }
      : null;
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
