import { rankable, type Sample } from "../sample.ts";
import { normalUpperTail } from "./erfc.ts";

/** Result of the Mann-Whitney test. */
export interface MannWhitney {
  /** Number of pairs (a, b) with a > b, a tie counting one half. 0 .. n m. */
  u: number;
  /** Two-sided p value of the normal approximation. */
  pValue: number;
}

/**
 * Mann-Whitney U of the first sample, with the normal p value corrected for ties and continuity.
 *
 * Formula: U = R_a - n (n+1) / 2, R_a the rank sum of `a` with mid-ranks; z = (max(U, n m - U) - n m / 2 - 1/2) / s,
 * s^2 = n m / 12 ((N + 1) - sum (t^3 - t) / (N (N - 1))), N = n + m, t the length of each run of ties;
 * p = min(1, 2 P(Z > z)).
 * Ties: mid-ranks. When every value is equal p is 1. Missing values (null) rank last and tie with each other.
 * Throws: EmptySampleError, NonFiniteError.
 * Source: scipy.stats.mannwhitneyu(method="asymptotic", use_continuity=True).
 */
export function mannWhitney(a: Sample, b: Sample): MannWhitney {
  const x = rankable("the first sample of a Mann-Whitney test", a).sort();
  const y = rankable("the second sample of a Mann-Whitney test", b).sort();
  const n = x.length;
  const m = y.length;
  const total = n + m;
  let rankSum = 0;
  let ties = 0;
  let i = 0;
  let j = 0;
  while (i < n || j < m) {
    const start = i + j;
    const at = Math.min(i < n ? x[i]! : Number.POSITIVE_INFINITY, j < m ? y[j]! : Number.POSITIVE_INFINITY);
    const fromA = i;
    while (i < n && x[i]! === at) i++;
    while (j < m && y[j]! === at) j++;
    const run = i + j - start;
    rankSum += (i - fromA) * (start + (run + 1) / 2); // mid-rank of the run, ranks from 1
    ties += run ** 3 - run;
  }
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0)) return { u, pValue: 1 };
  const z = (Math.max(u, n * m - u) - (n * m) / 2 - 0.5) / Math.sqrt(variance);
  return { u, pValue: Math.min(1, 2 * normalUpperTail(z)) };
}
