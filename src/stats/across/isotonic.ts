import { InvalidInputError } from "../../errors/index.ts";
import { checkNumbers } from "../sample.ts";

/**
 * Isotonic regression: the non-decreasing sequence nearest to the values, for trends over checkpoints.
 *
 * Formula: minimises sum weight_i (fit_i - value_i)^2 under fit_0 <= fit_1 <= ..., by pooling adjacent violators: a
 * run that falls is replaced by its weighted mean. O(n). For a falling trend negate values and fit.
 * Units: those of the values. Default weights: 1. Shape: [values] -> [values].
 * Throws: InvalidInputError for weights of another number or one that is not above 0; EmptySampleError, NonFiniteError.
 * Source: Ayer and others, Annals of Mathematical Statistics 26 (1955) 641-647; scipy.optimize.isotonic_regression.
 */
export function isotonic(values: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  checkNumbers("the values of an isotonic fit", values);
  checkWeights(values.length, weights);
  const blocks: { mean: number; weight: number; length: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    let block = { mean: values[i]!, weight: weights?.[i] ?? 1, length: 1 };
    for (
      let before = blocks.at(-1);
      before !== undefined && before.mean > block.mean;
      before = blocks.at(-1)
    ) {
      const weight = before.weight + block.weight;
      block = {
        mean: before.mean + (block.mean - before.mean) * (block.weight / weight),
        weight,
        length: before.length + block.length,
      };
      blocks.pop();
    }
    blocks.push(block);
  }
  const fit = new Float64Array(values.length);
  let at = 0;
  for (const { mean, length } of blocks) {
    fit.fill(mean, at, at + length);
    at += length;
  }
  return fit;
}

function checkWeights(length: number, weights: ArrayLike<number> | undefined): void {
  if (weights === undefined) return;
  const hint = "Hint: pass one weight a value, such as 1 / se^2, or none at all.";
  if (weights.length !== length)
    throw new InvalidInputError({
      what: "the number of weights of an isotonic fit",
      got: weights.length,
      want: `${length}, one a value`,
      hint,
    });
  for (let i = 0; i < length; i++)
    if (!(weights[i]! > 0 && weights[i]! < Number.POSITIVE_INFINITY))
      throw new InvalidInputError({
        what: `weight ${i} of an isotonic fit`,
        got: weights[i],
        want: "a number above 0",
        hint,
      });
}
