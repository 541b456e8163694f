import { InvalidInputError } from "../errors/index.ts";
import type { Quantity } from "./quantity.ts";
import { type Samples, sharedLength, withNullAs } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/**
 * How far the means of groups rise in the order in which the groups are given: Spearman's rank correlation of their place
 * and their mean. 1: each mean is above the one before; -1: below.
 *
 * Formula: Pearson correlation of 1..k with the ranks of the means, equal means sharing the mean of their ranks; 0 where
 * all are equal. Unit: "correlation", -1..1. Means are over the same bases, resampled together. Interval: percentile.
 * With k groups it takes few values (steps of 12 / (k³ - k) without ties), and so do the ends of its interval.
 * Throws: InvalidInputError for fewer than 3 groups or one that stands twice; MissingValueError, UnequalGroupsError,
 * EmptySampleError, NonFiniteError.
 * Source: Spearman (1904).
 */
export function rankTrend<const G extends string>(
  groups: readonly G[],
  { symbol, ifNever = null }: Partial<Quantity> = {},
): Statistic<G> {
  if (groups.length < 3 || new Set(groups).size < groups.length)
    throw new InvalidInputError({
      what: "the list of groups of a trend",
      got: groups,
      want: "at least three, each once",
      hint: "Hint: two groups are compared by meanDifference.",
    });
  const prepare = (samples: Samples<G>) => {
    sharedLength(samples);
    const values = groups.map((group) => withNullAs(`group "${group}"`, samples[group], ifNever));
    return (bases: Int32Array) => {
      const sums = values.map((sample) => {
        let sum = 0;
        for (let i = 0; i < bases.length; i++) sum += sample[bases[i]!]!;
        return sum;
      });
      return correlationWithPlace(sums);
    };
  };
  return {
    name: `rank correlation of ${symbol === undefined ? "the mean" : `mean ${symbol}`} with the order ${groups.join(", ")}`,
    unit: "correlation",
    interval: "percentile",
    groups: [...groups],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/** Pearson correlation of 0..k-1 with the mid-ranks of some numbers; 0 where all are equal. */
function correlationWithPlace(numbers: readonly number[]): number {
  const middle = (numbers.length - 1) / 2;
  let [products, places, ranks] = [0, 0, 0];
  numbers.forEach((number, place) => {
    const below = numbers.filter((other) => other < number).length;
    const ties = numbers.filter((other) => other === number).length - 1;
    const rank = below + ties / 2 - middle;
    products += rank * (place - middle);
    places += (place - middle) ** 2;
    ranks += rank ** 2;
  });
  return ranks === 0 ? 0 : products / Math.sqrt(places * ranks);
}
