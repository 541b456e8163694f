import { createHash } from "node:crypto";
import { copyFile, mkdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { moveIntoPlace } from "../files/move-into-place.ts";
import { readText } from "../files/read-text.ts";
import { type HubFileInfo, isHash } from "./file-info.ts";
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
  const path = await fileAt(join(snapshot, file.path));
  return path === null ? null : { path, snapshot, commit };
}

/** The file behind a name, links followed; null where there is none, or a link to a blob that is gone. */
async function fileAt(name: string): Promise<string | null> {
  const facts = await stat(name).catch(() => null);
  if (facts === null || !facts.isFile()) return null;
  return realpath(name).catch(() => name); // some network drives follow links and cannot say where to
}

async function readRef(folder: string, revision: string): Promise<string | null> {
  const named = { what: "what a branch or tag stands for", hint: "Hint: delete it; the Hub is asked anew." };
  const commit = await readText(join(folder, "refs", revision), named).catch(() => ""); // then it is asked for
  return isCommit(commit.trim()) ? commit.trim() : null;
}

/**
 * Where the blob of a file is, or is to be. An ETag that is no hash says nothing of the contents, and another file may
 * have the same: its blob is named by what it was asked for as.
 */
export function blobPath(file: HubFile, cacheDir: string, { etag, commit }: HubFileInfo): string {
  const asked = () => createHash("sha256").update(`${commit}\0${file.path}\0${etag}`).digest("hex");
  const name = isHash(etag) ? etag : `unverified-${asked()}`;
  return join(cacheDir, repoFolder(file), "blobs", name);
}

/**
 * Gives a blob its name in the snapshot of a commit: a symlink, or a copy where there are none.
 *
 * What has that name is left when it is the blob, so that a cache that is only read serves what it holds.
 */
export async function nameBlob(
  file: HubFile,
  at: { readonly cacheDir: string; readonly commit: string; readonly blob: string },
  tools: Pick<HubTools, "symlink">,
): Promise<CachedFile> {
  const folder = join(at.cacheDir, repoFolder(file));
  const snapshot = join(folder, "snapshots", at.commit);
  const pointer = join(snapshot, file.path);
  if ((await fileAt(pointer)) !== (await fileAt(at.blob))) {
    await mkdir(dirname(pointer), { recursive: true });
    await replace(pointer, async (temporary) => {
      try {
        await tools.symlink(relative(dirname(pointer), at.blob), temporary);
      } catch {
        await copyFile(at.blob, temporary); // Windows without the right to make links
      }
    });
  }
  await rememberRef(file, at.cacheDir, at.commit);
  return { path: (await fileAt(pointer)) ?? pointer, snapshot, commit: at.commit };
}

/** Keeps what a branch or tag stands for, for a time when nobody can be asked. */
export async function rememberRef(file: HubFile, cacheDir: string, commit: string): Promise<void> {
  const folder = join(cacheDir, repoFolder(file));
  if (isCommit(file.revision) || (await readRef(folder, file.revision)) === commit) return;
  const ref = join(folder, "refs", file.revision);
  await remembered(async () => {
    await mkdir(dirname(ref), { recursive: true });
    await replace(ref, (temporary) => writeFile(temporary, commit));
  });
}

/** Runs what only keeps something for later: a cache that cannot take it costs a question the next time, not the run. */
async function remembered(write: () => Promise<void>): Promise<void> {
  await write().catch(() => undefined);
}

/** Makes or replaces a file or link in one step, so that another process never sees it half made. */
async function replace(path: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}.tmp`;
  try {
    await make(temporary);
    await moveIntoPlace(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Remembers, as Python does, that a commit has no such file: a commit cannot change. */
export async function markMissing(file: HubFile, cacheDir: string): Promise<void> {
  const marker = missingMarker(file, cacheDir);
  await remembered(async () => {
    await mkdir(dirname(marker), { recursive: true });
    await writeFile(marker, "");
  });
}

/** Whether it is known that the commit has no such file. */
export async function isMarkedMissing(file: HubFile, cacheDir: string): Promise<boolean> {
  if (!isCommit(file.revision)) return false;
  return (await stat(missingMarker(file, cacheDir)).catch(() => null))?.isFile() ?? false;
}

function missingMarker(file: HubFile, cacheDir: string): string {
  return join(cacheDir, repoFolder(file), ".no_exist", file.revision, file.path);
}
