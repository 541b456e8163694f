import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { mean } from "../../src/stats/mean.ts";
import { meanCombination, shareOfMean } from "../../src/stats/mean-combination.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";
import { evaluatorOf } from "../../src/stats/statistic.ts";
import { checkProperty } from "../../src/vitest/property.ts";

type Group = "a" | "b" | "c";
const step = fc.integer({ min: 1, max: 20 });
const threeGroups: fc.Arbitrary<Record<Group, number[]>> = fc
  .array(fc.tuple(step, step, step), { minLength: 1, maxLength: 25, size: "max" })
  .map((rows) => ({ a: rows.map((r) => r[0]), b: rows.map((r) => r[1]), c: rows.map((r) => r[2]) }));
const weight = fc.constantFrom(-1, -0.25, 0, 0.5, 1, 3);
const seed = fc.nat({ max: 1_000_000 });
const resampleOf = (n: number, of: number) => {
  const rng = rngFromSeed(of);
  return Int32Array.from({ length: n }, () => rng.integer(n));
};
const over = (sample: number[], bases: Int32Array) => mean(Array.from(bases, (i) => sample[i]!));

describe("a combination of means", () => {
  it("is the weighted sum of the means, on any resample", () => {
    checkProperty(
      fc.property(threeGroups, weight, weight, weight, seed, (samples, x, y, z, of) => {
        const statistic = meanCombination<Group>([
          { weight: x, of: "a" },
          { weight: y, of: "b" },
          { weight: z, of: "c" },
        ]);
        const bases = resampleOf(samples.a.length, of);
        const want = x * over(samples.a, bases) + y * over(samples.b, bases) + z * over(samples.c, bases);
        expect(evaluatorOf(statistic, samples)(bases)).toBeCloseTo(want, 10);
      }),
    );
  });

  it("of weights 1 and -1 is the difference of means, interval included", () => {
    checkProperty(
      fc.property(threeGroups, seed, (samples, of) => {
        const options = () => ({ rng: rngFromSeed(of), resamples: 60 });
        const combination = meanCombination<Group>([
          { weight: 1, of: "a" },
          { weight: -1, of: "b" },
        ]);
        expect(bootstrap(combination, samples, options())).toEqual(
          bootstrap(meanDifference<Group, Group>("a", "b"), samples, options()),
        );
      }),
    );
  });

  it("adds the weights of a group that stands in several terms", () => {
    checkProperty(
      fc.property(threeGroups, (samples) => {
        const quarterOfDeficit = meanCombination<Group>(
          [
            { weight: 1, of: "a" },
            { weight: -1, of: "b" },
            { weight: -0.25, of: "a" },
            { weight: 0.25, of: "c" },
          ],
          { symbol: "AP", unit: "steps" },
        );
        const { a, b, c } = samples;
        expect(quarterOfDeficit.of(samples)).toBeCloseTo(mean(a) - mean(b) - 0.25 * (mean(a) - mean(c)), 10);
        expect(quarterOfDeficit.name).toBe("mean AP(a) - mean AP(b) - 0.25 mean AP(a) + 0.25 mean AP(c)");
        expect(quarterOfDeficit.groups).toEqual(["a", "b", "c"]);
      }),
    );
  });
});

describe("a difference as a share of a mean", () => {
  const share = shareOfMean<Group, Group, Group>("a", "b", "c", { symbol: "AP", ifNever: 100 });

  it("is the ratio of the two, on any resample, also with nothing but a group against itself", () => {
    checkProperty(
      fc.property(threeGroups, seed, (samples, of) => {
        const bases = resampleOf(samples.a.length, of);
        const want = (over(samples.a, bases) - over(samples.b, bases)) / over(samples.c, bases);
        expect(evaluatorOf(share, samples)(bases)).toBeCloseTo(want, 10);
        expect(shareOfMean("a", "b", "a").of({ a: samples.a, b: samples.a })).toBe(0);
      }),
    );
  });

  it("does not change with the unit of its quantity, and its interval does not either", () => {
    checkProperty(
      fc.property(threeGroups, fc.constantFrom(0.25, 2, 64), seed, (samples, scale, of) => {
        const scaled = (s: number[]) => s.map((x) => x * scale); // powers of two: exact
        const other = { a: scaled(samples.a), b: scaled(samples.b), c: scaled(samples.c) };
        const options = () => ({ rng: rngFromSeed(of), resamples: 60 });
        expect(bootstrap(share, other, options())).toEqual(bootstrap(share, samples, options()));
      }),
    );
  });

  it("counts a missing value as `ifNever`, above and below the line", () => {
    expect(share.of({ a: [null, 2], b: [1, 1], c: [4, 4] })).toBe((102 - 2) / 8);
    expect(share.of({ a: [3, 2], b: [1, 1], c: [4, null] })).toBe((5 - 2) / 104);
  });
});
