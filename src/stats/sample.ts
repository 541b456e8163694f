import { EmptySampleError, MissingValueError, NonFiniteError, UnequalGroupsError } from "../errors/index.ts";
import { checkFinite, float64 } from "../math/vec.ts";

/** One number per base prompt, null where the measurement has no value ("no blow-up"). */
export type Sample = readonly (number | null)[];

/** One sample per group, aligned: entry i of every group belongs to the same base. */
export type Samples<G extends string> = Readonly<Record<G, Sample>>;

/**
 * The door of every statistic.
 *
 * Throws: EmptySampleError, NonFiniteError (NaN fails every comparison, so an argmax or a rank over it is wrong
 * without a sign).
 */
export function checkNumbers(what: string, values: ArrayLike<number>): void {
  if (values.length === 0) throw new EmptySampleError({ what });
  checkFinite(what, values);
}

/**
 * The sample as numbers that sort right: null becomes +Infinity, so it ranks after every value and ties with
 * other nulls.
 *
 * Throws: EmptySampleError, NonFiniteError (an infinity or NaN that was measured is refused).
 */
export function rankable(what: string, sample: Sample): Float64Array {
  if (sample.length === 0) throw new EmptySampleError({ what });
  return float64(sample.length, (index) => {
    const value = sample[index]!;
    if (value === null) return Number.POSITIVE_INFINITY;
    if (!Number.isFinite(value)) throw new NonFiniteError({ what, index, value });
    return value;
  });
}

/**
 * The sample as plain numbers, null counted as `ifNever`.
 *
 * Throws: MissingValueError when there is a null and `ifNever` is null; EmptySampleError, NonFiniteError.
 */
export function withNullAs(what: string, sample: Sample, ifNever: number | null = null): Float64Array {
  const values = rankable(what, sample);
  const first = sample.indexOf(null);
  if (first < 0) return values;
  if (ifNever === null)
    throw new MissingValueError({
      what,
      index: first,
      missing: sample.filter((value) => value === null).length,
      n: sample.length,
    });
  checkFinite(`the number a missing value of ${what} counts as`, [ifNever]);
  return values.map((value) => (value === Number.POSITIVE_INFINITY ? ifNever : value));
}

/**
 * The number of bases, which all groups share.
 *
 * Throws: UnequalGroupsError naming the first two groups that differ; EmptySampleError.
 */
export function sharedLength<G extends string>(samples: Samples<G>): number {
  const groups = Object.keys(samples) as G[];
  const first = groups[0];
  if (first === undefined) throw new EmptySampleError({ what: "the set of groups" });
  const n = samples[first].length;
  for (const group of groups)
    if (samples[group].length !== n)
      throw new UnequalGroupsError({
        left: first,
        leftLength: n,
        right: group,
        rightLength: samples[group].length,
      });
  if (n === 0) throw new EmptySampleError({ what: `group "${first}"` });
  return n;
}
