import { MissingValueError } from "../errors/index.ts";
import type { Quantity } from "./quantity.ts";
import { rankCounter } from "./ranks.ts";
import { sharedLength } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/**
 * Median of one group over the bases.
 *
 * Formula: the middle value, the mean of the two middle ones when n is even.
 * Missing values (null) rank last; a median that falls on one is an error, not a number.
 * Interval: percentile.
 * Throws: MissingValueError when half of the bases have no value; EmptySampleError, NonFiniteError.
 */
export function medianOf<G extends string>(
  group: G,
  { symbol, unit = "ratio" }: Partial<Quantity> = {},
): Statistic<G> {
  const prepare: NonNullable<Statistic<G>["prepare"]> = (samples) => {
    sharedLength(samples);
    const sample = samples[group];
    const counter = rankCounter([{ what: `group "${group}"`, sample }]);
    return (bases) => {
      counter.count(bases);
      const counts = counter.counts[0]!;
      const low = atPosition(counts, Math.floor((bases.length - 1) / 2));
      const high = atPosition(counts, Math.floor(bases.length / 2));
      return defined((counter.distinct[low]! + counter.distinct[high]!) / 2, group, sample);
    };
  };
  return {
    name: `median ${symbol === undefined ? group : `${symbol}(${group})`}`,
    unit,
    interval: "percentile",
    groups: [group],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/** The rank of the element at this zero-based position of the sorted resample. */
function atPosition(counts: Int32Array, position: number): number {
  let seen = 0;
  let rank = -1;
  while (seen <= position) seen += counts[++rank]!;
  return rank;
}

function defined(value: number, group: string, sample: readonly (number | null)[]): number {
  if (value !== Number.POSITIVE_INFINITY) return value;
  throw new MissingValueError({
    what: `the median of group "${group}"`,
    index: sample.indexOf(null),
    missing: sample.filter((v) => v === null).length,
    n: sample.length,
  });
}
