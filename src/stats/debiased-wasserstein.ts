import { InvalidInputError } from "../errors/index.ts";
import {
  countedTogether,
  type DistanceTerm,
  namedSamples,
  namedTerms,
  type OverSpread,
  spreadOf,
} from "./distance-combination.ts";
import type { Quantity } from "./quantity.ts";
import { halvesCounter } from "./ranks.ts";
import { sharedLength } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/**
 * A linear combination of Wasserstein-1 distances without their upward bias, in standard deviations of one group.
 *
 * Formula: (sum over terms of weight x D(a, b)) / sd(over). D: every second base, by its place in the samples, makes one
 * half; which of two groups is ahead at x, sign(F_a - F_b), is read off one half and the gap off the other: D = mean
 * over both ways round of the integral of sign(F_a - F_b)_one (F_a - F_b)_other dx. Where the groups are equal the sign
 * of one half knows nothing of the other, and D is 0 on average; where they clearly differ it is the plain distance.
 * sd is the population one (ddof 0), of all bases. Unit: "sd". D may be negative: that is a distance of 0 and noise.
 * A resampled base stays in its half, so that no base is on both sides.
 * Missing values count as the quantity's `ifNever`. Interval: percentile: on every null tried (n = 1000) wrong in at most
 * 3.9 % of data sets on a side, 1.8 % on average, where the plain distance goes to 20 % by percentile and to 6.6 % by
 * basic intervals (DECISIONS). Price: 2 to 5 points of power.
 * Throws: InvalidInputError for fewer than 4 bases; otherwise as `wassersteinCombination`. A resample without a base of
 * one half gives no finite value, which `bootstrap` refuses; from 40 bases on that does not happen.
 * Source: cross-fitting as in Chernozhukov and others, Econometrics Journal 21 (2018) C1-C68, on the sign.
 */
export function debiasedWasserstein<const G extends string>(
  terms: readonly DistanceTerm<G>[],
  { symbol, ifNever = null }: Partial<Quantity>,
  { over }: OverSpread<G>,
): Statistic<G> {
  const { name, groups } = namedTerms("W1*", terms, over, symbol);
  const prepare: NonNullable<Statistic<G>["prepare"]> = (samples) => {
    const n = sharedLength(samples);
    countedTogether(groups, samples, ifNever, over);
    if (n < 4)
      throw new InvalidInputError({
        what: "the number of bases of a distance across halves",
        got: n,
        want: "at least 4",
        hint: "Hint: measure more bases, or use wassersteinCombination.",
      });
    const { distinct, counts, count } = halvesCounter(namedSamples(groups, samples, ifNever));
    const size = distinct.length;
    const plan = terms.map(({ weight, between }) => {
      const [a, b] = between.map((group) => groups.indexOf(group));
      return {
        weight,
        even: [counts[0][a!]!, counts[0][b!]!],
        odd: [counts[1][a!]!, counts[1][b!]!],
      } as const;
    });
    const unit = groups.indexOf(over);
    const all = new Int32Array(size);
    return (bases) => {
      const evens = count(bases);
      const odds = bases.length - evens;
      let value = 0;
      for (const { weight, even, odd } of plan)
        value += (weight * areaAcross(distinct, even, odd, { evens, odds })) / 2;
      for (let k = 0; k < size; k++) all[k] = counts[0][unit]![k]! + counts[1][unit]![k]!;
      return value / spreadOf(distinct, all, bases.length);
    };
  };
  return {
    name,
    unit: "sd",
    interval: "percentile",
    groups,
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/** Counts of two groups per distinct value, in one half. */
type Pair = readonly [a: Int32Array, b: Int32Array];

/** Twice D of two groups: both ways round, from counts by halves of so many bases. */
function areaAcross(
  distinct: Float64Array,
  [evenA, evenB]: Pair,
  [oddA, oddB]: Pair,
  { evens, odds }: { readonly evens: number; readonly odds: number },
): number {
  let one = 0;
  let other = 0;
  let area = 0;
  for (let k = 0; k + 1 < distinct.length; k++) {
    one += evenA[k]! - evenB[k]!;
    other += oddA[k]! - oddB[k]!;
    const width = distinct[k + 1]! - distinct[k]!;
    area += ((Math.sign(one) * other) / odds + (Math.sign(other) * one) / evens) * width;
  }
  return area;
}
