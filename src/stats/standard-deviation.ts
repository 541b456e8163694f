import { mean } from "./mean.ts";

/**
 * Population standard deviation (ddof 0).
 *
 * Formula: sqrt(sum (x_i - mean)^2 / n), in two passes, so that a large common offset costs no digits.
 * Throws: EmptySampleError, NonFiniteError.
 * Source: the authors print this one (numpy's default), not the sample standard deviation with n - 1.
 */
export function populationStandardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / values.length);
}
