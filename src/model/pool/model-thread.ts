import { Worker } from "node:worker_threads";
import { ThreadEndedError } from "../../errors/index.ts";
import { reasonOf } from "../../errors/reason-of.ts";
import type { Answer, Request } from "./messages.ts";

/** One thread that computes, and what it was asked. */
export interface ModelThread {
  /** Requests without an answer. */
  readonly pending: number;
  /** Whether it is over, by itself or because it was ended. */
  readonly ended: boolean;
  /** Throws: ThreadEndedError where the thread ends; Error for a fault of the runtime. */
  ask(request: Request): Promise<unknown>;
  /** Stops it whatever it does. */
  end(): Promise<void>;
}

/**
 * Starts a thread. It keeps the process alive while it owes an answer, and no longer.
 *
 * `onBusy` hears of every answer how many milliseconds the thread worked on it.
 */
export function createModelThread(onBusy: (milliseconds: number) => void = () => {}): ModelThread {
  const worker = new Worker(new URL("./pool-worker.mjs", import.meta.url), { execArgv: [] });
  const owed: { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }[] = [];
  let ended: Error | null = null;
  worker.unref();
  worker.on("message", (answer: Answer) => {
    const { resolve, reject } = owed.shift()!;
    onBusy(answer.milliseconds);
    if (owed.length === 0) worker.unref();
    if ("error" in answer) reject(new Error(answer.error));
    else resolve(answer.value);
  });
  const over = (reason: string) => {
    ended ??= new ThreadEndedError({ does: "runs the model", reason });
    for (const { reject } of owed.splice(0)) reject(ended);
  };
  worker.on("error", (error) => over(reasonOf(error)));
  worker.on("exit", (code) => over(`it stopped with code ${code}`));
  return {
    get pending() {
      return owed.length;
    },
    get ended() {
      return ended !== null;
    },
    ask(request) {
      if (ended) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        owed.push({ resolve, reject });
        worker.ref();
        worker.postMessage(request);
      });
    },
    async end() {
      await worker.terminate();
    },
  };
}
