import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UnwritableFolderError } from "../errors/index.ts";

/**
 * Makes sure that a report can be written before an experiment runs for it.
 *
 * Throws: UnwritableFolderError.
 */
export async function checkFolderIsWritable(folder: string): Promise<void> {
  try {
    await makeFolder(resolve(folder));
    const probe = join(folder, `.probe-${process.pid}`);
    await writeFile(probe, "");
    await rm(probe);
  } catch (cause) {
    throw new UnwritableFolderError({ folder, cause });
  }
}

/** Makes a folder and its parents, one by one: Node's own recursive mkdir never returns below /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder);
}
