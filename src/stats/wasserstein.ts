import { checkNumbers } from "./sample.ts";

/**
 * Wasserstein-1 distance between two samples: how far mass has to be moved, on average.
 *
 * Formula: integral over x of |F_a(x) - F_b(x)|. Unit: that of the samples.
 * Ties: none matter, the integrand is zero wide there. Missing values have no place on the axis and are refused.
 * Throws: EmptySampleError, NonFiniteError.
 * Source: scipy.stats.wasserstein_distance.
 */
export function wasserstein(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkNumbers("the first sample of a Wasserstein distance", a);
  checkNumbers("the second sample of a Wasserstein distance", b);
  const x = Float64Array.from(a).sort();
  const y = Float64Array.from(b).sort();
  const n = x.length;
  const m = y.length;
  let area = 0;
  let i = 0;
  let j = 0;
  let at = Math.min(x[0]!, y[0]!);
  while (i < n || j < m) {
    const next = Math.min(i < n ? x[i]! : Number.POSITIVE_INFINITY, j < m ? y[j]! : Number.POSITIVE_INFINITY);
    area += (Math.abs(i * m - j * n) / (n * m)) * (next - at);
    at = next;
    while (i < n && x[i]! === at) i++;
    while (j < m && y[j]! === at) j++;
  }
  return area;
}
