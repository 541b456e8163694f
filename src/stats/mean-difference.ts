import type { Quantity } from "./quantity.ts";
import { sharedLength, withNullAs } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/**
 * Difference of two group means, `mean(left) - mean(right)`.
 *
 * Formula: (sum_i left_i - sum_i right_i) / n over the bases; on whole-number steps it is exact.
 * Interval: percentile.
 * Throws: MissingValueError for a null where `ifNever` is null; UnequalGroupsError, EmptySampleError, NonFiniteError.
 */
export function meanDifference<L extends string, R extends string>(
  left: L,
  right: R,
  quantity: Partial<Quantity> = {},
): Statistic<L | R> {
  const { symbol, unit = "steps", ifNever = null } = quantity;
  const label = (group: string) => `mean ${symbol === undefined ? group : `${symbol}(${group})`}`;
  const prepare: NonNullable<Statistic<L | R>["prepare"]> = (samples) => {
    sharedLength(samples);
    const a = withNullAs(`group "${left}"`, samples[left], ifNever);
    const b = withNullAs(`group "${right}"`, samples[right], ifNever);
    return (bases) => {
      let sumA = 0;
      let sumB = 0;
      for (let i = 0; i < bases.length; i++) {
        sumA += a[bases[i]!]!;
        sumB += b[bases[i]!]!;
      }
      return (sumA - sumB) / bases.length;
    };
  };
  return {
    name: `${label(left)} - ${label(right)}`,
    unit,
    interval: "percentile",
    groups: [left, right],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}
