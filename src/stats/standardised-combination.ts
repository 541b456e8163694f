import { InvalidInputError } from "../errors/index.ts";
import { type MeanTerm, meanCombination } from "./mean-combination.ts";
import type { Quantity } from "./quantity.ts";
import { sharedLength, withNullAs } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/**
 * A linear combination of group means in standard deviations of one group, such as
 * `(mean MSS(random) - mean MSS(real)) / sd MSS(real)`: an effect that does not hang on the unit of the quantity.
 *
 * Formula: (sum over terms of weight x mean(group)) / sd(over), sd the population one (ddof 0), both of the same bases.
 * Unit: "sd". Missing values count as the quantity's `ifNever`. Interval: percentile.
 * Edge cases: a resample on which sd(over) is 0 has no finite value, which `bootstrap` refuses.
 * Throws: InvalidInputError for sd(over) = 0; otherwise as `meanCombination`.
 * Source: Glass's delta, with the group `over` as its control group.
 */
export function standardisedCombination<const G extends string>(
  terms: readonly MeanTerm<G>[],
  quantity: Partial<Quantity>,
  { over }: { readonly over: G },
): Statistic<G> {
  const means = meanCombination(terms, quantity);
  const prepare: NonNullable<Statistic<G>["prepare"]> = (samples) => {
    const evaluate = means.prepare!(samples);
    const unit = withNullAs(`group "${over}"`, samples[over], quantity.ifNever ?? null);
    if (spreadOf(unit, everyBase(sharedLength(samples))) === 0)
      throw new InvalidInputError({
        what: `the standard deviation of group "${over}"`,
        got: 0,
        want: "above 0, since means are divided by it",
        hint: "Hint: every base has the same value; name another group as `over`, or compare plain means.",
      });
    return (bases) => evaluate(bases) / spreadOf(unit, bases);
  };
  return {
    name: `(${means.name}) / sd(${over})`,
    unit: "sd",
    interval: "percentile",
    groups: [...new Set([...terms.map(({ of }) => of), over])],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/** Population standard deviation of the values at these indices, in two passes. */
function spreadOf(values: Float64Array, at: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) sum += values[at[i]!]!;
  const centre = sum / at.length;
  let squares = 0;
  for (let i = 0; i < at.length; i++) squares += (values[at[i]!]! - centre) ** 2;
  return Math.sqrt(squares / at.length);
}
