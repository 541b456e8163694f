import { BagOfLatentsError, HubAnswerError, HubLengthError } from "../errors/index.ts";
import { bounded } from "./bounded.ts";
import { encodePath, fileInfo, resolveUrl } from "./file-info.ts";
import { hubRequest } from "./hub-fetch.ts";
import { checkHubFile, describeHubFile, type HubFile } from "./hub-file.ts";
import { type HubTools, hubTools } from "./hub-tools.ts";
import { withTries } from "./tries.ts";

/** A file of the Hub of which only parts are fetched. The shape is the one parquet readers ask for. */
export interface RangeReader {
  readonly byteLength: number;
  /** The commit the bytes come from; all parts come from this one. */
  readonly commit: string;
  /** Bytes start .. end - 1; to the end of the file without `end`, from its end with a negative `start`. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/**
 * Opens a file for reading parts of it over the network, each in as many tries as a download has.
 *
 * Throws: as `fetchHubFile`; HubLengthError when a part has another length than asked for.
 */
export async function openRange(file: HubFile, tools: HubTools = hubTools()): Promise<RangeReader> {
  checkHubFile(file);
  const info = await withTries(({ attempt }) => fileInfo(file, attempt, tools), tools);
  const pinned: HubFile = { ...file, revision: info.commit };
  const name = describeHubFile(pinned);

  async function part(start: number, end: number, attempt: number): Promise<ArrayBuffer> {
    const request = await hubRequest(pinned, attempt, tools);
    try {
      const { downloadFile } = await import("@huggingface/hub");
      const blob = await downloadFile({
        repo: { type: pinned.type, name: pinned.repo },
        path: encodePath(pinned.path),
        revision: pinned.revision,
        hubUrl: tools.environment.endpoint,
        xet: false,
        downloadInfo: { ...info, url: resolveUrl(pinned, tools) },
        fetch: async (input, init) => fromByte({ start, end }, attempt, await request.fetch(input, init)),
      });
      if (blob === null) throw new HubAnswerError({ file: name, fact: "it has no bytes" });
      const bytes = await blob.slice(start, end).arrayBuffer();
      if (bytes.byteLength !== end - start)
        throw new HubLengthError({
          file: name,
          fact: `${bytes.byteLength} bytes arrive where ${end - start} were asked for`,
          attempt,
        });
      return bytes;
    } catch (error) {
      throw error instanceof BagOfLatentsError ? error : request.failure(error);
    } finally {
      request.end();
    }
  }

  /** Refuses the answer with another part, and stops one that is longer, as the whole file in its place is. */
  function fromByte(
    { start: from, end }: { start: number; end: number },
    attempt: number,
    answer: Response,
  ): Response {
    const there = /^bytes (\d+)-/.exec(answer.headers.get("content-range") ?? "")?.[1];
    if (answer.status === 206 && Number(there ?? -1) !== from)
      throw new HubLengthError({
        file: name,
        fact: `the bytes from ${there ?? "somewhere"} on arrive where those from ${from} on were asked for`,
        attempt,
      });
    const most = end - from;
    return bounded(
      answer,
      most,
      () => new HubLengthError({ file: name, fact: `more than the ${most} bytes asked for arrive`, attempt }),
    );
  }

  return {
    byteLength: info.size,
    commit: info.commit,
    slice(start, end = info.size) {
      const from = start < 0 ? Math.max(0, info.size + start) : start;
      const to = Math.min(end, info.size);
      if (from >= to) return Promise.resolve(new ArrayBuffer(0));
      return withTries(({ attempt }) => part(from, to, attempt), tools);
    },
  };
}

export { listHubFiles } from "./list-files.ts";
