import { BagOfLatentsError, HubAnswerError, HubNotFoundError } from "../errors/index.ts";
import { HUB_FILE_BYTES } from "../limits.ts";
import { isFileName } from "./file-name.ts";
import { hubRequest } from "./hub-fetch.ts";
import { describeHubFile, type HubFile, isCommit } from "./hub-file.ts";
import type { HubTools } from "./hub-tools.ts";

/** What the Hub says of a file before it is fetched. */
export interface HubFileInfo {
  readonly commit: string;
  /** Names the contents: sha256 (64 hex) of a large file, git hash (40 hex) of a small one. A mirror's may be no hash. */
  readonly etag: string;
  readonly size: number;
  /** Where its bytes are asked for: the Hub itself, never a storage address, which expires. */
  readonly url: string;
}

/**
 * Asks the Hub for a file's commit, contents and size, without the file.
 *
 * Throws: the Hub errors; HubAnswerError when the answer lacks one of the three.
 */
export async function fileInfo(file: HubFile, attempt: number, tools: HubTools): Promise<HubFileInfo> {
  const name = describeHubFile(file);
  const request = await hubRequest(file, attempt, tools);
  try {
    const { fileDownloadInfo } = await import("@huggingface/hub");
    const info = await fileDownloadInfo({
      repo: { type: file.type, name: file.repo },
      path: encodePath(file.path),
      revision: file.revision,
      hubUrl: tools.environment.endpoint,
      fetch: async (input, init) => withContentRange(await request.fetch(input, init)),
    });
    if (info === null) throw new HubNotFoundError({ file: name, missing: "file" });
    const commit = isCommit(file.revision) ? file.revision : request.headers.commit;
    if (commit === null || !isCommit(commit))
      throw new HubAnswerError({ file: name, fact: `it names no commit for revision ${file.revision}` });
    const etag = request.headers.etag ?? info.etag;
    if (!isFileName(etag, "win32") || !/^[\w.-]{1,128}$/.test(etag))
      throw new HubAnswerError({ file: name, fact: `its ETag is "${request.shown(etag).slice(0, 80)}"` });
    const size = request.headers.size ?? info.size;
    const { most = HUB_FILE_BYTES } = file;
    if (!Number.isSafeInteger(size) || size < 0 || size > most)
      throw new HubAnswerError({
        file: name,
        fact: `it announces ${size} bytes, and at most ${most} are taken`,
      });
    return { commit, etag, size, url: resolveUrl(file, tools) };
  } catch (error) {
    if (error instanceof BagOfLatentsError) throw error;
    // the client's own complaints: no size, no ETag
    throw new HubAnswerError({
      file: name,
      fact: request.shown(error instanceof Error ? error.message : String(error)),
    });
  } finally {
    request.end();
  }
}

/** Whether an ETag is a hash of the contents, so that bytes can be compared with it. */
export function isHash(etag: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(etag);
}

/** A server that ignores ranges answers with the whole file: its length is then the size asked for. */
function withContentRange(answer: Response): Response {
  const length = answer.headers.get("content-length");
  if (answer.status !== 200 || length === null || answer.headers.has("content-range")) return answer;
  const headers = new Headers(answer.headers);
  headers.set("content-range", `bytes 0-0/${length}`);
  return new Response(null, { headers });
}

/** The address of a file's bytes on the Hub. */
export function resolveUrl(file: HubFile, tools: Pick<HubTools, "environment">): string {
  const repo = file.type === "dataset" ? `datasets/${file.repo}` : file.repo;
  const revision = encodeURIComponent(file.revision);
  return `${tools.environment.endpoint}/${repo}/resolve/${revision}/${encodePath(file.path)}`;
}

/** A path as it stands in an address. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
