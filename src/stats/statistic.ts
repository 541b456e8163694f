import type { Samples } from "./sample.ts";

/** How the interval is read off the resampled values; `bootstrap` says what each means. */
export type IntervalKind = "percentile" | "basic";

/**
 * What a claim measures: a pure function of the samples, declared as data.
 *
 * An object literal with `of` is enough. `meanDifference`, `ksCombination` and `medianOf` also bring `prepare`,
 * which ranks and checks once and makes ten thousand resamples cheap.
 */
export interface Statistic<G extends string> {
  /** As a report prints it: "mean MSS(random) - mean MSS(real)". */
  readonly name: string;
  /** "steps", "probability", ... */
  readonly unit: string;
  /** Means and medians: percentile. Anything with a KS distance in it: basic (it is biased upward by resampling). */
  readonly interval: IntervalKind;
  /** The groups whose values it uses, where a claim may have others only to show beside it; default: all. */
  readonly groups?: readonly G[];
  /** The value on all samples. */
  of(samples: Samples<G>): number;
  /** Optional fast path: `prepare(samples)(bases)` equals `of` on the samples of those bases. */
  prepare?(samples: Samples<G>): Evaluate;
}

/** The statistic on the bases with these indices, repeats included: one bootstrap resample. */
export type Evaluate = (bases: Int32Array) => number;

/** The fast path of a statistic, or one that gathers the resampled samples and calls `of`. */
export function evaluatorOf<G extends string>(statistic: Statistic<G>, samples: Samples<G>): Evaluate {
  if (statistic.prepare !== undefined) return statistic.prepare(samples);
  const groups = Object.keys(samples) as G[];
  return (bases) => {
    const gathered = {} as Record<G, (number | null)[]>;
    for (const group of groups) gathered[group] = Array.from(bases, (base) => samples[group][base]!);
    return statistic.of(gathered);
  };
}

/** 0 .. n-1: the resample that is the sample itself. */
export function everyBase(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}
