import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError, MissingValueError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { mean } from "../../src/stats/mean.ts";
import { ratioOfMeans, ratioOfSpreads } from "../../src/stats/ratios.ts";
import { populationStandardDeviation } from "../../src/stats/standard-deviation.ts";
import { evaluatorOf } from "../../src/stats/statistic.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const value = fc.integer({ min: 1, max: 30 });
const twoGroups = fc
  .array(fc.tuple(value, value), { minLength: 2, maxLength: 25 })
  .map((rows) => ({ a: rows.map((row) => row[0]), b: rows.map((row) => row[1]) }));

describe.each([
  ["means", ratioOfMeans, mean],
  ["standard deviations", ratioOfSpreads, populationStandardDeviation],
] as const)("a ratio of %s", (_, ratioOf, summary) => {
  it("is one over the other, on any resample", () => {
    checkProperty(
      fc.property(twoGroups, fc.nat(), (samples, seed) => {
        if (summary(samples.b) === 0) return;
        const rng = rngFromSeed(seed);
        const bases = Int32Array.from(samples.a, () => rng.integer(samples.a.length));
        const over = (sample: readonly number[]) => summary(Array.from(bases, (base) => sample[base]!));
        const got = evaluatorOf(ratioOf<"a", "b">("a", "b"), samples)(bases);
        if (over(samples.b) === 0) expect(got).toBeNaN();
        else expect(got).toBeCloseTo(over(samples.a) / over(samples.b), 10);
      }),
    );
  });

  it("does not change with the unit of both", () => {
    checkProperty(
      fc.property(twoGroups, value, (samples, times) => {
        if (summary(samples.b) === 0) return;
        const scaled = { a: samples.a.map((x) => x * times), b: samples.b.map((x) => x * times) };
        const statistic = ratioOf<"a", "b">("a", "b");
        expect(statistic.of(scaled)).toBeCloseTo(statistic.of(samples), 10);
      }),
    );
  });

  it("is refused where there is nothing to divide by, and where a missing value counts as nothing", () => {
    const statistic = ratioOf<"a", "b">("a", "b", { symbol: "MSS" });
    expect(() => statistic.of({ a: [1, 2], b: [0, 0] })).toThrow(InvalidInputError);
    expect(() => statistic.of({ a: [1, null], b: [1, 2] })).toThrow(MissingValueError);
    const counted = ratioOf<"a", "b">("a", "b", { ifNever: 5 });
    expect(counted.of({ a: [1, null], b: [1, 5] })).toBe(1);
  });
});

it("the ratios are not each other's: equal means may have unequal spreads", () => {
  const samples = { a: [1, 9], b: [4, 6] };
  expect(ratioOfMeans<"a", "b">("a", "b").of(samples)).toBe(1);
  expect(ratioOfSpreads<"a", "b">("a", "b").of(samples)).toBe(4);
});
