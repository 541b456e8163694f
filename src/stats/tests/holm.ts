import { InvalidInputError } from "../../errors/index.ts";
import { checkNumbers } from "../sample.ts";

/**
 * Holm's step-down adjustment of p values for testing several claims at once, in the order given.
 *
 * Formula: sorted ascending, adjusted_(k) = max over i <= k of min(1, (count - i) p_(i)), zero-based.
 * Ties: equal p values get equal adjusted values.
 * Throws: InvalidInputError for a p outside 0..1; EmptySampleError, NonFiniteError.
 * Source: Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
 */
export function holm(pValues: readonly number[]): number[] {
  checkNumbers("the list of p values", pValues);
  for (const [i, p] of pValues.entries())
    if (p < 0 || p > 1)
      throw new InvalidInputError({
        what: `p value ${i}`,
        got: p,
        want: "between 0 and 1",
        hint: "Hint: pass the p values as probabilities, not as percent.",
      });
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[i]! - pValues[j]!);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  });
  return adjusted;
}
