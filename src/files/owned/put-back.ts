import { lstat, readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What a staging folder says of the change it was made for; it is written before the first file moves. */
export interface Change {
  /** Paths of files that are put in. */
  readonly put: readonly string[];
  /** Paths of files of the set before that the new one has not. */
  readonly gone: readonly string[];
}

/** The file of a staging folder that holds its change, and its name once there is nothing to be undone. */
export const CHANGE_FILE = "change.json";
const DONE_FILE = "done.json";

/** Says of a staging folder that its change is complete, or undone. A rename needs no room on a full disk. */
export async function closeChange(staging: string): Promise<void> {
  await rename(join(staging, CHANGE_FILE), join(staging, DONE_FILE));
}

/** Puts a folder back as it was before the change that a staging folder holds, however far that went. */
export async function putBack(target: string, staging: string, { put, gone }: Change): Promise<void> {
  for (const path of [...put, ...gone]) {
    const [here, before] = [join(target, path), join(staging, "old", path)];
    if (await isThere(before)) await rename(before, here);
    else if (put.includes(path) && !(await isThere(join(staging, "new", path))))
      await rm(here, { force: true });
  }
  await removeEmptyFolders(target, put);
}

/** The same for a staging folder that somebody left, of whatever version; then the staging folder is removed. */
export async function undoAbandoned(target: string, staging: string): Promise<void> {
  const change = await readFile(join(staging, CHANGE_FILE), "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch(() => null); // nothing had been moved yet
  if (isChange(change)) await putBack(target, staging, change);
  else if (!(await isThere(join(staging, DONE_FILE)))) await putPartsBack(target, join(staging, "old"));
  await rm(staging, { recursive: true, force: true });
}

/** Former versions moved whole folders and kept no list. */
async function putPartsBack(target: string, old: string): Promise<void> {
  for (const name of await readdir(old).catch(() => []))
    if (!(await isThere(join(target, name)))) await rename(join(old, name), join(target, name));
}

/** Removes the folders of these paths, and those around them below `target`, where nothing is in them. */
export async function removeEmptyFolders(target: string, paths: readonly string[]): Promise<void> {
  const folders = new Set(paths.flatMap(foldersOf));
  for (const folder of [...folders].sort((a, b) => b.length - a.length))
    await rmdir(join(target, folder)).catch(() => {}); // something is in it
}

function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === "." ? [] : [folder, ...foldersOf(folder)];
}

function isChange(value: unknown): value is Change {
  const { put, gone } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [put, gone].every((list) => Array.isArray(list) && list.every(isPathInside));
}

/** Whether a path stays in the folder it is of. */
export function isPathInside(path: unknown): path is string {
  return (
    typeof path === "string" &&
    path.split("/").every((part) => !["", ".", ".."].includes(part)) &&
    !/[\0\\]/.test(path)
  );
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
