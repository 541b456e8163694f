import { InvalidInputError } from "../errors/index.ts";
import {
  countedTogether,
  type DistanceTerm,
  namedTerms,
  type OverSpread,
  spreadOf,
} from "./distance-combination.ts";
import type { Quantity } from "./quantity.ts";
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
    const counter = countedTogether(groups, samples, ifNever, over);
    if (n < 4)
      throw new InvalidInputError({
        what: "the number of bases of a distance across halves",
        got: n,
        want: "at least 4",
        hint: "Hint: measure more bases, or use wassersteinCombination.",
      });
    const { distinct, counts } = counter;
    const size = distinct.length;
    const firstHalf = new Int32Array(groups.length * size);
    const plan = terms.map(({ weight, between: [a, b] }) => ({
      weight,
      a: groups.indexOf(a),
      b: groups.indexOf(b),
    }));
    const unit = groups.indexOf(over);
    const all = new Int32Array(size);
    return (bases) => {
      const even = bases.filter((base) => base % 2 === 0);
      counter.count(even);
      counts.forEach((count, g) => {
        firstHalf.set(count, g * size);
      });
      counter.count(bases.filter((base) => base % 2 === 1));
      const evens = even.length;
      const odds = bases.length - evens;
      let value = 0;
      for (const { weight, a, b } of plan) {
        let one = 0;
        let other = 0;
        let area = 0;
        for (let k = 0; k + 1 < size; k++) {
          one += firstHalf[a * size + k]! - firstHalf[b * size + k]!;
          other += counts[a]![k]! - counts[b]![k]!;
          const width = distinct[k + 1]! - distinct[k]!;
          area += ((Math.sign(one) * other) / odds + (Math.sign(other) * one) / evens) * width;
        }
        value += (weight * area) / 2;
      }
      for (let k = 0; k < size; k++) all[k] = firstHalf[unit * size + k]! + counts[unit]![k]!;
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
