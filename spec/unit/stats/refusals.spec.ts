import { describe, expect, it } from "vitest";
import {
  EmptySampleError,
  InvalidInputError,
  MissingValueError,
  NonFiniteError,
  UnequalGroupsError,
} from "../../../src/errors/index.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { bootstrap } from "../../../src/stats/bootstrap.ts";
import { ks } from "../../../src/stats/ks.ts";
import { ksCombination } from "../../../src/stats/ks-combination.ts";
import { mean } from "../../../src/stats/mean.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { median } from "../../../src/stats/median.ts";
import { medianOf } from "../../../src/stats/median-of.ts";
import { quantile } from "../../../src/stats/quantile.ts";
import { rankable } from "../../../src/stats/sample.ts";
import { populationStandardDeviation } from "../../../src/stats/standard-deviation.ts";
import { holm } from "../../../src/stats/tests/holm.ts";
import { ksExactPValue, ksLimitPValue } from "../../../src/stats/tests/ks-p-value.ts";
import { mannWhitney } from "../../../src/stats/tests/mann-whitney.ts";
import { wasserstein } from "../../../src/stats/wasserstein.ts";

const plainDistance = ksCombination([{ weight: 1, between: ["a", "b"] }]);
const pair = (s: number[]) => ({ a: [1, 2, 3].slice(0, s.length), b: s });
const statistics: [string, (s: number[]) => unknown][] = [
  ["mean", mean],
  ["rankable", (s) => rankable("the sample", s)],
  ["populationStandardDeviation", populationStandardDeviation],
  ["median", median],
  ["quantile", (s) => quantile(s, 0.3)],
  ["ks, first sample", (s) => ks(s, [1])],
  ["ks, second sample", (s) => ks([1], s)],
  ["mannWhitney, first sample", (s) => mannWhitney(s, [1])],
  ["mannWhitney, second sample", (s) => mannWhitney([1], s)],
  ["wasserstein, first sample", (s) => wasserstein(s, [1])],
  ["wasserstein, second sample", (s) => wasserstein([1], s)],
  ["holm", holm],
  ["meanDifference", (s) => meanDifference("a", "b").of(pair(s))],
  ["medianOf", (s) => medianOf("b").of(pair(s))],
  ["ksCombination", (s) => plainDistance.of(pair(s))],
  ["bootstrap", (s) => bootstrap(plainDistance, pair(s), { rng: rngFromSeed(0), resamples: 2 })],
];

describe.each(statistics)("%s", (_, statistic) => {
  it("refuses an empty sample", () => {
    expect(() => statistic([])).toThrow(EmptySampleError);
  });
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "refuses %d and says where",
    (bad) => {
      expect(() => statistic([0, bad, 0])).toThrow(NonFiniteError);
      expect(() => statistic([0, bad, 0])).toThrow(`holds ${bad} at index 1`);
    },
  );
  it("leaves its sample as it was", () => {
    const sample = [1, 0.5, 0];
    statistic(sample);
    expect(sample).toEqual([1, 0.5, 0]);
  });
});

describe("a base without a value", () => {
  const samples = { a: [1, null, 3, 5], b: [1, 1, 1, 1] };

  it("in a mean is an error that counts them, unless it is said what it counts as", () => {
    expect(() => meanDifference("a", "b").of(samples)).toThrow(MissingValueError);
    expect(() => meanDifference("a", "b").of(samples)).toThrow(
      'group "a" has no value (null) at index 1; 1 of its 4',
    );
    expect(meanDifference("a", "b", { ifNever: 99 }).of(samples)).toBe((1 + 99 + 3 + 5) / 4 - 1);
  });
  it("in a KS distance ranks last: three quarters of b lie below the smallest larger value of a", () => {
    expect(plainDistance.of(samples)).toBe(0.75);
  });
  it("in a median ranks last, and a median that falls on it is an error", () => {
    expect(medianOf("a").of(samples)).toBe(4);
    expect(() => medianOf("a").of({ a: [1, null, null, 5] })).toThrow(MissingValueError);
  });
});

describe("what is declared wrongly", () => {
  it("groups of different length are named with their lengths", () => {
    const run = () => meanDifference("a", "b").of({ a: [1, 2], b: [1] });
    expect(run).toThrow(UnequalGroupsError);
    expect(run).toThrow('group "a" has 2 samples but group "b" has 1');
  });
  it("a KS combination without terms or with a weight that is not finite", () => {
    expect(() => ksCombination([])).toThrow(InvalidInputError);
    expect(() => ksCombination([{ weight: Number.NaN, between: ["a", "b"] }])).toThrow(InvalidInputError);
  });
  it("a probability outside 0..1", () => {
    expect(() => quantile([1, 2], 97.5)).toThrow(InvalidInputError);
    expect(() => quantile([1, 2], Number.NaN)).toThrow(InvalidInputError);
    expect(() => holm([0.5, 1.5])).toThrow(InvalidInputError);
  });
  it.each([
    { n: 0, m: 5, gap: 0 },
    { n: 5, m: 2.5, gap: 0 },
    { n: 5, m: 5, gap: 26 },
    { n: 5, m: 5, gap: 0.4 },
    { n: 5, m: 5, gap: -1 },
  ])("KS facts %o", (facts) => {
    expect(() => ksExactPValue(facts)).toThrow(InvalidInputError);
    expect(() => ksLimitPValue(facts)).toThrow(InvalidInputError);
  });
  it("a statistic that is not finite on some resample", () => {
    const ratio = {
      name: "ratio",
      unit: "1",
      interval: "percentile",
      of: ({ a }: { a: readonly (number | null)[] }) => 1 / Math.max(...(a as number[])),
    } as const;
    expect(() => bootstrap(ratio, { a: [0, 1] }, { rng: rngFromSeed(0), resamples: 50 })).toThrow(
      NonFiniteError,
    );
  });
});

describe("the names a report prints", () => {
  it("are the formulas", () => {
    expect(meanDifference("random", "real", { symbol: "MSS" }).name).toBe(
      "mean MSS(random) - mean MSS(real)",
    );
    expect(medianOf("real", { symbol: "q" }).name).toBe("median q(real)");
    const combination = ksCombination(
      [
        { weight: 0.5, between: ["real", "random"] },
        { weight: -1, between: ["real", "structured"] },
      ],
      { symbol: "max slope step" },
    );
    expect(combination.name).toBe("0.5 KS(real, random) - KS(real, structured), max slope step");
  });
});
