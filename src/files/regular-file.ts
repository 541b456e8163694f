import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { MalformedFileError } from "../errors/index.ts";

/**
 * Opens a file for reading that is one: a pipe would block for ever, a device never end.
 *
 * Throws: MalformedFileError for a folder, pipe, socket or device; the system's error for what cannot be opened.
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  // without O_NONBLOCK (absent on Windows) opening a pipe waits for a writer
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const kind = specialKind(await handle.stat());
    if (kind !== null)
      throw new MalformedFileError({
        file: path,
        fact: `is ${kind}, not a file`,
        hint: "Hint: name a file with contents; copy what a pipe or device gives into one first.",
      });
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What a path leads to where it is no file with contents, in words; null where it is one. */
export function specialKind(
  stats: Pick<Stats, "isFile" | "isDirectory" | "isFIFO" | "isSocket">,
): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe";
  return stats.isSocket() ? "a socket" : "a device";
}
