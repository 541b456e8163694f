import { stat } from "node:fs/promises";
import {
  HubAnswerError,
  HubConnectionError,
  HubHashError,
  HubOfflineError,
  HubServerError,
} from "../errors/index.ts";
import { appendRest } from "./append-rest.ts";
import { checkedCopy, type FetchedFile, mismatch, underFormerName } from "./checked-copy.ts";
import { type FileHash, hashFile } from "./file-hash.ts";
import { fileInfo, type HubFileInfo, isHash } from "./file-info.ts";
import { blobPath, cachedFile, nameBlob, rememberRef } from "./hub-cache.ts";
import { checkHubFile, describeHubFile, type HubFile, isCommit } from "./hub-file.ts";
import { type HubTools, hubTools } from "./hub-tools.ts";
import { claimPartial } from "./partial-file.ts";
import { type Try, withTries } from "./tries.ts";
import { written } from "./written.ts";

/** The path of a file of the Hub on this machine, symlinks resolved; fetched first when the cache lacks it. */
export async function hubFile(file: HubFile, tools: HubTools = hubTools()): Promise<string> {
  return (await fetchHubFile(file, tools)).path;
}

/**
 * Brings a file of the Hub into the cache that Python shares, unless it is there.
 *
 * A commit that is cached costs no network call; a branch or tag costs one question. Half-fetched files are continued,
 * also those of a killed run. The bytes are checked against the Hub's name for them (sha256 or git hash) and against
 * `file.sha256` before the file gets its name, so what has a name is whole. Where a mirror gives no hash and none is
 * pinned, nothing can be compared, which is said.
 * A file that the cache holds under a former name of the repository is taken from there.
 * When the Hub cannot be reached, a cached branch or tag is used, with a warning.
 * Throws: HubNameError, HubTokenError, HubOfflineError, HubNotFoundError, HubAccessError, HubRateLimitError,
 * HubServerError, HubConnectionError, HubLengthError, HubRangeError, HubAnswerError, HubHashError, HubWriteError.
 */
export async function fetchHubFile(file: HubFile, tools: HubTools = hubTools()): Promise<FetchedFile> {
  checkHubFile(file);
  const { cacheDir, offline } = tools.environment;
  const cached = await cachedFile(file, cacheDir);
  if (cached !== null && (offline || isCommit(file.revision))) return checkedCopy(file, cached);
  const former = await underFormerName(file, tools);
  if (former !== null) return former;
  if (offline) throw new HubOfflineError({ file: describeHubFile(file), cache: cacheDir });
  const first = await withTries(({ attempt }) => fileInfo(file, attempt, tools), tools).catch(
    (error: unknown) => {
      const unreachable = error instanceof HubConnectionError || error instanceof HubServerError;
      if (cached === null || !unreachable) throw error;
      tools.warn(`${error.message} The cached commit ${cached.commit.slice(0, 12)} is used.`);
      return null;
    },
  );
  return first === null ? checkedCopy(file, cached!) : fetchBlob(file, first, tools);
}

/** Fetches the bytes that `first` announces, in as many tries as it takes, and names them in the snapshot. */
async function fetchBlob(file: HubFile, first: HubFileInfo, tools: HubTools): Promise<FetchedFile> {
  const name = describeHubFile(file);
  let doubted = false;
  let most = 0; // bytes: what a try must exceed to count as progress

  async function once(one: Try): Promise<FetchedFile> {
    // asked again at later tries: a branch may have moved, an address may have expired
    const info = one.attempt === 1 ? first : await fileInfo(file, one.attempt, tools);
    checkAnnounced(file, name, info);
    const { cacheDir } = tools.environment;
    const there = await cachedFile({ ...file, revision: info.commit }, cacheDir);
    if (there !== null && (await stat(there.path)).size === info.size) {
      const copy = await checkedCopy(file, there, info.etag);
      await rememberRef(file, cacheDir, info.commit);
      return copy;
    }
    const blob = blobPath(file, cacheDir, info);
    const partial = await written(blob, info.size, () =>
      claimPartial(blob, info.size, { file: name, attempt: one.attempt }, tools),
    );
    let hash: FileHash | null = null;
    if (partial !== null) {
      try {
        await appendRest(file, info, partial, one, tools, (have) => {
          if (have > most) one.progressed();
          most = Math.max(most, have);
        });
      } catch (error) {
        await partial.release();
        throw error;
      }
      hash = await hashFile(partial.path);
      const wrong = mismatch(file, info.etag, hash);
      if (wrong !== null) {
        await partial.remove();
        if (partial.have > 0 && !doubted) {
          doubted = true; // the part of an earlier run may have been damaged: once more, from the beginning
          return once(one);
        }
        throw new HubHashError({ file: name, ...wrong, fate: "deleted" });
      }
      await written(blob, null, () => partial.finish());
      if (file.sha256 == null && !isHash(info.etag))
        tools.warn(`${name}: the server gives no hash of it, so its bytes were compared with nothing.`);
    }
    const at = { cacheDir, commit: info.commit, blob };
    const named = await written(blob, null, () => nameBlob(file, at, tools));
    return hash === null ? checkedCopy(file, named, info.etag) : { ...named, hash };
  }

  return withTries(once, tools);
}

/** Refuses, before a byte is fetched, a file that cannot be the one wanted. */
function checkAnnounced(file: HubFile, name: string, info: HubFileInfo): void {
  if (file.sha256 != null && /^[0-9a-f]{64}$/.test(info.etag) && file.sha256 !== info.etag)
    throw new HubHashError({
      file: name,
      expected: file.sha256,
      expectedBy: "the pinned hash",
      got: info.etag,
      fate: "not fetched",
    });
  if (file.bytes != null && file.bytes !== info.size)
    throw new HubAnswerError({
      file: name,
      fact: `it announces ${info.size} bytes, but the file wanted has ${file.bytes}`,
    });
}
