import { join } from "node:path";
import { openModel } from "../checkpoint/open-model.ts";
import { openSae } from "../checkpoint/sae-directory.ts";
import { rngFromSeed } from "../math/rng.ts";
import { norm } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel, Tokens } from "../model/language-model.ts";
import { lastPosition, residualAt } from "../model/residual-at.ts";
import { ownPaper } from "../papers/index.ts";
import { mean } from "../stats/mean.ts";
import { writeRandomSae } from "./random-sae.ts";
import { timed } from "./timed-model.ts";
import { type ExperimentTimes, timedRun } from "./timed-run.ts";
import { outsideModelOf, timesOnLine, totalOf } from "./times-on-line.ts";

/** The SAE of gpt2-small-res-jb at the paper's hook: 24,576 latents, about 10 of them active. */
const LATENTS = 24_576;
const MEAN_L0 = 10;
/** At most as many as a run takes, at least the 10 d_model of a covariance. */
const POPULATION = 10_000;

/** What to run the main experiment on. */
export interface BenchmarkOrder {
  /** A model directory; the random SAE is written into it. */
  readonly dir: string;
  readonly bases: number;
  readonly threads: number;
  readonly cacheDir: string;
  /** Of the random SAE; default: those of gpt2-small-res-jb. */
  readonly latents?: number;
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
 * Measures the product as a whole: the main experiment on a model directory with a random SAE: 4 types, 100
 * points, absolute steps.
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
  const at: HookPoint = ownPaper.subject.hook;
  const random = rng.fork("prompts");
  const population = Math.min(POPULATION, 12 * dModel);
  const prompts: Tokens[] = Array.from({ length: 2 * bases + population }, () =>
    Array.from({ length: ownPaper.subject.promptTokens }, () => random.integer(vocabulary)),
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
  await timedRun(input, 2, ownPaper.subject.points); // makes the sessions
  const whole = await timedRun(input, bases, ownPaper.subject.points);
  const halfBases = await timedRun(input, half, ownPaper.subject.points);
  const halfPoints = await timedRun(input, half, ownPaper.subject.points / 2);
  const curve = {
    rows: ownPaper.subject.points,
    cols: dModel,
    data: new Float32Array(ownPaper.subject.points * dModel).fill(1),
  };
  await model.divergences(curve);
  const peakMemoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  await model.dispose();
  const at1000 = timesOnLine(whole, halfBases, ownPaper.protocol.bases);
  return {
    runs: [whole, halfBases, halfPoints],
    outsideModel: outsideModelOf(whole),
    outsideModelAt1000Bases: outsideModelOf(at1000),
    minutesAt1000Bases: totalOf(at1000) / 60,
    generationAt1000Bases:
      (at1000.preparation.total - at1000.preparation.inModel + at1000.generators) / totalOf(at1000),
    costOfABaseAgainstHalf: whole.measurement.total / whole.bases / (halfBases.measurement.total / half),
    costOfAPointAgainstHalf: halfBases.measurement.total / 2 / halfPoints.measurement.total,
    peakMemoryMiB,
  };
}

async function typicalNorm(model: LanguageModel, at: HookPoint, prompts: readonly Tokens[]): Promise<number> {
  const norms = [];
  for (const tokens of prompts) {
    norms.push(norm(lastPosition(await residualAt(model, tokens, at))));
  }
  return mean(norms);
}
