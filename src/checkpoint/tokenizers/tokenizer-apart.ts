import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { InvalidInputError } from "../../errors/index.ts";
import { TOKENIZER_START_MS, TOKENIZER_TEXT_MS, TOKENIZER_THREAD_MB } from "../../limits.ts";
import type { LibraryTokenizer } from "./library-tokenizer.ts";
import type { Answer, Question, WorkerData } from "./serve-tokenizer.ts";
import type { TokenizerFiles } from "./tokenizer-files.ts";

/**
 * The same tokenizer in a thread that is stopped when a text takes longer than TOKENIZER_TEXT_MS: a regular expression
 * of its file may never end. The caller waits for every answer, so the functions are as those of `libraryTokenizer`.
 *
 * Throws: what the library throws, as an Error; InvalidInputError for a text that
 * takes too long, and for every text after it.
 */
export async function tokenizerApart(
  files: TokenizerFiles,
  limits: { readonly startMs?: number; readonly textMs?: number } = {},
): Promise<LibraryTokenizer> {
  const { startMs = TOKENIZER_START_MS, textMs = TOKENIZER_TEXT_MS } = limits;
  const { port1: port, port2 } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const data: WorkerData = { tokenizer: files.tokenizer, config: files.config, port: port2, bell };
  const worker = new Worker(new URL("./tokenizer-worker.mjs", import.meta.url), {
    workerData: data,
    transferList: [port2],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: TOKENIZER_THREAD_MB },
  });
  const unknown = unwrapped(await firstAnswer(worker, files.file, startMs)) as LibraryTokenizer["unknown"];
  worker.unref(); // it ends with the process
  let failed: Error | null = null;
  let rung = 0;
  const ask = (question: Question, what: string, got: unknown): unknown => {
    if (failed) throw failed;
    port.postMessage(question);
    if (Atomics.wait(bell, 0, rung, textMs) === "timed-out") {
      failed = tooLong(files.file, what, got, textMs);
      port.close();
      void worker.terminate();
      throw failed;
    }
    rung++;
    return unwrapped((receiveMessageOnPort(port) as { message: Answer }).message);
  };
  return {
    encode: (text) => ask({ text }, "the text", text) as readonly number[],
    decode: (ids) => ask({ ids }, "the text of the tokens", ids) as string,
    unknown,
  };
}

/** Throws: the library's sentence as an Error; InvalidInputError where the thread does not start. */
function firstAnswer(worker: Worker, file: string, ms: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(tooLong(file, "the start of the tokenizer's thread", "not over", ms));
    }, ms);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`its thread ended with ${code}`)));
    worker.once("message", () => clearTimeout(timer));
    worker.once("error", () => clearTimeout(timer));
    worker.once("exit", () => clearTimeout(timer));
  });
}

function unwrapped(answer: Answer): unknown {
  if ("error" in answer) throw new Error(answer.error);
  return answer.value;
}

function tooLong(file: string, what: string, got: unknown, ms: number): InvalidInputError {
  return new InvalidInputError({
    what,
    got: typeof got === "string" && got.length > 80 ? `${got.slice(0, 80)}…` : got,
    want: `one that ${file} can take apart within ${ms / 1000} s, and it was stopped`,
    hint: "Hint: a pattern in that file does not come to an end on such a text; give token ids in a .json file, or use the model's original tokenizer.json.",
  });
}
