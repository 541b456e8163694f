import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { bootstrap } from "../../../src/stats/bootstrap.ts";
import { ks, ksGap } from "../../../src/stats/ks.ts";
import { mean } from "../../../src/stats/mean.ts";
import { erfc } from "../../../src/stats/tests/erfc.ts";
import { ksExactPValue, ksLimitPValue } from "../../../src/stats/tests/ks-p-value.ts";
import { mannWhitney } from "../../../src/stats/tests/mann-whitney.ts";
import { wasserstein } from "../../../src/stats/wasserstein.ts";

interface Case {
  a: number[];
  b: number[];
  /** ks_2samp(a, b).statistic */
  D: number;
  /** ks_2samp(a, b, method="exact").pvalue */
  pexact: number;
  /** scipy.special.kolmogorov(D * sqrt(n m / (n + m))) */
  pasy: number;
  /** mannwhitneyu(a, b, method="asymptotic") */
  U: number;
  pmw: number;
  /** wasserstein_distance(a, b) */
  w: number;
}
const reference = JSON.parse(
  readFileSync(new URL("../../../fixtures/statistics-scipy.json", import.meta.url), "utf8"),
) as { cases: Case[]; erfc: [number, number][]; pct: [number, number] };

/** |got - want| / |want|; 0 / 0 counts as 0. */
const relativeError = (got: number, want: number) =>
  got === want ? 0 : Math.abs(got - want) / Math.abs(want);
const LIMIT = 1e-12;

describe.each(reference.cases.map((c) => ({ ...c, size: `${c.a.length} x ${c.b.length}` })))(
  "on the frozen scipy samples $size",
  ({ a, b, D, pexact, pasy, U, pmw, w }) => {
    const facts = { n: a.length, m: b.length, gap: ksGap(a, b) };

    it("the KS distance is scipy's", () => {
      expect(relativeError(ks(a, b), D)).toBeLessThan(LIMIT);
    });
    it("the exact KS p value is scipy's", () => {
      expect(relativeError(ksExactPValue(facts), pexact)).toBeLessThan(LIMIT);
    });
    it("the limit KS p value is Kolmogorov's", () => {
      expect(relativeError(ksLimitPValue(facts), pasy)).toBeLessThan(LIMIT);
    });
    it("Mann-Whitney's U and p value are scipy's", () => {
      const result = mannWhitney(a, b);
      expect(result.u).toBe(U);
      expect(relativeError(result.pValue, pmw)).toBeLessThan(LIMIT);
    });
    it("the Wasserstein distance is scipy's", () => {
      expect(relativeError(wasserstein(a, b), w)).toBeLessThan(LIMIT);
    });
  },
);

describe("against frozen scipy values", () => {
  it.each(reference.erfc)("erfc(%d) is %d", (x, want) => {
    expect(relativeError(erfc(x), want)).toBeLessThan(LIMIT);
  });

  // scipy.stats.bootstrap((cases[0].a,), mean, n_resamples=200000, method="percentile"): another generator, so both
  // ends carry Monte-Carlo error. The ends were seen to differ by at most 0.003; the interval is 0.75 wide.
  it("the percentile interval of a mean is scipy's within Monte-Carlo error", () => {
    const sample = reference.cases[0]!.a;
    const { interval, value } = bootstrap(
      { name: "mean", unit: "1", interval: "percentile", of: ({ a }) => mean(a as number[]) },
      { a: sample },
      { rng: rngFromSeed(0).fork("scipy"), resamples: 40_000 },
    );
    expect(value).toBeCloseTo(mean(sample), 14);
    expect(Math.abs(interval[0] - reference.pct[0])).toBeLessThan(0.01);
    expect(Math.abs(interval[1] - reference.pct[1])).toBeLessThan(0.01);
  });
});
