import { InvalidInputError } from "../errors/index.ts";
import { checkNumbers } from "./sample.ts";

/**
 * Quantile with linear interpolation between order statistics (type 7, numpy's "linear").
 *
 * Formula: with h = p (n - 1), k = floor(h), t = h - k: x_(k) + t (x_(k+1) - x_(k)), zero-based.
 * Throws: InvalidInputError when p is outside 0..1; EmptySampleError, NonFiniteError.
 * Source: Hyndman and Fan, American Statistician 50 (1996) 361-365, definition 7.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  checkNumbers("the sample of a quantile", values);
  return quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** `quantile` of a sample already sorted in ascending order, which is not checked again. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1))
    throw new InvalidInputError({
      what: "the probability of a quantile",
      got: p,
      want: "between 0 and 1",
      hint: "Hint: 0.975 is the upper end of a 95 % interval, not 97.5.",
    });
  const h = p * (sorted.length - 1);
  const k = Math.floor(h);
  const low = sorted[k]!;
  const high = sorted[Math.min(k + 1, sorted.length - 1)]!;
  const t = h - k;
  // From the nearer neighbour, so that the result never leaves [low, high] by rounding.
  return t < 0.5 ? low + (high - low) * t : high - (high - low) * (1 - t);
}
