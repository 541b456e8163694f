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
  const offset = new Float64Array(cols);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) offset[c] = data[r * cols + c]! - mean[c]!;
    for (let i = 0; i < cols; i++) {
      const weighted = offset[i]! / (rows - 1);
      for (let j = 0; j <= i; j++) covariance[i * cols + j]! += weighted * offset[j]!;
    }
  }
  for (let i = 0; i < cols; i++)
    for (let j = 0; j < i; j++) covariance[j * cols + i] = covariance[i * cols + j]!;
  return { mean, factor: cholesky(covariance, cols), count: rows };
}

/** A mean, as an activation in float32. */
export function meanActivation(population: Population): Activation {
  return Float32Array.from(population.mean) as Activation;
}
