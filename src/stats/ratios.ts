import { InvalidInputError } from "../errors/index.ts";
import type { Quantity } from "./quantity.ts";
import { sharedLength, withNullAs } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/**
 * Ratio of two group means, mean(left) / mean(right), both over the same bases.
 *
 * Unit: "ratio". Missing values count as the quantity's `ifNever`. Interval: percentile, which a logarithm would not
 * change. Never a mean of ratios: a base whose denominator is nearly 0 would decide it alone.
 * Throws: InvalidInputError when mean(right) is not above 0, and a resample on which it is not gives NaN, which
 * `bootstrap` refuses; MissingValueError, UnequalGroupsError, EmptySampleError, NonFiniteError.
 */
export function ratioOfMeans<L extends string, R extends string>(
  left: L,
  right: R,
  quantity: Partial<Quantity> = {},
): Statistic<L | R> {
  return ratio({ word: "mean", of: meanOver }, left, right, quantity);
}

/**
 * Ratio of two standard deviations, sd(left) / sd(right), both over the same bases.
 *
 * sd is the population one (ddof 0), in two passes. Unit, missing values, interval and throws: as `ratioOfMeans`.
 */
export function ratioOfSpreads<L extends string, R extends string>(
  left: L,
  right: R,
  quantity: Partial<Quantity> = {},
): Statistic<L | R> {
  return ratio({ word: "sd", of: spreadOver }, left, right, quantity);
}

/** A number of one group, and what it is called. */
interface Summary {
  readonly word: string;
  of(values: Float64Array, bases: Int32Array): number;
}

function ratio<L extends string, R extends string>(
  { word, of }: Summary,
  left: L,
  right: R,
  { symbol, ifNever = null }: Partial<Quantity>,
): Statistic<L | R> {
  const label = (group: string) => `${word} ${symbol === undefined ? group : `${symbol}(${group})`}`;
  const prepare: NonNullable<Statistic<L | R>["prepare"]> = (samples) => {
    const n = sharedLength(samples);
    const above = withNullAs(`group "${left}"`, samples[left], ifNever);
    const below = withNullAs(`group "${right}"`, samples[right], ifNever);
    const whole = of(below, everyBase(n));
    if (!(whole > 0))
      throw new InvalidInputError({
        what: `the ${word} of group "${right}"`,
        got: whole,
        want: "above 0, since another one is divided by it",
        hint: "Hint: compare by meanDifference what may be 0.",
      });
    return (bases) => {
      const unit = of(below, bases);
      return unit > 0 ? of(above, bases) / unit : Number.NaN;
    };
  };
  return {
    name: `${label(left)} / ${label(right)}`,
    unit: "ratio",
    interval: "percentile",
    groups: [left, right],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

function meanOver(values: Float64Array, bases: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < bases.length; i++) sum += values[bases[i]!]!;
  return sum / bases.length;
}

function spreadOver(values: Float64Array, bases: Int32Array): number {
  const centre = meanOver(values, bases);
  let squares = 0;
  for (let i = 0; i < bases.length; i++) squares += (values[bases[i]!]! - centre) ** 2;
  return Math.sqrt(squares / bases.length);
}
