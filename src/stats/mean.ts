import { checkNumbers } from "./sample.ts";

/**
 * Arithmetic mean.
 *
 * Formula: (x_1 + ... + x_n) / n, summed in float64 in the given order (exact for whole numbers below 2^53).
 * Throws: EmptySampleError, NonFiniteError.
 */
export function mean(values: ArrayLike<number>): number {
  checkNumbers("the sample of a mean", values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
