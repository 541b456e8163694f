import { InvalidInputError, ShapeMismatchError } from "../errors/index.ts";
import { checkFinite, type Matrix } from "../math/vec.ts";

/**
 * Fraction of the variance of a set of vectors that its reconstructions explain.
 *
 * Formula: 1 - sum_n ‖x_n - x̂_n‖² / sum_n ‖x_n - x̄‖², x̄ the mean vector of the whole set; one ratio of sums, not a
 * mean of ratios. Predicting x̄ gives 0; adding one vector to all x and x̂ changes nothing. FVU is 1 minus this.
 * Shapes: x, x̂ [row, d_model]. Units: none, at most 1.
 * Throws: ShapeMismatchError; NonFiniteError; InvalidInputError when the vectors do not differ.
 */
export function explainedVariance(
  x: Matrix<"row", "d_model">,
  reconstruction: Matrix<"row", "d_model">,
): number {
  if (x.rows !== reconstruction.rows || x.cols !== reconstruction.cols)
    throw new ShapeMismatchError({
      left: "the vectors",
      leftShape: [x.rows, x.cols],
      right: "their reconstructions",
      rightShape: [reconstruction.rows, reconstruction.cols],
    });
  checkFinite("the vectors", x.data);
  checkFinite("the reconstructions", reconstruction.data);
  const mean = new Float64Array(x.cols);
  x.data.forEach((value, n) => {
    mean[n % x.cols]! += value / x.rows;
  });
  let residual = 0;
  let total = 0;
  for (let n = 0; n < x.data.length; n++) {
    residual += (x.data[n]! - reconstruction.data[n]!) ** 2;
    total += (x.data[n]! - mean[n % x.cols]!) ** 2;
  }
  if (!(total > 0))
    throw new InvalidInputError({
      what: "the variance of the vectors",
      got: total,
      want: "above 0",
      hint: "Hint: explained variance needs vectors that differ.",
    });
  return 1 - residual / total;
}
