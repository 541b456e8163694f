import { readFile } from "node:fs/promises";
import { HubLockError, MalformedFileError } from "../errors/index.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { HubFile } from "./hub-file.ts";

/** What a lock file remembers of one file: `{ "models/org/name@revision/path": { sha256, bytes, commit } }`. */
export interface LockedFile {
  readonly sha256: string;
  readonly bytes: number;
  /** The commit the file was first taken from. */
  readonly commit: string;
}

export type LockOutcome = "recorded" | "verified" | "accepted";

const FORMAT = 1;

/**
 * Holds a file against the lock file: its first use is recorded, every later one must have the same sha256.
 *
 * With `acceptChanged` a change is recorded instead of refused.
 * Throws: HubLockError when the file changed; MalformedFileError when the lock file is not one.
 */
export async function checkLock(
  lockFile: string,
  file: HubFile,
  found: LockedFile,
  options: { readonly acceptChanged?: boolean } = {},
): Promise<LockOutcome> {
  const key = lockKey(file);
  const files = await readLock(lockFile);
  const recorded = files.get(key);
  if (recorded !== undefined && recorded.sha256 === found.sha256) return "verified";
  if (recorded !== undefined && options.acceptChanged !== true)
    throw new HubLockError({ file: key, lockFile, recorded: recorded.sha256, got: found.sha256 });
  files.set(key, { sha256: found.sha256, bytes: found.bytes, commit: found.commit });
  await writeLock(lockFile, files);
  return recorded === undefined ? "recorded" : "accepted";
}

/** The name of a file in a lock file. */
export function lockKey(file: HubFile): string {
  return `${file.type}s/${file.repo}@${file.revision}/${file.path}`;
}

/** All entries of a lock file; none when it does not exist yet. */
export async function readLock(lockFile: string): Promise<Map<string, LockedFile>> {
  const malformed = (fact: string) =>
    new MalformedFileError({
      file: lockFile,
      fact,
      hint: "Hint: restore the lock file from version control, or delete it: then the next use records anew.",
    });
  let text: string;
  try {
    text = await readFile(lockFile, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw malformed("is no JSON");
  }
  const { format, files } = (read ?? {}) as { format?: unknown; files?: unknown };
  if (format !== FORMAT || typeof files !== "object" || files === null)
    throw malformed(`is not a lock file of format ${FORMAT}`);
  for (const [key, entry] of Object.entries(files))
    if (!isLockedFile(entry)) throw malformed(`its entry "${key}" is no sha256, bytes and commit`);
  return new Map(Object.entries(files as Record<string, LockedFile>));
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
