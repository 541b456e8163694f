import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ks, ksGap } from "../../src/stats/ks.ts";
import { mean } from "../../src/stats/mean.ts";
import { quantile } from "../../src/stats/quantile.ts";
import { populationStandardDeviation } from "../../src/stats/standard-deviation.ts";
import { holm } from "../../src/stats/tests/holm.ts";
import { ksExactPValue, ksLimitPValue } from "../../src/stats/tests/ks-p-value.ts";
import { mannWhitney } from "../../src/stats/tests/mann-whitney.ts";
import { wasserstein } from "../../src/stats/wasserstein.ts";
import { checkProperty } from "../../src/vitest/property.ts";

/** Whole numbers on a small grid, so that ties within and between samples are common. */
const sample = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 30 });
const sampleWithMissing = fc.array(fc.option(fc.integer({ min: -8, max: 8 }), { freq: 4 }), {
  minLength: 1,
  maxLength: 30,
});

describe("the KS distance", () => {
  it("is the largest gap of the two distribution functions over every place they can change", () => {
    checkProperty(
      fc.property(sample, sample, (a, b) => {
        const upTo = (s: number[], x: number) => s.filter((value) => value <= x).length / s.length;
        const gaps = [...a, ...b].map((x) => Math.abs(upTo(a, x) - upTo(b, x)));
        expect(ks(a, b)).toBeCloseTo(Math.max(...gaps), 12);
      }),
    );
  });

  it("is 0 between a sample and itself in another order", () => {
    checkProperty(
      fc.property(sampleWithMissing, (a) => {
        expect(ks(a, a.toReversed())).toBe(0);
      }),
    );
  });

  it("is symmetric", () => {
    checkProperty(
      fc.property(sampleWithMissing, sampleWithMissing, (a, b) => {
        expect(ks(a, b)).toBe(ks(b, a));
      }),
    );
  });

  it("is 1 exactly between samples that do not overlap", () => {
    checkProperty(
      fc.property(sample, sample, (a, b) => {
        expect(
          ks(
            a.map((x) => x + 100),
            b,
          ),
        ).toBe(1);
      }),
    );
  });

  it("does not change under a strictly increasing map", () => {
    const increasing = fc.constantFrom(
      (x: number) => 3 * x + 7,
      (x: number) => x ** 3,
      (x: number) => 2 ** x,
    );
    checkProperty(
      fc.property(sample, sample, increasing, (a, b, f) => {
        expect(ks(a.map(f), b.map(f))).toBe(ks(a, b));
      }),
    );
  });

  it("ranks a missing value behind every number", () => {
    checkProperty(
      fc.property(sampleWithMissing, sampleWithMissing, (a, b) => {
        const last = (s: (number | null)[]) => s.map((x) => x ?? 1000);
        expect(ks(a, b)).toBe(ks(last(a), last(b)));
      }),
    );
  });
});

describe("the KS p values", () => {
  it("exact: the share of all orderings of n and m draws with a gap at least as large", () => {
    const small = fc.integer({ min: 1, max: 5 });
    checkProperty(
      fc.property(small, small, fc.nat({ max: 25 }), (n, m, gap) => {
        fc.pre(gap <= n * m);
        const orders = orderings(n, m);
        const share = orders.filter((order) => gapOf(order, n, m) >= gap).length / orders.length;
        expect(ksExactPValue({ n, m, gap })).toBeCloseTo(share, 12);
      }),
    );
  });

  it("never grow with the gap and do not care which sample comes first", () => {
    const size = fc.integer({ min: 1, max: 40 });
    checkProperty(
      fc.property(size, size, fc.nat({ max: 1599 }), (n, m, seed) => {
        const gap = seed % (n * m);
        for (const p of [ksExactPValue, ksLimitPValue]) {
          expect(p({ n, m, gap: gap + 1 })).toBeLessThanOrEqual(p({ n, m, gap }));
          expect(p({ n, m, gap })).toBeCloseTo(p({ n: m, m: n, gap }), 12);
          expect(p({ n, m, gap })).toBeGreaterThanOrEqual(0);
          expect(p({ n, m, gap })).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe("the Wasserstein distance", () => {
  it("is |c| between a sample and itself shifted by c", () => {
    checkProperty(
      fc.property(sample, fc.integer({ min: -50, max: 50 }), (a, c) => {
        expect(
          wasserstein(
            a,
            a.map((x) => x + c),
          ),
        ).toBeCloseTo(Math.abs(c), 10);
      }),
    );
  });

  it("is symmetric, and at least the difference of the means", () => {
    checkProperty(
      fc.property(sample, sample, (a, b) => {
        expect(wasserstein(a, b)).toBeCloseTo(wasserstein(b, a), 12);
        expect(wasserstein(a, b)).toBeGreaterThanOrEqual(Math.abs(mean(a) - mean(b)) - 1e-12);
      }),
    );
  });

  it("is the mean gap between order statistics where both samples have one size", () => {
    checkProperty(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 })), {
          minLength: 1,
        }),
        (pairs) => {
          const a = pairs.map(([x]) => x).sort((x, y) => x - y);
          const b = pairs.map(([, y]) => y).sort((x, y) => x - y);
          expect(wasserstein(a, b)).toBeCloseTo(mean(a.map((x, i) => Math.abs(x - b[i]!))), 12);
        },
      ),
    );
  });
});

describe("Mann-Whitney", () => {
  it("counts the pairs a > b, ties one half", () => {
    checkProperty(
      fc.property(sample, sample, (a, b) => {
        const pairs = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0) as number));
        expect(mannWhitney(a, b).u).toBe(pairs.reduce((sum, one) => sum + one, 0));
      }),
    );
  });

  it("gives one p value whichever sample comes first", () => {
    checkProperty(
      fc.property(sample, sample, (a, b) => {
        expect(mannWhitney(a, b).pValue).toBeCloseTo(mannWhitney(b, a).pValue, 12);
        expect(mannWhitney(a, a).pValue).toBe(1);
      }),
    );
  });
});

describe("location and spread", () => {
  const probability = fc.integer({ min: 0, max: 40 }).map((k) => k / 40);

  it("a quantile lies inside the sample and never falls as p grows", () => {
    checkProperty(
      fc.property(sample, probability, probability, (a, p, q) => {
        const [low, high] = [quantile(a, Math.min(p, q)), quantile(a, Math.max(p, q))];
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...a));
        expect(high).toBeLessThanOrEqual(Math.max(...a));
      }),
    );
  });

  it("the order statistics are the quantiles at k / (n - 1)", () => {
    checkProperty(
      fc.property(fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 30 }), (a) => {
        const sorted = a.toSorted((x, y) => x - y);
        sorted.forEach((x, k) => {
          expect(quantile(a, k / (a.length - 1))).toBeCloseTo(x, 12);
        });
      }),
    );
  });

  it("the standard deviation ignores an offset, even one a million times larger, and scales", () => {
    checkProperty(
      fc.property(sample, fc.integer({ min: -9, max: 9 }), (a, c) => {
        const spread = populationStandardDeviation(a);
        expect(populationStandardDeviation(a.map((x) => x + c * 1_000_000))).toBeCloseTo(spread, 8);
        expect(populationStandardDeviation(a.map((x) => x * c))).toBeCloseTo(Math.abs(c) * spread, 10);
      }),
    );
  });
});

describe("Holm's adjustment", () => {
  const pValues = fc.array(
    fc.integer({ min: 0, max: 1000 }).map((k) => k / 1000),
    { minLength: 1, maxLength: 12 },
  );

  it("rejects at 5 % exactly what the step-down procedure rejects", () => {
    checkProperty(
      fc.property(pValues, (ps) => {
        const order = ps.map((_, i) => i).sort((i, j) => ps[i]! - ps[j]!);
        const stop = order.findIndex((index, rank) => ps[index]! * (ps.length - rank) > 0.05);
        const rejected = new Set(stop < 0 ? order : order.slice(0, stop));
        expect(holm(ps).map((p) => p <= 0.05)).toEqual(ps.map((_, i) => rejected.has(i)));
      }),
    );
  });

  it("never makes a p value smaller, and follows a reordering of the claims", () => {
    checkProperty(
      fc.property(pValues, (ps) => {
        expect(holm(ps.toReversed())).toEqual(holm(ps).toReversed());
        for (const [i, p] of holm(ps).entries()) expect(p).toBeGreaterThanOrEqual(ps[i]!);
      }),
    );
  });
});

/** Every way n draws of one sample and m of the other can follow each other: true is a draw of the first. */
function orderings(n: number, m: number): boolean[][] {
  if (n === 0 && m === 0) return [[]];
  return [
    ...(n > 0 ? orderings(n - 1, m).map((rest) => [true, ...rest]) : []),
    ...(m > 0 ? orderings(n, m - 1).map((rest) => [false, ...rest]) : []),
  ];
}

function gapOf(order: boolean[], n: number, m: number): number {
  const a = order.flatMap((first, at) => (first ? [at] : []));
  const b = order.flatMap((first, at) => (first ? [] : [at]));
  expect([a.length, b.length]).toEqual([n, m]);
  return ksGap(a, b);
}
