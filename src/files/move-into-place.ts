import { copyFile, rename, rm } from "node:fs/promises";

/** What rename() says where a file system does not rename onto a file that is there, or not at all. */
const NO_REPLACE = ["EEXIST", "EPERM", "EACCES", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** Renames a file; a test hands in one that fails. */
export type Rename = (from: string, to: string) => Promise<void>;

/**
 * Gives a whole file its name, in one step where the file system can: what had the name is replaced.
 *
 * Where it cannot, what had the name is removed first, and where there is no rename at all the bytes are copied.
 * Throws: what the system said at first, when nothing works.
 */
export async function moveIntoPlace(from: string, to: string, move: Rename = rename): Promise<void> {
  try {
    await move(from, to);
  } catch (error) {
    if (!NO_REPLACE.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    try {
      await rm(to, { force: true }); // a folder is left, and the error stands
      await move(from, to).catch(() => copied(from, to));
    } catch {
      throw error;
    }
  }
}

async function copied(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await rm(from, { force: true });
}
