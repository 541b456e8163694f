import { BOOTSTRAP_RESAMPLES } from "../limits.ts";
import type { Rng } from "../math/rng.ts";
import { checkFinite } from "../math/vec.ts";
import { quantileOfSorted } from "./quantile.ts";
import { type Samples, sharedLength } from "./sample.ts";
import { populationStandardDeviation } from "./standard-deviation.ts";
import { evaluatorOf, type IntervalKind, type Statistic } from "./statistic.ts";

/** A value with its 95 % interval over base prompts. */
export interface Estimate {
  value: number;
  /** [lo, hi], lo <= value <= hi. */
  interval: readonly [number, number];
  /** Standard deviation (ddof 0) of the statistic over the same resamples; in its units. */
  standardError: number;
  kind: IntervalKind;
  /** Number of bases. */
  n: number;
  resamples: number;
}

/** Where the draws come from and how many. */
export interface BootstrapOptions {
  /** A stream of its own, named after what is estimated: `rng.fork("bootstrap").fork(claim.id)`. */
  rng: Rng;
  /** Default: BOOTSTRAP_RESAMPLES. */
  resamples?: number;
}

/**
 * Paired bootstrap over base prompts: whole bases are drawn with replacement, all groups of one base together.
 *
 * Formula: with v the value, q the quantiles (type 7) of the statistic over the resamples:
 * percentile [q2.5, q97.5]; basic [2v - q97.5, 2v - q2.5], which moves a bias of the resampling to the other side
 * instead of adding it once more.
 * The interval is then widened, if need be, until it holds v: where the resampling bias is large next to the spread
 * (a KS distance near 0) v itself can fall outside. Widening only ever makes a verdict more cautious.
 * Units: those of the statistic.
 * Deterministic: equal samples in equal order and an equal stream give equal bits. Sort samples by base first.
 * Throws: NonFiniteError when the statistic is not finite on some resample; what the statistic throws;
 * UnequalGroupsError, EmptySampleError.
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 8 (paired units) and 13.
 */
export function bootstrap<G extends string>(
  statistic: Statistic<G>,
  samples: Samples<G>,
  options: BootstrapOptions,
): Estimate {
  const n = sharedLength(samples);
  const resamples = options.resamples ?? BOOTSTRAP_RESAMPLES;
  const value = statistic.of(samples);
  checkFinite(statistic.name, [value]);
  const resampled = resampledValues(statistic, samples, n, resamples, options.rng);
  checkFinite(`${statistic.name} on the bootstrap resamples`, resampled);
  return {
    value,
    interval: intervalOf(statistic.interval, value, resampled),
    standardError: populationStandardDeviation(resampled),
    kind: statistic.interval,
    n,
    resamples,
  };
}

/** The statistic on every resample, in the order drawn. Shape: [resamples]. */
function resampledValues<G extends string>(
  statistic: Statistic<G>,
  samples: Samples<G>,
  n: number,
  resamples: number,
  rng: Rng,
): Float64Array {
  const evaluate = evaluatorOf(statistic, samples);
  const bases = new Int32Array(n);
  const values = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    rng.fill(bases, n);
    values[r] = evaluate(bases);
  }
  return values;
}

function intervalOf(kind: IntervalKind, value: number, resampled: Float64Array): readonly [number, number] {
  const sorted = resampled.toSorted();
  const low = quantileOfSorted(sorted, 0.025);
  const high = quantileOfSorted(sorted, 0.975);
  const [from, to] = kind === "percentile" ? [low, high] : [2 * value - high, 2 * value - low];
  return [Math.min(from, value), Math.max(to, value)];
}
