import { describe, expect, it } from "vitest";
import {
  EmptySampleError,
  InvalidInputError,
  MissingValueError,
  NonFiniteError,
  UnequalGroupsError,
} from "../../../src/errors/index.ts";
import { sharpness } from "../../../src/experiment/curve-shape.ts";
import { nonLinearityStep, shareOfRiseStep } from "../../../src/experiment/curve-steps.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { betweenWithin } from "../../../src/stats/across/between-within.ts";
import { isotonic } from "../../../src/stats/across/isotonic.ts";
import { shapley } from "../../../src/stats/across/shapley.ts";
import { resampleJointly, simultaneousBounds } from "../../../src/stats/across/simultaneous.ts";
import { flipProbability, tInterval, tQuantile } from "../../../src/stats/across/t-interval.ts";
import { bootstrap } from "../../../src/stats/bootstrap.ts";
import { debiasedWasserstein } from "../../../src/stats/debiased-wasserstein.ts";
import { energyCombination } from "../../../src/stats/energy-combination.ts";
import { meanCombination, shareOfMean } from "../../../src/stats/mean-combination.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { wassersteinCombination } from "../../../src/stats/wasserstein-combination.ts";

const distances = { wassersteinCombination, energyCombination, debiasedWasserstein };

describe.each(Object.entries(distances))("%s", (_, make) => {
  const one = make<"a" | "b">([{ weight: 1, between: ["a", "b"] }], {}, { over: "a" });

  it("refuses what has no place: no terms, a weight or a value that is not finite, groups of other length", () => {
    expect(() => make([], {}, { over: "a" })).toThrow(InvalidInputError);
    expect(() => make([{ weight: Number.NaN, between: ["a", "b"] }], {}, { over: "a" })).toThrow(
      InvalidInputError,
    );
    expect(() => one.of({ a: [1, 2, 3, 4], b: [1, Number.NaN, 3, 4] })).toThrow(NonFiniteError);
    expect(() => one.of({ a: [1, 2, 3, 4], b: [1] })).toThrow(UnequalGroupsError);
    expect(() => one.of({ a: [], b: [] })).toThrow(EmptySampleError);
  });
  it("asks what a missing value counts as", () => {
    expect(() => one.of({ a: [1, 2, 3, null], b: [1, 1, 1, 1] })).toThrow(MissingValueError);
  });
  it("divides by no spread of 0, on the sample or on a resample", () => {
    expect(() => one.of({ a: [3, 3, 3, 3], b: [1, 2, 3, 4] })).toThrow(
      'the standard deviation of group "a" is 0',
    );
    const few = { a: [3, 3, 3, 4], b: [1, 2, 3, 4] };
    expect(() => bootstrap(one, few, { rng: rngFromSeed(0), resamples: 50 })).toThrow(NonFiniteError);
  });
  it("is named by its formula", () => {
    const statistic = make(
      [
        { weight: 0.5, between: ["real", "random"] },
        { weight: -1, between: ["real", "structured"] },
      ],
      { symbol: "MSS" },
      { over: "real" },
    );
    const [symbol] = one.name.split("(") as [string];
    expect(statistic.name).toBe(
      `(0.5 ${symbol}(real, random) - ${symbol}(real, structured)) / sd(real), MSS`,
    );
    expect(statistic.unit).toBe("sd");
  });
});

describe("means", () => {
  it("a combination without terms or with a weight that is not finite", () => {
    expect(() => meanCombination([])).toThrow(InvalidInputError);
    expect(() => meanCombination([{ weight: Number.POSITIVE_INFINITY, of: "a" }])).toThrow(InvalidInputError);
  });
  it("a share of a mean that is not above 0, on the sample or on a resample", () => {
    const share = shareOfMean("a", "b", "c");
    expect(() => share.of({ a: [1, 2], b: [1, 1], c: [0, 0] })).toThrow('the mean of group "c" is 0');
    expect(() => share.of({ a: [1, 2], b: [1, 1], c: [1, -4] })).toThrow(InvalidInputError);
    const few = { a: [1, 2], b: [1, 1], c: [0, 4] };
    expect(() => bootstrap(share, few, { rng: rngFromSeed(0), resamples: 50 })).toThrow(NonFiniteError);
  });
});

describe("what stands above single statistics", () => {
  const column = Float64Array.of(1, 2, 3);
  const difference = meanDifference<string, string>("x", "y");
  it("simultaneous bounds of nothing, of columns that do not fit, at 95 instead of 0.95", () => {
    expect(() => simultaneousBounds({ values: [], columns: [] })).toThrow(InvalidInputError);
    expect(() => simultaneousBounds({ values: [1, 2], columns: [column] })).toThrow(InvalidInputError);
    expect(() => simultaneousBounds({ values: [1, 2], columns: [column, column.slice(1)] })).toThrow(
      InvalidInputError,
    );
    expect(() => simultaneousBounds({ values: [1], columns: [column] }, { level: 95 })).toThrow(
      InvalidInputError,
    );
    expect(() => simultaneousBounds({ values: [1], columns: [Float64Array.of(Number.NaN)] })).toThrow(
      NonFiniteError,
    );
  });
  it("joint resampling of nothing, or of statistics on other numbers of bases", () => {
    const options = { rng: rngFromSeed(0), resamples: 2 };
    expect(() => resampleJointly([], options)).toThrow(InvalidInputError);
    const joint = [
      { statistic: difference, samples: { x: [1, 2], y: [1, 2] } },
      { statistic: difference, samples: { x: [1], y: [1] } },
    ];
    expect(() => resampleJointly(joint, options)).toThrow(UnequalGroupsError);
  });
  it("replicates: none, a level or degrees of freedom that are none, a standard error below 0", () => {
    expect(() => tInterval([])).toThrow(EmptySampleError);
    expect(() => tInterval([1, 2], 95)).toThrow(InvalidInputError);
    expect(() => tQuantile(1, 3)).toThrow(InvalidInputError);
    expect(() => tQuantile(0.9, 0)).toThrow(InvalidInputError);
    expect(() => flipProbability(1, -1, 0)).toThrow(InvalidInputError);
    expect(() => flipProbability(Number.NaN, 1, 0)).toThrow(InvalidInputError);
  });
  it("models: none, or one without noise", () => {
    expect(() => betweenWithin([])).toThrow(EmptySampleError);
    expect(() => betweenWithin([{ value: 1, standardError: 0 }])).toThrow(InvalidInputError);
  });
  it("features listed twice, too many, or a value that is not finite", () => {
    expect(() => shapley(["a", "a"], () => 0)).toThrow(InvalidInputError);
    expect(() =>
      shapley(
        Array.from({ length: 17 }, (_, i) => `f${i}`),
        () => 0,
      ),
    ).toThrow(InvalidInputError);
    expect(() => shapley(["a"], () => Number.NaN)).toThrow(NonFiniteError);
  });
  it("a trend over nothing, or weights that do not fit", () => {
    expect(() => isotonic([])).toThrow(EmptySampleError);
    expect(() => isotonic([1, 2], [1])).toThrow(InvalidInputError);
    expect(() => isotonic([1, 2], [1, 0])).toThrow(InvalidInputError);
  });
});

describe("curves", () => {
  it("a window, a threshold or a share that is none", () => {
    expect(() => sharpness([1, 2], 0)).toThrow(InvalidInputError);
    expect(() => nonLinearityStep([1, 2], { threshold: 0 })).toThrow(InvalidInputError);
    expect(() => shareOfRiseStep([1, 2], 50)).toThrow(InvalidInputError);
  });
});
