import { sharedLength, withNullAs } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/** How a mean is named and what a base without a value counts as. */
export interface MeanOptions {
  /** What the numbers are, for the name: "MSS". */
  of?: string;
  /** Default "steps". */
  unit?: string;
  /** What null counts as in a mean; without it a null is an error. */
  nullAs?: number;
}

/**
 * Difference of two group means, `mean(left) - mean(right)`.
 *
 * Formula: (sum_i left_i - sum_i right_i) / n over the bases; on whole-number steps it is exact.
 * Interval: percentile.
 * Throws: MissingValueError for a null without `nullAs`; UnequalGroupsError, EmptySampleError, NonFiniteError.
 */
export function meanDifference<L extends string, R extends string>(
  left: L,
  right: R,
  options: MeanOptions = {},
): Statistic<L | R> {
  const label = (group: string) => `mean ${options.of === undefined ? group : `${options.of}(${group})`}`;
  const prepare: NonNullable<Statistic<L | R>["prepare"]> = (samples) => {
    sharedLength(samples);
    const a = withNullAs(`group "${left}"`, samples[left], options.nullAs);
    const b = withNullAs(`group "${right}"`, samples[right], options.nullAs);
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
    unit: options.unit ?? "steps",
    interval: "percentile",
    groups: [left, right],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}
