import { lowerTimes } from "../math/cholesky.ts";
import { type Activation, float32, float64 } from "../math/vec.ts";
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
  const z = float64(population.mean.length, () => rng.normal());
  const offset = lowerTimes(population.factor, z);
  return float32(z.length, (i) => population.mean[i]! + offset[i]!) as Activation;
});
