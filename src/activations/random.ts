import { lowerTimes } from "../math/cholesky.ts";
import type { Activation } from "../math/vec.ts";
import { fromPopulation } from "./generator.ts";

/**
 * Random: a draw of the normal distribution with the mean and covariance of real activations.
 *
 * x = mean + L z, z standard normal, L Lᵀ = covariance.
 *
 * Keeps: mean, covariance. Drops: everything else, the sparse code among it. Shape: [d_model].
 * Source: paper B.2. Ours adds the smallest jitter that gives a Cholesky factor; the authors repair with a polar
 * factor.
 */
export const random = fromPopulation((rng, { population }) => {
  const z = Float64Array.from(population.mean, () => rng.normal());
  const offset = lowerTimes(population.factor, z);
  return Float32Array.from(population.mean, (m, i) => m + offset[i]!) as Activation;
});
