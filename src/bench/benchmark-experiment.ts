import { fork } from "node:child_process";
import { join } from "node:path";
import { openModel } from "../checkpoint/open-model.ts";
import { openSae } from "../checkpoint/sae-directory.ts";
import { type Arm, generateFor } from "../experiment/arm.ts";
import { noCurveStore } from "../experiment/curve-store.ts";
import { measureArms } from "../experiment/measure.ts";
import { prepare } from "../experiment/preparation.ts";
import { stepOf } from "../experiment/scales.ts";
import { RETURNED_BLOCK_BYTES } from "../limits.ts";
import { rngFromSeed } from "../math/rng.ts";
import { norm } from "../math/vec.ts";
import { type HookPoint, hookPoint } from "../model/hook-point.ts";
import type { LanguageModel, Tokens } from "../model/language-model.ts";
import { createOrtProducts } from "../model/ort-products.ts";
import { lastPosition, residualAt } from "../model/residual-at.ts";
import { PAPER } from "../papers/synthetic-activations/setup.ts";
import { listedPrompts } from "../prompts/prompt-source.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { mean } from "../stats/mean.ts";
import { writeRandomSae } from "./random-sae.ts";

/** The main experiment: these types, towards which every base is perturbed in absolute steps. */
const ARMS: readonly Arm[] = (["real", "random", "structured", "baseline"] as const).map((type) => ({
  experiment: "towards.absolute",
  type,
}));
/** The SAE of gpt2-small-res-jb at the paper's hook: 24,576 latents, about 10 of them active. */
const LATENTS = 24_576;
const MEAN_L0 = 10;
/** At most as many as a run takes, at least the 10 d_model of a covariance. */
const POPULATION = 10_000;

/** Seconds of one run of the main experiment. */
export interface ExperimentTimes {
  readonly bases: number;
  readonly points: number;
  /** Everything before the first perturbed point: prompts run, covariance, encoding, choice of latents. */
  readonly preparation: { readonly total: number; readonly inModel: number };
  /** Generators, paths, the perturbed points, and their curves. */
  readonly measurement: { readonly total: number; readonly inModel: number };
  /** The generators alone, run once more by themselves; their time in the run is part of the measurement's. */
  readonly generators: number;
}

export interface ExperimentBenchmark {
  /** All bases and points, half the bases, and half the points of those. */
  readonly runs: readonly [whole: ExperimentTimes, halfBases: ExperimentTimes, halfPoints: ExperimentTimes];
  /** Share of the time of the run with all bases and points that is not spent in the model. */
  readonly outsideModel: number;
  /** The same at the paper's 1000 bases, on the line through half the bases and all of them. */
  readonly outsideModelAt1000Bases: number;
  readonly minutesAt1000Bases: number;
  /** Share of covariance, encoding, choice of latents and generators, at 1000 bases. */
  readonly generationAt1000Bases: number;
  /** Time per base and per point with all of them, against half of them: 1 where cost grows in proportion. */
  readonly costOfABaseAgainstHalf: number;
  readonly costOfAPointAgainstHalf: number;
  /** Highest resident memory so far, model, SAE and unembedding loaded. */
  readonly peakMemoryMiB: number;
}

/**
 * Measures the product as a whole; it lies here because it puts all its parts together, as a run does.
 *
 * Runs the main experiment on a model directory with a random SAE: 4 types, 100 points, absolute steps.
 *
 * Half the bases and half the points are run besides, so that cost can be seen to grow in proportion.
 */
export async function benchmarkExperiment(
  dir: string,
  options: Omit<BenchmarkOrder, "dir">,
): Promise<ExperimentBenchmark> {
  const { bases, threads, cacheDir, latents = LATENTS } = options;
  const rng = rngFromSeed("benchmark of the experiment");
  const model = timed(await openModel(dir, { convention: "centred", threads, cacheDir }));
  const { dModel, vocabulary } = model.shape;
  const at: HookPoint = PAPER.perturbAt;
  const random = rng.fork("prompts");
  const population = Math.min(POPULATION, 12 * dModel);
  const prompts: Tokens[] = Array.from({ length: 2 * bases + population }, () =>
    Array.from({ length: PAPER.promptTokens }, () => random.integer(vocabulary)),
  );
  const saeDir = join(dir, "sae");
  await writeRandomSae(saeDir, {
    dModel,
    latents,
    hook: at,
    activationNorm: await typicalNorm(model, at, prompts.slice(0, 20)),
    meanL0: Math.min(MEAN_L0, latents / 8),
    rng: rng.fork("sae"),
  });
  const sae = await openSae(saeDir);
  const half = Math.ceil(bases / 2);
  const input = { model, sae, prompts, population, threads };
  await runOnce(input, 2, PAPER.points); // makes the sessions
  const whole = await runOnce(input, bases, PAPER.points);
  const halfBases = await runOnce(input, half, PAPER.points);
  const halfPoints = await runOnce(input, half, PAPER.points / 2);
  const curve = { rows: PAPER.points, cols: dModel, data: new Float32Array(PAPER.points * dModel).fill(1) };
  await model.divergences(curve);
  const peakMemoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  await model.dispose();
  const at1000 = onLine(whole, halfBases, PAPER.bases);
  return {
    runs: [whole, halfBases, halfPoints],
    outsideModel: outside(whole),
    outsideModelAt1000Bases: outside(at1000),
    minutesAt1000Bases: totalOf(at1000) / 60,
    generationAt1000Bases:
      (at1000.preparation.total - at1000.preparation.inModel + at1000.generators) / totalOf(at1000),
    costOfABaseAgainstHalf: whole.measurement.total / whole.bases / (halfBases.measurement.total / half),
    costOfAPointAgainstHalf: halfBases.measurement.total / 2 / halfPoints.measurement.total,
    peakMemoryMiB,
  };
}

/** What to run the main experiment on. */
export interface BenchmarkOrder {
  /** A model directory; the random SAE is written into it. */
  readonly dir: string;
  readonly bases: number;
  readonly threads: number;
  readonly cacheDir: string;
  /** Of the random SAE; those of gpt2-small-res-jb unless given. */
  readonly latents?: number;
}

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

interface TimedModel extends LanguageModel {
  /** Seconds spent in it so far. */
  seconds(): number;
}

function timed(model: LanguageModel): TimedModel {
  let seconds = 0;
  const timing =
    <A, R>(call: (options: A) => Promise<R>) =>
    async (options: A): Promise<R> => {
      const start = performance.now();
      try {
        return await call(options);
      } finally {
        seconds += (performance.now() - start) / 1000;
      }
    };
  return {
    ...model,
    run: timing(model.run),
    resumeFrom: timing(model.resumeFrom),
    divergences: timing(model.divergences),
    seconds: () => seconds,
  };
}

interface RunInput {
  readonly model: TimedModel;
  readonly sae: SparseAutoencoder;
  readonly prompts: readonly Tokens[];
  readonly population: number;
  readonly threads: number;
}

async function runOnce(input: RunInput, bases: number, points: number): Promise<ExperimentTimes> {
  const { model, sae, prompts, population, threads } = input;
  const rng = rngFromSeed("run");
  const perturbAt = PAPER.perturbAt;
  const [prepared, preparation] = await timesOf(model, () =>
    prepare({
      model,
      sae,
      bases,
      perturbAt,
      rng,
      prompts: listedPrompts("random tokens", prompts.slice(0, 2 * bases + population)),
      products: createOrtProducts(threads),
    }),
  );
  const [, measurement] = await timesOf(model, () =>
    measureArms({
      model,
      bases: prepared.bases,
      only: prepared.bases.map((_, base) => base),
      arms: ARMS,
      perturbAt,
      readAt: hookPoint(model.shape.layers - 1, "post"),
      points,
      step: stepOf("scaled", "paper", prepared.meanTargetDistance),
      rng,
      lab: "model",
      store: noCurveStore,
    }),
  );
  const start = performance.now();
  for (const [index, { context }] of prepared.bases.entries())
    for (const { type } of ARMS) generateFor(type, rng.fork("generate"), index, context);
  const generators = (performance.now() - start) / 1000;
  return { bases, points, preparation, measurement, generators };
}

async function timesOf<T>(
  model: TimedModel,
  work: () => Promise<T>,
): Promise<[T, { readonly total: number; readonly inModel: number }]> {
  const [start, before] = [performance.now(), model.seconds()];
  const result = await work();
  return [result, { total: (performance.now() - start) / 1000, inModel: model.seconds() - before }];
}

/** The times at another number of bases, on the line through two runs. */
function onLine(one: ExperimentTimes, other: ExperimentTimes, bases: number): ExperimentTimes {
  const share = (bases - other.bases) / (one.bases - other.bases);
  const along = (part: "preparation" | "measurement", time: "total" | "inModel") =>
    other[part][time] + share * (one[part][time] - other[part][time]);
  const both = (part: "preparation" | "measurement") => ({
    total: along(part, "total"),
    inModel: along(part, "inModel"),
  });
  return {
    bases,
    points: one.points,
    preparation: both("preparation"),
    measurement: both("measurement"),
    generators: other.generators + share * (one.generators - other.generators),
  };
}

function totalOf({ preparation, measurement }: ExperimentTimes): number {
  return preparation.total + measurement.total;
}

function outside(times: ExperimentTimes): number {
  return 1 - (times.preparation.inModel + times.measurement.inModel) / totalOf(times);
}

async function typicalNorm(model: LanguageModel, at: HookPoint, prompts: readonly Tokens[]): Promise<number> {
  const norms = [];
  for (const tokens of prompts) {
    norms.push(norm(lastPosition(await residualAt(model, tokens, at))));
  }
  return mean(norms);
}
