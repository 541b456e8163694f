import { type Cholesky, cholesky } from "../math/cholesky.ts";
import { covarianceOf, meanOf } from "../math/covariance/covariance.ts";
import { covarianceBeside } from "../math/covariance/covariance-beside.ts";
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
  const mean = meanOf(activations);
  return populationOf(activations, mean, covarianceOf(activations, mean));
}

/** The same to the bit, with other work beside it where it takes long: a second or two on GPT-2 small. */
export async function estimatePopulationBeside(
  activations: Matrix<"prompt", "d_model">,
): Promise<Population> {
  const mean = meanOf(activations);
  return populationOf(activations, mean, await covarianceBeside(activations, mean));
}

function populationOf(
  { rows, cols }: Matrix<"prompt", "d_model">,
  mean: Float64Array,
  covariance: Float64Array,
): Population {
  return { mean, factor: cholesky(covariance, cols), count: rows };
}

/** A mean, as an activation in float32. */
export function meanActivation(population: Population): Activation {
  return Float32Array.from(population.mean) as Activation;
}
