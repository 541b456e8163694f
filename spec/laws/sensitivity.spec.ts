import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/claim/compare.ts";
import type { Threshold } from "../../src/claim/criterion.ts";
import { steadinessOf } from "../../src/claim/steadiness.ts";
import { turningPoints } from "../../src/claim/turning-points.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { resampleJointly, simultaneousBounds } from "../../src/stats/across/simultaneous.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { ksCombination } from "../../src/stats/ks-combination.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const grid = fc.integer({ min: -40, max: 40 }).map((k) => k / 4);
const intervals = fc
  .tuple(grid, grid)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as readonly [number, number]);
const above = (limit: number): Threshold => ({ above: limit, because: "a law" });
const within = (limit: number): Threshold => ({ within: limit, because: "a law" });
const EPSILON = 1 / 1024;

describe("the thresholds at which a verdict turns", () => {
  it("turn it: a hair below and above them the judge says two different things, of thresholds of either kind", () => {
    checkProperty(
      fc.property(intervals, (interval) => {
        const says = (threshold: Threshold) => compare(threshold, interval).verdict;
        const one = turningPoints(above(0), interval);
        expect(says(above(one.supported! - EPSILON))).toBe("supported");
        expect(says(above(one.supported! + EPSILON))).not.toBe("supported");
        expect(says(above(one.contradicted! + EPSILON))).toBe("contradicted");
        expect(says(above(one.contradicted! - EPSILON))).not.toBe("contradicted");
        const two = turningPoints(within(1), interval);
        expect(says(within(two.supported! + EPSILON))).toBe("supported");
        if (two.supported! > EPSILON) expect(says(within(two.supported! - EPSILON))).not.toBe("supported");
        if (two.contradicted !== null) {
          expect(says(within(two.contradicted - EPSILON))).toBe("contradicted");
          expect(says(within(two.contradicted + EPSILON))).not.toBe("contradicted");
        }
      }),
    );
  });

  it("leave no threshold that contradicts an equivalence whose interval holds 0, and only then", () => {
    checkProperty(
      fc.property(intervals, ([low, high]) => {
        const { contradicted } = turningPoints(within(1), [low, high]);
        expect(contradicted === null).toBe(low <= 0 && high >= 0);
      }),
    );
  });

  it("do not hang on the threshold that was registered", () => {
    checkProperty(
      fc.property(intervals, grid, (interval, limit) => {
        expect(turningPoints(above(limit), interval)).toEqual(turningPoints(above(0), interval));
      }),
    );
  });
});

describe("a narrow verdict", () => {
  const judged = (
    threshold: Threshold,
    interval: readonly [number, number],
    standardError: number | null,
  ) => ({
    verdict: compare(threshold, interval).verdict,
    interval,
    standardError,
  });
  const thresholds = fc.oneof(
    grid.map(above),
    fc.integer({ min: 1, max: 40 }).map((k) => within(k / 4)),
  );
  const errors = fc.integer({ min: 1, max: 20 }).map((k) => k / 8);

  it("is one that the interval would not give, moved by one standard error either way", () => {
    checkProperty(
      fc.property(thresholds, intervals, errors, (threshold, interval, se) => {
        const one = judged(threshold, interval, se);
        const found = steadinessOf(threshold, one);
        const [low, high] = interval;
        const turned = [se, -se].some(
          (by) => compare(threshold, [low + by, high + by]).verdict !== one.verdict,
        );
        expect(found?.narrow ?? null).toBe(one.verdict === "inconclusive" ? null : turned);
      }),
    );
  });

  it("of one end is one whose flip probability is at least 0.2398, that of a standard error's distance", () => {
    checkProperty(
      fc.property(grid, intervals, errors, (limit, interval, se) => {
        const found = steadinessOf(above(limit), judged(above(limit), interval, se));
        fc.pre(found !== null);
        expect(found!.narrow).toBe(found!.flipProbability > 0.2397);
        expect(found!.flipProbability).toBeLessThan(0.5);
      }),
    );
  });

  it("has as flip probability the share of replicates with another verdict, of every kind of threshold", () => {
    const rng = rngFromSeed("replicates");
    const cases: readonly (readonly [Threshold, readonly [number, number], number])[] = [
      [above(1), [1.5, 4], 0.5],
      [above(1), [-2, 0.5], 1],
      [within(2), [-1.5, 1], 0.6],
      [within(1), [1.4, 3], 0.4],
      [within(1), [-3, -1.2], 0.3],
    ];
    for (const [threshold, [low, high], se] of cases) {
      const verdict = compare(threshold, [low, high]).verdict;
      let turned = 0;
      for (let i = 0; i < 20_000; i++) {
        // what was found misses the truth by one error, a replicate by another
        const by = se * (rng.normal() - rng.normal());
        if (compare(threshold, [low + by, high + by]).verdict !== verdict) turned++;
      }
      const found = steadinessOf(threshold, { verdict, interval: [low, high], standardError: se })!;
      expect(Math.abs(found.flipProbability - turned / 20_000)).toBeLessThan(0.012);
    }
  });

  it("is none where nothing was measured, no error is known, or the interval alone says something else", () => {
    expect(
      steadinessOf(above(0), { verdict: "supported", interval: [1, 2], standardError: null }),
    ).toBeNull();
    expect(steadinessOf(above(0), { verdict: "supported", interval: [1, 2] })).toBeNull();
    expect(steadinessOf(above(0), { verdict: "error", interval: null, standardError: 1 })).toBeNull();
    for (const verdict of ["inconclusive", "contradicted", "not-run"] as const)
      expect(steadinessOf(above(0), { verdict, interval: [1, 2], standardError: 1 })).toBeNull();
  });
});

describe("the standard error of a bootstrap", () => {
  it("is the spread of the very resamples that give the interval, of percentile and basic ones alike", () => {
    const rng = rngFromSeed("samples");
    const samples = {
      left: Array.from({ length: 60 }, () => rng.integer(20)),
      right: Array.from({ length: 60 }, () => rng.integer(25)),
    };
    const statistics = [
      meanDifference("left", "right"),
      ksCombination([{ weight: 1, between: ["left", "right"] }]),
    ];
    for (const statistic of statistics) {
      const options = () => ({ rng: rngFromSeed("resamples"), resamples: 300 });
      const joint = resampleJointly([{ statistic, samples }], options());
      const { standardError } = bootstrap(statistic, samples, options());
      expect(standardError).toBe(simultaneousBounds(joint).standardErrors[0]);
      expect(standardError).toBeGreaterThan(0);
    }
  });
});
