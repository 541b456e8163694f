import { quantile } from "./quantile.ts";

/**
 * Median: the middle value, or the mean of the two middle values when n is even.
 *
 * Formula: quantile at 1/2 (type 7).
 * Throws: EmptySampleError, NonFiniteError.
 */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
