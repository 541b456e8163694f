import type { Matrix } from "../math/vec.ts";

/**
 * Correlation of a set of vectors with its reconstructions: below 0 where these go the other way.
 *
 * Formula: sum_n (x_n - x̄)·(x̂_n - x̂̄) / sqrt(sum_n ‖x_n - x̄‖² sum_n ‖x̂_n - x̂̄‖²). Adding one vector to all of either
 * changes nothing; turning the sign of W_dec turns its sign.
 * Shapes: x, x̂ [row, d_model]. Units: none, -1..1. null where either set does not vary.
 */
export function reconstructionCorrelation(
  x: Matrix<"row", "d_model">,
  reconstruction: Matrix<"row", "d_model">,
): number | null {
  const [from, to] = [columnMeans(x), columnMeans(reconstruction)];
  let products = 0;
  let ofX = 0;
  let ofReconstruction = 0;
  for (let n = 0; n < x.data.length; n++) {
    const a = x.data[n]! - from[n % x.cols]!;
    const b = reconstruction.data[n]! - to[n % x.cols]!;
    products += a * b;
    ofX += a * a;
    ofReconstruction += b * b;
  }
  const length = Math.sqrt(ofX) * Math.sqrt(ofReconstruction);
  return length > 0 ? products / length : null;
}

function columnMeans({ rows, cols, data }: Matrix<"row", "d_model">): Float64Array {
  const mean = new Float64Array(cols);
  data.forEach((value, n) => {
    mean[n % cols]! += value / rows;
  });
  return mean;
}
