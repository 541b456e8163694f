import { rankable, type Sample } from "./sample.ts";

/**
 * Several samples on the same bases as ranks in one pool, so that a resample is counted instead of sorted:
 * O(n + distinct) each time.
 */
export interface RankCounter {
  /** Distinct values of all samples, ascending; the last is +Infinity when a value is missing. */
  readonly distinct: Float64Array;
  /** Per sample: how often each distinct value occurs among the bases counted last. Shape: [distinct]. */
  readonly counts: readonly Int32Array[];
  /** Counts the samples of these bases, repeats included, in place of what was counted before. */
  count(bases: Int32Array): void;
}

/**
 * Ranks the samples together; ties share a rank and missing values (null) get the last one.
 *
 * Throws: EmptySampleError, NonFiniteError.
 */
export function rankCounter(samples: readonly { what: string; sample: Sample }[]): RankCounter {
  const values = samples.map(({ what, sample }) => rankable(what, sample));
  const distinct = Float64Array.from(new Set(values.flatMap((v) => Array.from(v)))).sort();
  const rank = new Map(Array.from(distinct, (value, i) => [value, i] as const));
  const groups = values.length;
  const all = new Int32Array(groups * distinct.length);
  // Where to count, all groups of one base side by side: neighbouring increments then do not wait for each other.
  const cells = new Int32Array(groups * (values[0]?.length ?? 0)); // [bases, groups]
  values.forEach((sample, g) => {
    sample.forEach((value, i) => {
      cells[i * groups + g] = g * distinct.length + rank.get(value)!;
    });
  });
  return {
    distinct,
    counts: values.map((_, g) => all.subarray(g * distinct.length, (g + 1) * distinct.length)),
    count(bases) {
      all.fill(0);
      for (let i = 0; i < bases.length; i++) {
        const from = bases[i]! * groups;
        for (let g = 0; g < groups; g++) all[cells[from + g]!]!++;
      }
    },
  };
}
