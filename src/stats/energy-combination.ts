import { type DistanceTerm, distanceCombination, type OverSpread } from "./distance-combination.ts";
import type { Quantity } from "./quantity.ts";
import type { Statistic } from "./statistic.ts";

/**
 * A linear combination of Cramer distances (half the energy distance) in standard deviations of one group.
 *
 * Formula: (sum over terms of weight x integral of (F_a - F_b)^2 dx) / sd(over), sd the population one (ddof 0);
 * the integral is E|A - B| - E|A - A'| / 2 - E|B - B'| / 2 over all pairs. Unit: "sd".
 * It grows with the square of a difference: "half as far" in W1 or KS is a weight of 0.25 here.
 * Missing values count as the quantity's `ifNever`. Interval: basic (resampling adds the variance of the samples once
 * more; the basic interval takes it off again).
 * Throws: as `wassersteinCombination`.
 * Source: Szekely and Rizzo, Journal of Statistical Planning and Inference 143 (2013) 1249-1272.
 */
export function energyCombination<const G extends string>(
  terms: readonly DistanceTerm<G>[],
  quantity: Partial<Quantity>,
  unit: OverSpread<G>,
): Statistic<G> {
  return distanceCombination(
    { symbol: "Cramer", interval: "basic", of: (gap) => gap * gap },
    terms,
    quantity,
    unit,
  );
}
