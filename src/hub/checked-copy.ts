import { HubHashError } from "../errors/index.ts";
import { type FileHash, hashFile } from "./file-hash.ts";
import { isHash } from "./file-info.ts";
import type { CachedFile } from "./hub-cache.ts";
import type { HubFile } from "./hub-file.ts";

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
