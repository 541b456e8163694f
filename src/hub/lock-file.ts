import { HubLockError } from "../errors/index.ts";
import { readTextIfThere } from "../files/read-text.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { type HubFile, isCommit } from "./hub-file.ts";

/** What a lock file remembers of one file: `{ "models/org/name@revision/path": { sha256, bytes, commit } }`. */
export interface LockedFile {
  readonly sha256: string;
  readonly bytes: number;
  /** The commit the file was first taken from. */
  readonly commit: string;
}

export type LockOutcome = "recorded" | "verified" | "accepted" | "not recorded";

const FORMAT = 1;

/**
 * Holds a file against the lock file: its first use is recorded, every later one must have the same sha256.
 *
 * With `acceptChanged` a change is recorded instead of refused. A lock file is only remembered: one that cannot be read
 * or written is told of and left as it is, and the file is used.
 * Throws: HubLockError when the file changed.
 */
export async function checkLock(
  lockFile: string,
  file: HubFile,
  found: LockedFile,
  options: LockOptions = {},
): Promise<LockOutcome> {
  const key = lockKey(file);
  const { files, whole } = await readLock(lockFile, options.warn);
  const recorded = files.get(key);
  if (recorded !== undefined && recorded.sha256 === found.sha256) return "verified";
  if (recorded !== undefined && options.acceptChanged !== true) {
    const was = isCommit(file.revision) ? null : `${file.repo}@${recorded.commit}`;
    const { path = lockFile } = options;
    throw new HubLockError({ file: key, lockFile, recorded: recorded.sha256, got: found.sha256, was, path });
  }
  if (!whole) return "not recorded";
  files.set(key, { sha256: found.sha256, bytes: found.bytes, commit: found.commit });
  try {
    await writeLock(lockFile, files);
  } catch (error) {
    options.warn?.(`${lockFile} cannot be written (${(error as Error).message}), so ${key} is not recorded.`);
    return "not recorded";
  }
  return recorded === undefined ? "recorded" : "accepted";
}

export interface LockOptions {
  readonly acceptChanged?: boolean;
  /** The file on this machine, for the error. */
  readonly path?: string;
  /** Told when the lock file cannot be used. */
  readonly warn?: (sentence: string) => void;
}

/** The name of a file in a lock file. */
export function lockKey(file: HubFile): string {
  return `${file.type}s/${file.repo}@${file.revision}/${file.path}`;
}

/**
 * All entries of a lock file; none when it does not exist yet. `whole`: false for one that cannot be read, or is none:
 * it is told of and must not be written over, since it may be another program's, or of a later version.
 */
export async function readLock(
  lockFile: string,
  warn: (sentence: string) => void = () => undefined,
): Promise<{ readonly files: Map<string, LockedFile>; readonly whole: boolean }> {
  const unusable = (sentence: string) => {
    warn(`${sentence} Nothing is compared with it, and nothing recorded. Delete it to begin anew.`);
    return { files: new Map<string, LockedFile>(), whole: false };
  };
  let text: string | null;
  try {
    text = await readTextIfThere(lockFile, { what: "the lock file", hint: "Hint: delete it to begin anew." });
  } catch (error) {
    return unusable((error as Error).message);
  }
  if (text === null) return { files: new Map(), whole: true };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return unusable(`${lockFile} is no JSON.`);
  }
  const { format, files } = (read ?? {}) as { format?: unknown; files?: unknown };
  if (format !== FORMAT || typeof files !== "object" || files === null)
    return unusable(`${lockFile} is no lock file of format ${FORMAT}.`);
  const entries = Object.entries(files);
  const good = entries.filter((entry): entry is [string, LockedFile] => isLockedFile(entry[1]));
  const bad = entries.find(([, entry]) => !isLockedFile(entry));
  if (bad !== undefined)
    return { ...unusable(`${lockFile} has an entry "${bad[0]}" that is none.`), files: new Map(good) };
  return { files: new Map(good), whole: true };
}

async function writeLock(lockFile: string, files: ReadonlyMap<string, LockedFile>): Promise<void> {
  const sorted = Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = `${JSON.stringify({ format: FORMAT, files: sorted }, null, 2)}\n`;
  await writeAtomically(lockFile, (append) => append(Buffer.from(text)));
}

function isLockedFile(entry: unknown): entry is LockedFile {
  const { sha256, bytes, commit } = (entry ?? {}) as Record<string, unknown>;
  return (
    typeof sha256 === "string" &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    Number.isSafeInteger(bytes) &&
    typeof commit === "string"
  );
}
