import { downloadFile, listFiles } from "@huggingface/hub";
import { BagOfLatentsError, HubAnswerError, HubLengthError } from "../errors/index.ts";
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
  const info = await withTries(({ attempt }) => fileInfo(file, attempt, tools), tools.sleep);
  const pinned: HubFile = { ...file, revision: info.commit };
  const name = describeHubFile(pinned);

  async function part(start: number, end: number, attempt: number): Promise<ArrayBuffer> {
    const request = await hubRequest(pinned, attempt, tools);
    try {
      const blob = await downloadFile({
        repo: { type: pinned.type, name: pinned.repo },
        path: encodePath(pinned.path),
        revision: pinned.revision,
        hubUrl: tools.environment.endpoint,
        xet: false,
        downloadInfo: { ...info, url: resolveUrl(pinned, tools) },
        fetch: async (input, init) => fromByte(start, attempt, await request.fetch(input, init)),
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

  /** Refuses the answer with another part; the whole file in its place is refused by its length. */
  function fromByte(from: number, attempt: number, answer: Response): Response {
    const there = /^bytes (\d+)-/.exec(answer.headers.get("content-range") ?? "")?.[1];
    if (answer.status === 206 && Number(there ?? -1) !== from)
      throw new HubLengthError({
        file: name,
        fact: `the bytes from ${there ?? "somewhere"} on arrive where those from ${from} on were asked for`,
        attempt,
      });
    return answer;
  }

  return {
    byteLength: info.size,
    commit: info.commit,
    slice(start, end = info.size) {
      const from = start < 0 ? Math.max(0, info.size + start) : start;
      const to = Math.min(end, info.size);
      if (from >= to) return Promise.resolve(new ArrayBuffer(0));
      return withTries(({ attempt }) => part(from, to, attempt), tools.sleep);
    },
  };
}

/** Most files listed of one repository: a data set has thousands, a server that answers in a circle has no end. */
const MOST_FILES = 100_000;

/** Paths and sizes of all files of a repository, or of one folder of it, in the order of their names. */
export function listHubFiles(
  at: Pick<HubFile, "repo" | "type" | "revision"> & { readonly folder?: string },
  tools: HubTools = hubTools(),
): Promise<{ path: string; bytes: number }[]> {
  const named: HubFile = { repo: at.repo, type: at.type, revision: at.revision, path: at.folder ?? "(list)" };
  checkHubFile(named);
  return withTries(async ({ attempt }) => {
    const request = await hubRequest(named, attempt, tools);
    const found: { path: string; bytes: number }[] = [];
    try {
      const entries = listFiles({
        repo: { type: at.type, name: at.repo },
        ...(at.folder === undefined ? {} : { path: encodePath(at.folder) }),
        revision: encodeURIComponent(at.revision),
        recursive: true,
        hubUrl: tools.environment.endpoint,
        fetch: request.fetch,
      });
      for await (const entry of entries) {
        if (entry.type === "file") found.push({ path: entry.path, bytes: entry.size });
        if (found.length > MOST_FILES)
          throw new HubAnswerError({
            file: describeHubFile(named),
            fact: `it lists over ${MOST_FILES} files`,
          });
      }
    } catch (error) {
      throw error instanceof BagOfLatentsError ? error : request.failure(error);
    } finally {
      request.end();
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }, tools.sleep);
}
