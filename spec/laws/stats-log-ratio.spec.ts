import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError, NonFiniteError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { logRatioOfMeans } from "../../src/stats/log-ratio.ts";
import { rankTrend } from "../../src/stats/rank-trend.ts";
import { evaluatorOf } from "../../src/stats/statistic.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const value = fc.integer({ min: 1, max: 30 });
const twoGroups = fc
  .array(fc.tuple(value, value), { minLength: 2, maxLength: 25 })
  .map((rows) => ({ a: rows.map((row) => row[0]), b: rows.map((row) => row[1]) }));
const statistic = logRatioOfMeans<"a", "b">("a", "b");

describe("a log ratio of means", () => {
  it("turns its sign when the groups change places, and is 0 of a group and itself", () => {
    checkProperty(
      fc.property(twoGroups, ({ a, b }) => {
        expect(statistic.of({ a: b, b: a })).toBeCloseTo(-statistic.of({ a, b }), 12);
        expect(statistic.of({ a, b: a })).toBe(0);
      }),
    );
  });

  it("grows by the log of a factor on the left, and hangs on no unit", () => {
    checkProperty(
      fc.property(twoGroups, value, ({ a, b }, times) => {
        const scaled = (sample: readonly number[]) => sample.map((x) => x * times);
        expect(statistic.of({ a: scaled(a), b })).toBeCloseTo(statistic.of({ a, b }) + Math.log(times), 10);
        expect(statistic.of({ a: scaled(a), b: scaled(b) })).toBeCloseTo(statistic.of({ a, b }), 10);
      }),
    );
  });

  it("is on any resample what the sums of its bases give", () => {
    checkProperty(
      fc.property(twoGroups, fc.nat(), (samples, seed) => {
        const rng = rngFromSeed(seed);
        const bases = Int32Array.from(samples.a, () => rng.integer(samples.a.length));
        const sum = (sample: readonly number[]) => bases.reduce((all, base) => all + sample[base]!, 0);
        const got = evaluatorOf(statistic, samples)(bases);
        expect(got).toBeCloseTo(Math.log(sum(samples.a)) - Math.log(sum(samples.b)), 10);
      }),
    );
  });

  it("has the standard error of the delta method, which looks at no resample", () => {
    const rng = rngFromSeed(11);
    const shared = Array.from({ length: 600 }, () => Math.exp(rng.normal()));
    const a = shared.map((x) => 3 * x * Math.exp(0.5 * rng.normal()));
    const b = shared.map((x) => x * Math.exp(0.8 * rng.normal()));
    const mean = (of: readonly number[]) => of.reduce((sum, x) => sum + x, 0) / of.length;
    const [ma, mb] = [mean(a), mean(b)];
    // var ln(A/B) = var(a/A - b/B) / n, paired by base
    const variance = mean(a.map((x, i) => (x / ma - b[i]! / mb) ** 2)) / a.length;
    const { standardError, interval, value: got } = bootstrap(statistic, { a, b }, { rng, resamples: 4000 });
    expect(standardError / Math.sqrt(variance)).toBeGreaterThan(0.93);
    expect(standardError / Math.sqrt(variance)).toBeLessThan(1.07);
    expect(interval[0]).toBeLessThan(got);
    expect((interval[1] - interval[0]) / (2 * 1.96 * standardError)).toBeCloseTo(1, 1);
  });

  it("is refused where a mean is 0: there is nothing to divide by, or nothing to take a log of", () => {
    expect(() => statistic.of({ a: [1, 2], b: [0, 0] })).toThrow(InvalidInputError);
    expect(() => bootstrap(statistic, { a: [0, 0], b: [1, 2] }, { rng: rngFromSeed(1) })).toThrow(
      NonFiniteError,
    );
  });

  it("is told as what it is", () => {
    const { name, unit, interval } = logRatioOfMeans("own", "noise", { symbol: "KL" });
    expect([name, unit, interval]).toEqual(["ln(mean KL(own) / mean KL(noise))", "log ratio", "percentile"]);
  });
});

describe("a rank trend", () => {
  const of = (...means: readonly number[]) => {
    const groups = means.map((_, i) => `g${i}`);
    const samples = Object.fromEntries(means.map((mean, i) => [`g${i}`, [mean - 1, mean + 1]]));
    return rankTrend(groups, {}).of(samples);
  };

  it("is Spearman's correlation of place and mean", () => {
    expect(of(1, 2, 3, 4)).toBe(1);
    expect(of(4, 3, 2, 1)).toBe(-1);
    expect(of(2, 1, 3, 4)).toBeCloseTo(0.8, 12);
    expect(of(2, 1, 4, 3)).toBeCloseTo(0.6, 12);
    expect(of(1, 10, 2)).toBeCloseTo(0.5, 12);
    // scipy.stats.spearmanr([1, 2, 3, 4], [1, 1, 2, 3])
    expect(of(1, 1, 2, 3)).toBeCloseTo(0.9486832980505138, 12);
    expect(of(5, 5, 5)).toBe(0);
  });

  it("turns its sign with the order, and looks at the order of means alone", () => {
    checkProperty(
      fc.property(fc.array(value, { minLength: 3, maxLength: 7 }), (means) => {
        expect(of(...means.toReversed())).toBeCloseTo(-of(...means), 12);
        expect(of(...means.map((x) => x ** 3 + 7))).toBeCloseTo(of(...means), 12);
      }),
    );
  });

  it("is refused of two groups, and of one that stands twice", () => {
    expect(() => rankTrend(["a", "b"])).toThrow("at least three, each once");
    expect(() => rankTrend(["a", "b", "a"])).toThrow("at least three, each once");
  });
});
