import { constants, type Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { MissingFileError } from "../errors/index.ts";
import { whatIsThere } from "./what-is-there.ts";

/** What a file is to its reader, for errors. */
export interface NamedFile {
  /** "the prompts file". */
  readonly what: string;
  readonly hint: string;
}

/**
 * Opens an ordinary file for reading and hands it to `use`; it is closed afterwards.
 *
 * A folder, a pipe, a device and a socket are refused as such, without waiting for whoever writes into them.
 * Throws: MissingFileError with the reason, and with what is there where it is not; what `use` throws.
 */
export async function withOrdinaryFile<T>(
  file: string,
  named: NamedFile,
  use: (handle: FileHandle, bytes: number) => Promise<T>,
): Promise<T> {
  const failed = (cause: unknown): never => {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const there = missing ? whatIsThere(file) : undefined;
    throw new MissingFileError({ file, ...named, cause, ...(there === undefined ? {} : { there }) });
  };
  const found = await stat(file).catch(failed);
  const reason = whyNoFile(found);
  if (reason !== null) throw new MissingFileError({ file, ...named, reason });
  // should it have become a pipe since, opening does not wait for a writer
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(failed);
  try {
    return await use(handle, found.size);
  } finally {
    await handle.close();
  }
}

function whyNoFile(found: Stats): string | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return "it is a folder";
  if (found.isFIFO()) return "it is a pipe, and a file is needed";
  if (found.isSocket()) return "it is a socket, and a file is needed";
  return "it is a device, and a file is needed";
}
