import { ownPaper } from "../papers/index.ts";
import { type BenchOrder, openBenchSubject } from "./bench-subject.ts";
import { type ExperimentTimes, timedRun } from "./timed-run.ts";
import { outsideModelOf, timesOnLine, totalOf } from "./times-on-line.ts";

export interface ExperimentBenchmark {
  /** All bases and points, half the bases, and half the points of those. */
  readonly runs: readonly [whole: ExperimentTimes, halfBases: ExperimentTimes, halfPoints: ExperimentTimes];
  /** Share of the time of the run with all bases and points in which its one worker computes nothing. */
  readonly outsideModel: number;
  /** The same at the paper's 1000 bases, on the line through half the bases and all of them. */
  readonly outsideModelAt1000Bases: number;
  readonly minutesAt1000Bases: number;
  /** Share of covariance, encoding, choice of latents and generators, at 1000 bases. */
  readonly generationAt1000Bases: number;
  /** Time per base and per point with all of them, against half of them: 1 where cost grows in proportion. */
  readonly costOfABaseAgainstHalf: number;
  readonly costOfAPointAgainstHalf: number;
}

/**
 * Measures the product as a whole: the main experiment on a model with its SAE: 4 types, 100 points, absolute steps.
 *
 * Outside the model is 1 - (time in which at least one worker is computing) / (time on the clock), defined for one
 * worker, where the first is the sum of what the worker reports: with more of them it is nearly nothing and says nothing.
 * What this thread does meanwhile is not outside, even where both share cores. On another device than the cpu, where the
 * model has no worker, it is the time in which at least one call is under way.
 * Half the bases and half the points are run besides, so that cost can be seen to grow in proportion.
 */
export async function benchmarkExperiment(order: Omit<BenchOrder, "workers">): Promise<ExperimentBenchmark> {
  const { bases } = order;
  const subject = await openBenchSubject({ ...order, workers: 1 });
  const { points } = ownPaper.subject;
  const half = Math.ceil(bases / 2);
  await timedRun(subject, 2, points); // makes the sessions
  const whole = await timedRun(subject, bases, points);
  const halfBases = await timedRun(subject, half, points);
  const halfPoints = await timedRun(subject, half, points / 2);
  await subject.model.dispose();
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
  };
}
