import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { benchmarkExperimentApart } from "../../bench/benchmark-apart.ts";
import type { ExperimentBenchmark } from "../../bench/benchmark-experiment.ts";
import { type BenchmarkResult, runBenchmark } from "../../bench/benchmark-model.ts";
import { loadModelDirectory } from "../../checkpoint/model-directory.ts";
import { writeRandomCheckpoint } from "../../checkpoint/random-checkpoint.ts";
import { rngFromSeed } from "../../math/rng.ts";
import { GPT2_SMALL_SHAPE } from "../../model/families/gpt2/config.ts";
import { gpt2 } from "../../model/families/gpt2/gpt2.ts";

/** What `bench --json` prints. */
interface Benchmark extends BenchmarkResult {
  readonly experiment: ExperimentBenchmark;
}

export interface BenchOptions {
  readonly json?: true;
  readonly bases: number;
  /** The cores unless given. */
  readonly threads?: number;
}

/** What `bench` prints. */
export async function bench({ json, bases, threads }: BenchOptions): Promise<string> {
  const result = await benchmarkRandomGpt2(threads ?? availableParallelism(), bases);
  return json ? `${JSON.stringify(result)}\n` : table(result);
}

/** Writes a seeded random checkpoint of GPT-2 small's shape, measures, and removes it. */
async function benchmarkRandomGpt2(threads: number, bases: number): Promise<Benchmark> {
  const dir = await mkdtemp(join(tmpdir(), "bag-of-latents-bench-"));
  const cacheDir = join(dir, "cache");
  try {
    await writeRandomCheckpoint(dir, {
      family: gpt2,
      config: GPT2_SMALL_SHAPE,
      rng: rngFromSeed("benchmark").fork("weights"),
    });
    const experiment = await benchmarkExperimentApart({ dir, bases, threads, cacheDir });
    const checkpoint = await loadModelDirectory(dir, { cacheDir });
    return { ...(await runBenchmark(checkpoint, threads)), experiment };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function table({ experiment: e, ...r }: Benchmark): string {
  const ms = (x: number) => `${x.toFixed(3)} ms a point`;
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  const [run] = e.runs;
  return `matrix product            ${r.matrixPeakGflops.toFixed(0)} GFLOP/s
fast path                 ${ms(r.fastPath.msPerPoint)}, ${(100 * r.fastPath.fractionOfPeak).toFixed(0)} % of the matrix product's rate
one curve at a time       ${ms(r.oneCurve.msPerPoint)}
with KL divergences       ${r.klCostRatio.toFixed(2)} times the cost of L2 alone
whole sequences           ${ms(r.wholeSequence.msPerPoint)}, the fast path is ${r.speedUp.toFixed(1)} times faster
whole sequences, logits   ${ms(r.wholeSequenceWithLogits.msPerPoint)}, the fast path is ${r.speedUpWithLogits.toFixed(1)} times faster
main experiment           4 types x ${run.bases} bases x ${run.points} points, ${percent(e.outsideModel)} of the time outside model runs
  at 1000 bases           ${e.minutesAt1000Bases.toFixed(1)} minutes, ${percent(e.outsideModelAt1000Bases)} outside model runs, ${percent(e.generationAt1000Bases)} covariance, encoding and generators
  growth                  a base costs ${e.costOfABaseAgainstHalf.toFixed(2)} times what it costs among half as many, a point ${e.costOfAPointAgainstHalf.toFixed(2)} times
  peak memory             ${e.peakMemoryMiB} MiB, with model, SAE and unembedding loaded
`;
}
