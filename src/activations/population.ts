import { type Cholesky, cholesky } from "../math/cholesky.ts";
import type { Activation, Matrix } from "../math/vec.ts";

/** Mean and covariance of the model's own activations at the perturbed point. */
export interface Population {
  readonly mean: Float64Array;
  /** Of the unbiased covariance (divided by count - 1). */
  readonly factor: Cholesky;
  /** How many activations it was estimated from. */
  readonly count: number;
}

/**
 * Empirical mean and full covariance, in float64.
 *
 * Shapes: activations [count, d_model]. Throws: CovarianceError when it has no factor.
 * Source: paper B.2 (32,000 activations, unbiased covariance).
 */
export function estimatePopulation(activations: Matrix<"prompt", "d_model">): Population {
  const { rows, cols, data } = activations;
  const mean = new Float64Array(cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) mean[c]! += data[r * cols + c]! / rows;

  const covariance = new Float64Array(cols * cols);
  for (let r = 0; r < rows; r += AT_ONCE) addProducts(covariance, activations, mean, r);
  for (let i = 0; i < cols; i++)
    for (let j = 0; j < i; j++) covariance[j * cols + i] = covariance[i * cols + j]!;
  return { mean, factor: cholesky(covariance, cols), count: rows };
}

/** Rows added to the covariance at a time: each entry is then read and written once for so many products. */
const AT_ONCE = 4;

/** Adds (x - mean)_i (x - mean)_j / (count - 1) of rows `start` to `start + 3`, one after the other, where j <= i. */
function addProducts(
  covariance: Float64Array,
  { rows, cols, data }: Matrix<"prompt", "d_model">,
  mean: Float64Array,
  start: number,
): void {
  const offset = (row: number) =>
    Float64Array.from(mean, (m, c) => (start + row < rows ? data[(start + row) * cols + c]! - m : 0));
  const [a, b, c, d] = [offset(0), offset(1), offset(2), offset(3)];
  for (let i = 0; i < cols; i++) {
    const wa = a[i]! / (rows - 1);
    const wb = b[i]! / (rows - 1);
    const wc = c[i]! / (rows - 1);
    const wd = d[i]! / (rows - 1);
    const at = i * cols;
    for (let j = 0; j <= i; j++)
      covariance[at + j] = covariance[at + j]! + wa * a[j]! + wb * b[j]! + wc * c[j]! + wd * d[j]!;
  }
}

/** A mean, as an activation in float32. */
export function meanActivation(population: Population): Activation {
  return Float32Array.from(population.mean) as Activation;
}
