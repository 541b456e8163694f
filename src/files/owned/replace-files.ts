/** A set of files in a folder, replaced by another set: all of it or nothing, and nothing that is somebody else's. */
import { lstat, mkdir, mkdtemp, open, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { AlreadyExistsError } from "../../errors/index.ts";
import { abandonedFolders } from "../abandoned-folders.ts";
import { inTurn } from "./folder-turn.ts";
import { makerName } from "./maker.ts";
import {
  CHANGE_FILE,
  type Change,
  closeChange,
  isPathInside,
  putBack,
  removeEmptyFolders,
  undoAbandoned,
} from "./put-back.ts";

/** One file of a set: its path in the folder, with "/" between. */
export interface FileOfSet {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What a folder may hold of an earlier set: the paths that it lists. */
export type Listing = (folder: string) => Promise<readonly string[]>;

export interface ReplaceOptions {
  readonly files: readonly FileOfSet[];
  readonly listing: Listing;
  /** What to do about a file that is in the way. */
  readonly hint: string;
  /** For tests: the step that puts a finished file in its place. */
  readonly move?: (from: string, to: string) => Promise<void>;
}

const STAGING = ".unfinished-";
/** What former versions called a staging folder: six characters that say nothing. */
const STAGING_BEFORE = /^\.unfinished-[A-Za-z0-9]{6}$/;

/**
 * Puts a set of files into `folder` in the place of the set that `listing` tells of, and leaves every other file alone.
 *
 * All files are written into a staging folder in `folder` (so on the same disk) and moved out of it only when they are
 * whole. When a move fails what stood there is put back, and folders made for the set are removed. What a killed run left
 * half done is undone first. Two processes that end together write one after the other.
 * Throws: AlreadyExistsError for a file that no listing has; what the system says.
 */
export async function replaceFiles(folder: string, options: ReplaceOptions): Promise<void> {
  const target = resolve(folder);
  const made = await mkdir(target, { recursive: true });
  let staging: string | undefined;
  try {
    staging = await mkdtemp(join(target, `${STAGING}${makerName()}`));
    await mkdir(join(staging, "old"));
    for (const { path, content } of options.files) {
      await mkdir(dirname(join(staging, "new", path)), { recursive: true });
      await writeFile(join(staging, "new", path), content);
    }
    const [first] = options.files;
    if (first) await synced(join(staging, "new", first.path));
    await inTurn(target, () => swapIn(target, staging!, options));
    await rm(staging, { recursive: true, force: true }).catch(() => {}); // swept by the next
  } catch (error) {
    if (staging !== undefined) await discard(staging);
    if (made !== undefined) await removeMade(target, made);
    throw error;
  }
}

/**
 * Makes sure that a set whose files are called like these could be put into a folder, which need not be there.
 *
 * Throws: AlreadyExistsError naming the first file that is in the way.
 */
export async function checkNothingIsInTheWay(
  folder: string,
  {
    paths,
    listing,
    hint,
  }: { readonly paths: readonly string[]; readonly listing: Listing; readonly hint: string },
): Promise<void> {
  const target = resolve(folder);
  if (!(await lstat(target).catch(() => null))) return;
  await inTurn(target, async () => {
    await sweep(target);
    const listed = new Set((await listing(target)).filter(isPathInside));
    for (const path of paths) await checkFree(target, path, { listed, hint });
  });
}

async function swapIn(target: string, staging: string, options: ReplaceOptions): Promise<void> {
  const { files, listing, hint, move = rename } = options;
  await sweep(target);
  const listed = new Set((await listing(target)).filter(isPathInside));
  const put = files.map(({ path }) => path);
  for (const path of put) await checkFree(target, path, { listed, hint });
  const there = await Promise.all(
    [...listed].map(async (path) => ((await isFile(join(target, path))) ? [path] : [])),
  );
  const before = there.flat();
  const change: Change = { put, gone: before.filter((path) => !put.includes(path)) };
  await writeFile(join(staging, CHANGE_FILE), JSON.stringify(change));
  try {
    for (const path of before) {
      await mkdir(dirname(join(staging, "old", path)), { recursive: true });
      await rename(join(target, path), join(staging, "old", path));
    }
    for (const path of put) {
      await mkdir(dirname(join(target, path)), { recursive: true });
      await move(join(staging, "new", path), join(target, path));
    }
  } catch (error) {
    await putBack(target, staging, change);
    await closeChange(staging);
    throw error;
  }
  await closeChange(staging);
  await removeEmptyFolders(target, change.gone);
}

/** Undoes what killed runs left half done, in a turn. */
async function sweep(target: string): Promise<void> {
  const names = await readdir(target).catch(() => []);
  const before = names.filter((name) => STAGING_BEFORE.test(name)).map((name) => join(target, name));
  for (const staging of await abandonedFolders(target, STAGING)) await undoAbandoned(target, staging);
  for (const staging of before)
    if (await holdsOnly(staging, ["new", "old", "evidence"])) await undoAbandoned(target, staging);
}

/** Whether it is a folder with nothing in it but these. */
async function holdsOnly(folder: string, names: readonly string[]): Promise<boolean> {
  const found = await readdir(folder).catch(() => [""]);
  return found.every((name) => names.includes(name));
}

/** A path is free where nothing is, or a file that the earlier set lists, and only folders are on the way to it. */
async function checkFree(
  target: string,
  path: string,
  { listed, hint }: { readonly listed: ReadonlySet<string>; readonly hint: string },
): Promise<void> {
  const parts = path.split("/");
  for (const [i] of parts.entries()) {
    const at = join(target, ...parts.slice(0, i + 1));
    const last = i === parts.length - 1;
    const found = await lstat(at).catch(() => null);
    if (found === null) return;
    const ours = last ? found.isFile() && listed.has(path) : found.isDirectory() || found.isSymbolicLink();
    if (!ours) throw new AlreadyExistsError({ file: at, hint });
  }
}

/** A staging folder whose change was undone; one whose change could not be undone is left to be undone by the next. */
async function discard(staging: string): Promise<void> {
  const pending = await lstat(join(staging, CHANGE_FILE)).catch(() => null);
  if (pending === null) await rm(staging, { recursive: true, force: true }).catch(() => {}); // swept by the next
}

/** Removes the folders that were made for a set, unless something is in them. */
async function removeMade(target: string, made: string): Promise<void> {
  for (let at = target; at.startsWith(made); at = dirname(at)) {
    const removed = await rmdir(at).then(
      () => true,
      () => false, // somebody else writes there too
    );
    if (!removed) return;
  }
}

/** On the disk, not only in its cache: the curves behind a set are removed once it is written. */
async function synced(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isFile(path: string): Promise<boolean> {
  return lstat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
}
