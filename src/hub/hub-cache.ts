import { copyFile, mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type HubFile, isCommit, repoFolder } from "./hub-file.ts";
import type { HubTools } from "./hub-tools.ts";

/**
 * The cache as Python's huggingface_hub lays it out:
 *
 * ```
 * models--org--name/
 *   blobs/<etag>                    the bytes, once
 *   snapshots/<commit>/<path>       a relative symlink to the blob
 *   refs/<branch or tag>            the commit, without a line end
 * ```
 */
export interface CachedFile {
  /** The file itself: symlinks resolved, as onnxruntime needs it. */
  readonly path: string;
  /** The folder `snapshots/<commit>`, in which the repository's files have their names. */
  readonly snapshot: string;
  readonly commit: string;
}

/** The file from the cache, or null; a branch or tag is looked up in refs/. */
export async function cachedFile(file: HubFile, cacheDir: string): Promise<CachedFile | null> {
  const folder = join(cacheDir, repoFolder(file));
  const commit = isCommit(file.revision) ? file.revision : await readRef(folder, file.revision);
  if (commit === null) return null;
  const snapshot = join(folder, "snapshots", commit);
  try {
    const path = await realpath(join(snapshot, file.path));
    return (await stat(path)).isFile() ? { path, snapshot, commit } : null;
  } catch {
    return null; // not there, or a link to a blob that is gone
  }
}

async function readRef(folder: string, revision: string): Promise<string | null> {
  const commit = await readFile(join(folder, "refs", revision), "utf8").catch(() => "");
  return isCommit(commit.trim()) ? commit.trim() : null;
}

/** Where the blob of an etag is, or is to be. */
export function blobPath(file: HubFile, cacheDir: string, etag: string): string {
  return join(cacheDir, repoFolder(file), "blobs", etag);
}

/** Gives a blob its name in the snapshot of a commit: a symlink, or a copy where there are none. */
export async function nameBlob(
  file: HubFile,
  at: { readonly cacheDir: string; readonly commit: string; readonly blob: string },
  tools: Pick<HubTools, "symlink">,
): Promise<CachedFile> {
  const folder = join(at.cacheDir, repoFolder(file));
  const snapshot = join(folder, "snapshots", at.commit);
  const pointer = join(snapshot, file.path);
  await mkdir(dirname(pointer), { recursive: true });
  await replace(pointer, async (temporary) => {
    try {
      await tools.symlink(relative(dirname(pointer), at.blob), temporary);
    } catch {
      await copyFile(at.blob, temporary); // Windows without the right to make links
    }
  });
  if (!isCommit(file.revision) && (await readRef(folder, file.revision)) !== at.commit) {
    const ref = join(folder, "refs", file.revision);
    await mkdir(dirname(ref), { recursive: true });
    await replace(ref, (temporary) => writeFile(temporary, at.commit));
  }
  return { path: await realpath(pointer), snapshot, commit: at.commit };
}

/** Makes or replaces a file or link in one step, so that another process never sees it half made. */
async function replace(path: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}.tmp`;
  try {
    await make(temporary);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Remembers, as Python does, that a commit has no such file: a commit cannot change. */
export async function markMissing(file: HubFile, cacheDir: string): Promise<void> {
  const marker = missingMarker(file, cacheDir);
  await mkdir(dirname(marker), { recursive: true });
  await writeFile(marker, "");
}

/** Whether it is known that the commit has no such file. */
export async function isMarkedMissing(file: HubFile, cacheDir: string): Promise<boolean> {
  if (!isCommit(file.revision)) return false;
  return (await stat(missingMarker(file, cacheDir)).catch(() => null)) !== null;
}

function missingMarker(file: HubFile, cacheDir: string): string {
  return join(cacheDir, repoFolder(file), ".no_exist", file.revision, file.path);
}
