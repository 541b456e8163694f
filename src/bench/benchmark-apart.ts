import { fork } from "node:child_process";
import { RETURNED_BLOCK_BYTES } from "../limits.ts";
import type { Tasks } from "./tasks.ts";

/**
 * One task of the benchmark in a process of its own: its memory is not this process's, nor are its timings disturbed.
 *
 * Throws: Error when that process ends without a result.
 */
export function benchmarkApart<T extends keyof Tasks>(
  task: T,
  order: Parameters<Tasks[T]>[0],
): ReturnType<Tasks[T]> {
  const child = fork(new URL("./start-child.mjs", import.meta.url), [task, JSON.stringify(order)], {
    execArgv: [],
    env: { ...process.env, MALLOC_MMAP_THRESHOLD_: String(RETURNED_BLOCK_BYTES) }, // as a run has it
  });
  const result = new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the process of the benchmark's part "${task}" ended with code ${code}`)),
    );
  });
  return result as ReturnType<Tasks[T]>;
}
