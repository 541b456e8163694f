import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file so that a reader sees the whole of it or nothing: into a temporary neighbour, then renamed.
 *
 * `write` is given a function that appends bytes. When it throws, nothing is left behind.
 */
export async function writeAtomically(
  path: string,
  write: (append: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}.tmp`;
  try {
    const handle = await open(temporary, "wx");
    try {
      await write(async (bytes) => {
        let done = 0;
        while (done < bytes.length)
          done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
      });
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
