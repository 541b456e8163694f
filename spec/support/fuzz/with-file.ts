import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Reads with one file of a folder replaced, and puts back what stood there. */
export async function withFile<T>(
  folder: string,
  name: string,
  file: Buffer,
  read: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(folder, name);
  const before = existsSync(path) ? readFileSync(path) : null;
  writeFileSync(path, file);
  try {
    return await read(path);
  } finally {
    if (before === null) rmSync(path, { force: true });
    else writeFileSync(path, before);
  }
}
