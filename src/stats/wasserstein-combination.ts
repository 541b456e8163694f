import { type DistanceTerm, distanceCombination, type OverSpread } from "./distance-combination.ts";
import type { Quantity } from "./quantity.ts";
import type { Statistic } from "./statistic.ts";

/**
 * A linear combination of Wasserstein-1 distances in standard deviations of one group, such as
 * `[W1(real, baseline) - W1(real, structured)] / sd(real)`.
 *
 * Formula: (sum over terms of weight x integral of |F_a - F_b| dx) / sd(over), sd the population one (ddof 0).
 * Unit: "sd": a shift of one group by c moves its distance by c / sd(over), whatever the model's steps are.
 * Missing values count as the quantity's `ifNever`: they need a place on the axis.
 * Interval: basic. Resampling biases W1 upward where the distributions are equal; where terms do not cancel that bias,
 * percentile intervals contradict a true boundary in up to 20 % of data sets (n = 1000), basic ones in 2 to 6 %, and with
 * two terms near 0 basic ones are wrong in 4 to 5 % on either side. `debiasedWasserstein` has no such bias and is the one
 * to judge by (DECISIONS); this one is the distance to print.
 * Edge cases: a group against itself is 0; the `over` group may be in no term.
 * Throws: InvalidInputError for no terms, a weight that is not finite, or sd(over) = 0; MissingValueError for a null
 * where `ifNever` is null; UnequalGroupsError, EmptySampleError, NonFiniteError. A resample on which sd(over) is 0
 * gives no finite value, which `bootstrap` refuses.
 * Source: scipy.stats.wasserstein_distance for one term; Sommerfeld and Munk, JRSS B 80 (2018) 219-238, for its
 * distribution on a finite axis.
 */
export function wassersteinCombination<const G extends string>(
  terms: readonly DistanceTerm<G>[],
  quantity: Partial<Quantity>,
  unit: OverSpread<G>,
): Statistic<G> {
  return distanceCombination({ symbol: "W1", interval: "basic", of: Math.abs }, terms, quantity, unit);
}
