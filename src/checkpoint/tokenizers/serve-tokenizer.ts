import type { MessagePort } from "node:worker_threads";
import { parentPort, workerData } from "node:worker_threads";
import { libraryTokenizer } from "./library-tokenizer.ts";
import type { TokenizerFiles } from "./tokenizer-files.ts";

/** What a worker gets: a tokenizer's files, where questions come and answers go, and what it rings when one is there. */
export interface WorkerData extends Pick<TokenizerFiles, "tokenizer" | "config"> {
  readonly port: MessagePort;
  readonly bell: Int32Array;
}

export type Question = { readonly text: string } | { readonly ids: readonly number[] };
export type Answer = { readonly value: unknown } | { readonly error: string };

const { tokenizer, config, port, bell } = workerData as WorkerData;

function answer(message: Answer): void {
  port.postMessage(message);
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
}

try {
  const library = await libraryTokenizer(tokenizer, config);
  port.on("message", (question: Question) => {
    try {
      answer({ value: "text" in question ? library.encode(question.text) : library.decode(question.ids) });
    } catch (error) {
      answer({ error: String(error) });
    }
  });
  parentPort!.postMessage({ value: library.unknown } satisfies Answer);
} catch (error) {
  parentPort!.postMessage({ error: String(error) } satisfies Answer);
}
