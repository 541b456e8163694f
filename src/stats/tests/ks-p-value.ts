import { InvalidInputError } from "../../errors/index.ts";

/** Above this n or m the exact p value is no longer worth its time; the limit is good to three digits there. */
const EXACT_UP_TO = 10_000;

/** What both p values are computed from: the sample sizes and the gap as `ksGap` gives it. */
export interface KsFacts {
  n: number;
  m: number;
  /** max |i m - j n|, a whole number of 0 .. n m. */
  gap: number;
}

/**
 * Exact two-sided p value of the two-sample KS distance when both samples come from one continuous distribution.
 *
 * Formula: the share of lattice paths from (0,0) to (n,m) that touch a point with |i m - j n| >= gap:
 * u(i,j) = 1 there, else (i u(i-1,j) + j u(i,j-1)) / (i+j). Summing what is outside keeps tiny values right
 * (1 - inside loses all below 1e-15).
 * Ties: with ties the exact p is larger than the true one would be (conservative).
 * Throws: InvalidInputError for sizes outside 1 .. 10 000 or a gap outside 0 .. n m.
 * Source: Hodges, Arkiv for Matematik 3 (1958) 469-486; equals scipy.stats.ks_2samp(method="exact").
 */
export function ksExactPValue(facts: KsFacts): number {
  const { n, m, gap } = checkFacts(facts);
  if (Math.max(n, m) > EXACT_UP_TO)
    throw new InvalidInputError({
      what: "the larger sample of an exact KS p value",
      got: Math.max(n, m),
      want: `at most ${EXACT_UP_TO}`,
      hint: "Hint: use ksLimitPValue for samples this large, and say which p is reported.",
    });
  if (gap === 0) return 1;
  const u = new Float64Array(m + 1).fill(1); // u(i, .); what lies outside the band stays 1
  for (let i = 0; i <= n; i++) {
    const from = Math.max(0, Math.floor((i * m - gap) / n) + 1);
    const to = Math.min(m, Math.ceil((i * m + gap) / n) - 1);
    if (from > 0) u[from - 1] = 1;
    for (let j = from; j <= to; j++) {
      if (i + j === 0) u[0] = 0;
      else u[j] = ((i > 0 ? i * u[j]! : 0) + (j > 0 ? j * u[j - 1]! : 0)) / (i + j);
    }
  }
  return u[m]!;
}

/**
 * Kolmogorov's limit of that p value for large samples.
 *
 * Formula: Q(x), x = D sqrt(n m / (n + m)), D = gap / (n m); Q(x) = 2 sum_k (-1)^(k-1) exp(-2 k^2 x^2), and for
 * small x the theta-function form 1 - sqrt(2 pi)/x sum_k exp(-(2k-1)^2 pi^2 / (8 x^2)).
 * Throws: InvalidInputError as `ksExactPValue`, without the bound on n and m.
 * Source: scipy.special.kolmogorov. Not scipy's method="asymp", which uses another distribution.
 */
export function ksLimitPValue(facts: KsFacts): number {
  const { n, m, gap } = checkFacts(facts);
  return kolmogorov((gap / (n * m)) * Math.sqrt((n / (n + m)) * m));
}

/** Q(x) of `ksLimitPValue`: the chance that the supremum of |a Brownian bridge| exceeds x. */
function kolmogorov(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    let sum = 0;
    for (let k = 1; k <= 9; k += 2) sum += Math.exp((-k * k * Math.PI * Math.PI) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 6; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}

function checkFacts(facts: KsFacts): KsFacts {
  const { n, m, gap } = facts;
  for (const [what, size] of [
    ["the first sample size of a KS p value", n],
    ["the second sample size of a KS p value", m],
  ] as const)
    if (!Number.isSafeInteger(size) || size < 1)
      throw new InvalidInputError({
        what,
        got: size,
        want: "a whole number of at least 1",
        hint: "Hint: pass a.length and b.length.",
      });
  if (!Number.isSafeInteger(gap) || gap < 0 || gap > n * m)
    throw new InvalidInputError({
      what: "the gap of a KS p value",
      got: gap,
      want: `a whole number of 0 .. n m = ${n * m}`,
      hint: "Hint: pass ksGap(a, b), not the distance ks(a, b).",
    });
  return facts;
}
