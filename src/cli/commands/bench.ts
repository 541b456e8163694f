import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { loadGpt2Directory } from "../../assets/model-directory.ts";
import { GPT2_SMALL_SHAPE, writeRandomCheckpoint } from "../../assets/random-checkpoint.ts";
import { rngFromSeed } from "../../math/rng.ts";
import { type BenchmarkResult, runBenchmark } from "../../model/benchmark.ts";
import { parseCount } from "../arguments.ts";

/** `bench`: the runtime's speed on a random checkpoint of GPT-2 small's shape, beside the machine's own. */
export function benchCommand(program: Command): void {
  program
    .command("bench")
    .description(
      "Measure the fast path and whole sequences on GPT-2 small's shape against the machine's matrix product.",
    )
    .option("--json", "print one JSON object and nothing else")
    .option("--threads <n>", "threads of the runtime (default: the cores)", parseCount("--threads", 1))
    .addHelpText(
      "after",
      "\nExample:\n  npm run -s bench -- --json\n\nWrites 500 MB to the temporary folder and removes them.",
    )
    .action(async (options: { json?: boolean; threads?: number }) => {
      const result = await benchmarkRandomGpt2(options.threads ?? availableParallelism());
      process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : table(result));
    });
}

/** Writes a seeded random checkpoint of GPT-2 small's shape, measures, and removes it. */
export async function benchmarkRandomGpt2(threads: number): Promise<BenchmarkResult> {
  const dir = await mkdtemp(join(tmpdir(), "bag-of-latents-bench-"));
  try {
    await writeRandomCheckpoint(dir, {
      config: GPT2_SMALL_SHAPE,
      rng: rngFromSeed("benchmark").fork("weights"),
    });
    const checkpoint = await loadGpt2Directory(dir, { cacheDir: join(dir, "cache") });
    return await runBenchmark(checkpoint, threads);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function table(r: BenchmarkResult): string {
  const ms = (x: number) => `${x.toFixed(3)} ms a point`;
  return `matrix product            ${r.matrixPeakGflops.toFixed(0)} GFLOP/s
fast path                 ${ms(r.fastPath.msPerPoint)}, ${(100 * r.fastPath.fractionOfPeak).toFixed(0)} % of the matrix product's rate
with KL divergences       ${r.klCostRatio.toFixed(2)} times the cost of L2 alone
whole sequences           ${ms(r.wholeSequence.msPerPoint)}, the fast path is ${r.speedUp.toFixed(1)} times faster
whole sequences, logits   ${ms(r.wholeSequenceWithLogits.msPerPoint)}, the fast path is ${r.speedUpWithLogits.toFixed(1)} times faster
`;
}
