import { fork } from "node:child_process";
import { RETURNED_BLOCK_BYTES } from "../limits.ts";
import type { BenchmarkOrder, ExperimentBenchmark } from "./benchmark-experiment.ts";

/**
 * `benchmarkExperiment` in a process of its own: its memory is not this process's, nor are its timings disturbed.
 *
 * Throws: Error when that process ends without a result.
 */
export function benchmarkExperimentApart(order: BenchmarkOrder): Promise<ExperimentBenchmark> {
  const child = fork(new URL("benchmark-child.ts", import.meta.url), [JSON.stringify(order)], {
    execArgv: ["--import", import.meta.resolve("tsx")],
    env: { ...process.env, MALLOC_MMAP_THRESHOLD_: String(RETURNED_BLOCK_BYTES) }, // as a run has it
  });
  return new Promise((resolve, reject) => {
    child.once("message", (result) => resolve(result as ExperimentBenchmark));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the benchmark of the experiment ended with code ${code}`)),
    );
  });
}
