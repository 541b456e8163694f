import { rankable, type Sample } from "./sample.ts";

/** A sample as ranks into the sorted distinct values of a pool; ties share a rank. */
export interface Ranks {
  /** Distinct values, ascending; the last is +Infinity when a value is missing. */
  readonly distinct: Float64Array;
  /** One array per sample: the rank of every entry. */
  readonly of: readonly Int32Array[];
}

/**
 * Ranks several samples in one pool, so that a resample is counted instead of sorted: O(n + distinct) each time.
 *
 * Missing values (null) get the last rank. Throws: EmptySampleError, NonFiniteError.
 */
export function rankTogether(samples: readonly { what: string; sample: Sample }[]): Ranks {
  const values = samples.map(({ what, sample }) => rankable(what, sample));
  const distinct = Float64Array.from(new Set(values.flatMap((v) => Array.from(v)))).sort();
  const rank = new Map(Array.from(distinct, (value, i) => [value, i] as const));
  return { distinct, of: values.map((v) => Int32Array.from(v, (value) => rank.get(value)!)) };
}

/** How often each rank occurs among the resampled bases, written into `counts`. */
export function countRanks(ranks: Int32Array, bases: Int32Array, counts: Int32Array): void {
  counts.fill(0);
  for (let i = 0; i < bases.length; i++) counts[ranks[bases[i]!]!]!++;
}
