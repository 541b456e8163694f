import { rankable, type Sample } from "./sample.ts";

/**
 * Two-sample Kolmogorov-Smirnov distance: the largest gap between the two empirical distribution functions.
 *
 * Formula: sup_x |F_a(x) - F_b(x)|, the share of each sample that is <= x. Unit: probability, 0..1.
 * Ties: a run of equal values is stepped over as one, within and across samples, so discrete steps are right.
 * Missing values (null) rank after every number and tie with each other.
 * Throws: EmptySampleError, NonFiniteError.
 * Source: the statistic of scipy.stats.ks_2samp; gaps are compared as whole numbers |i m - j n|, so rounding
 * cannot choose another one.
 */
export function ks(a: Sample, b: Sample): number {
  return ksGap(a, b) / (a.length * b.length);
}

/** The KS distance as a whole number, `ks(a, b) * a.length * b.length` without rounding. */
export function ksGap(a: Sample, b: Sample): number {
  const x = rankable("the first sample of a KS distance", a).sort();
  const y = rankable("the second sample of a KS distance", b).sort();
  const n = x.length;
  const m = y.length;
  let largest = 0;
  let i = 0;
  let j = 0;
  while (i < n && j < m) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < n && x[i]! === at) i++;
    while (j < m && y[j]! === at) j++;
    largest = Math.max(largest, Math.abs(i * m - j * n));
  }
  return largest; // once one sample is used up the gap only shrinks
}
