import type { Quantity } from "./quantity.ts";
import { ratioOfMeans } from "./ratios.ts";
import type { Statistic } from "./statistic.ts";

/**
 * Natural logarithm of a ratio of two means, `ln(mean left / mean right)`: 0 where they are equal, and as far from 0 where
 * one is twice the other as where it is half of it.
 *
 * Unit: "log ratio". Both means are over the same bases, resampled together; a ratio of means, not a mean of ratios, so
 * that no base whose value is nearly 0 decides it. Interval: percentile, which is that of the ratio on a log scale.
 * Edge cases: a resample on which a mean is 0 or below has no finite value, which `bootstrap` refuses.
 * Throws: as `ratioOfMeans`.
 */
export function logRatioOfMeans<L extends string, R extends string>(
  left: L,
  right: R,
  quantity: Partial<Quantity> = {},
): Statistic<L | R> {
  const ratio = ratioOfMeans(left, right, quantity);
  return {
    ...ratio,
    name: `ln(${ratio.name})`,
    unit: "log ratio",
    of: (samples) => Math.log(ratio.of(samples)),
    prepare(samples) {
      const evaluate = ratio.prepare!(samples);
      return (bases) => Math.log(evaluate(bases));
    },
  };
}
