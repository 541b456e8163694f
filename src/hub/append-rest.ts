import { HubAnswerError, HubConnectionError, HubLengthError, HubRangeError } from "../errors/index.ts";
import { encodePath, type HubFileInfo } from "./file-info.ts";
import { type HubRequest, hubRequest } from "./hub-fetch.ts";
import { describeHubFile, type HubFile, isCommit } from "./hub-file.ts";
import type { HubTools } from "./hub-tools.ts";
import type { PartialFile } from "./partial-file.ts";
import type { Try } from "./tries.ts";
import { written } from "./written.ts";

/**
 * Appends to a half-fetched file what is missing of it, in one request.
 *
 * `arrived` is told the bytes there are. Throws: the Hub errors; HubLengthError when the bytes end before the size or
 * go on past it; HubRangeError when they do not begin where the file ends (it is emptied then).
 */
export async function appendRest(
  file: HubFile,
  info: HubFileInfo,
  partial: PartialFile,
  { attempt, until }: Pick<Try, "attempt" | "until">,
  tools: HubTools,
  arrived: (have: number) => void,
): Promise<void> {
  const name = describeHubFile(file);
  let have = partial.have;
  if (have > info.size) {
    await partial.clear();
    have = 0;
  }
  tools.onProgress({ file: name, have, size: info.size });
  if (have === info.size) return;
  const from = have;
  const request = await hubRequest(file, attempt, tools); // its watch begins with its first fetch
  const out = await written(partial.path, info.size - have, () => tools.openAppend(partial.path));
  try {
    for await (const piece of bytesFrom(file, info, from, request, { name, attempt }, tools)) {
      request.alive();
      if (tools.now() > until)
        throw new HubConnectionError({ file: name, fact: "the bytes come too slowly", attempt });
      if (have + piece.length > info.size)
        throw new HubLengthError({
          file: name,
          fact: `more than the announced ${info.size} bytes arrive`,
          attempt,
        });
      await written(partial.path, info.size - have, () => out.write(piece));
      have += piece.length;
      request.alive();
      arrived(have);
      tools.onProgress({ file: name, have, size: info.size });
    }
  } catch (error) {
    if (error instanceof HubRangeError) await out.truncate(); // the next try starts at the beginning
    throw error;
  } finally {
    request.end();
    await written(partial.path, info.size - have, () => out.close());
  }
  if (have < info.size)
    throw new HubLengthError({
      file: name,
      fact: `the bytes end at ${have} of the announced ${info.size}`,
      attempt,
    });
}

/** The bytes from `from` to the end, through the client's lazy blob: a slice of it becomes a range request. */
async function* bytesFrom(
  file: HubFile,
  info: HubFileInfo,
  from: number,
  request: HubRequest,
  facts: { readonly name: string; readonly attempt: number },
  tools: HubTools,
): AsyncGenerator<Uint8Array> {
  let refused: unknown; // the blob's stream hands on the text of an error only
  const { downloadFile } = await import("@huggingface/hub");
  const blob = await downloadFile({
    repo: { type: file.type, name: file.repo },
    path: encodePath(file.path),
    revision: file.revision,
    hubUrl: tools.environment.endpoint,
    xet: false,
    downloadInfo: info,
    fetch: async (input, init) => {
      const answer = await request.fetch(input, init);
      refused = refusal(answer, request.headers.etag);
      if (refused !== null) throw refused;
      return answer;
    },
  });
  if (blob === null) throw new HubAnswerError({ file: facts.name, fact: "it has no bytes" });
  try {
    for await (const piece of blob.slice(from).stream()) yield piece as Uint8Array;
  } catch (error) {
    throw refused ?? request.failure(error);
  }

  /** Why the bytes of an answer cannot be appended; null when they can. */
  function refusal(answer: Response, etag: string | null): Error | null {
    if (!isCommit(file.revision) && etag !== null && etag !== info.etag)
      return new HubConnectionError({
        file: facts.name,
        fact: "the file changed between two requests",
        attempt: facts.attempt,
      });
    const start = /^bytes (\d+)-/.exec(answer.headers.get("content-range") ?? "")?.[1];
    if (from === 0 || Number(start ?? -1) === from) return null;
    return new HubRangeError({
      file: facts.name,
      from,
      answer: answer.status === 206 ? `those from ${start ?? "somewhere"} on` : "the whole file",
      attempt: facts.attempt,
    });
  }
}
