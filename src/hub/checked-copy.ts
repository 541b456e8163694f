import { HubHashError } from "../errors/index.ts";
import { type FileHash, hashFile } from "./file-hash.ts";
import { isHash } from "./file-info.ts";
import { type CachedFile, cachedFile, nameBlob } from "./hub-cache.ts";
import { describeHubFile, type HubFile, isCommit } from "./hub-file.ts";
import type { HubTools } from "./hub-tools.ts";

/** A file in the cache, and its hash where it was computed on the way. */
export interface FetchedFile extends CachedFile {
  readonly hash: FileHash | null;
}

/** A cached file, held against what is known of it in advance and what the Hub calls its contents. Throws: HubHashError. */
export async function checkedCopy(
  file: HubFile,
  cached: CachedFile,
  etag: string | null = null,
): Promise<FetchedFile> {
  if (file.sha256 == null && (etag === null || !isHash(etag))) return { ...cached, hash: null };
  const hash = await hashFile(cached.path);
  const wrong = mismatch(file, etag, hash);
  if (wrong !== null) throw new HubHashError({ file: cached.path, ...wrong, fate: "left where it is" });
  return { ...cached, hash };
}

/** What the file was expected to be, where its bytes are otherwise. */
export function mismatch(
  file: HubFile,
  etag: string | null,
  hash: FileHash,
): { expected: string; expectedBy: string; got: string } | null {
  if (file.sha256 != null && file.sha256 !== hash.sha256)
    return { expected: file.sha256, expectedBy: "the pinned hash", got: hash.sha256 };
  if (etag !== null && /^[0-9a-f]{64}$/.test(etag) && etag !== hash.sha256)
    return { expected: etag, expectedBy: "the Hub", got: hash.sha256 };
  if (etag !== null && /^[0-9a-f]{40}$/.test(etag) && etag !== hash.git)
    return { expected: etag, expectedBy: "the Hub", got: hash.git };
  return null;
}

/**
 * The file as the cache holds it under a name that its repository had before; null when it does not.
 *
 * Python's cache names folders by the id that was asked for (`gpt2`), the Hub calls the repository otherwise now
 * (`openai-community/gpt2`); a commit is the same commit under both. The file gets its name under the present id too,
 * so that all files of a release lie in one folder. A branch is only looked up so when nobody can be asked.
 * Throws: HubHashError for an altered copy when nothing else can be had.
 */
export async function underFormerName(file: HubFile, tools: HubTools): Promise<FetchedFile | null> {
  const { cacheDir, offline } = tools.environment;
  if (!offline && !isCommit(file.revision)) return null;
  for (const repo of file.formerly ?? []) {
    const cached = await cachedFile({ ...file, repo }, cacheDir);
    if (cached === null) continue;
    try {
      const copy = await checkedCopy(file, cached);
      const at = { cacheDir, commit: cached.commit, blob: cached.path };
      const named = await nameBlob(file, at, tools).catch(() => cached); // a cache that is only read
      return { ...named, hash: copy.hash };
    } catch (error) {
      if (offline || !(error instanceof HubHashError)) throw error;
      tools.warn(`${error.message} ${describeHubFile(file)} is fetched instead.`);
    }
  }
  return null;
}
