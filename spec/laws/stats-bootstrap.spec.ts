import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignByBase } from "../../src/claim/common-bases.ts";
import { permutation, rngFromSeed } from "../../src/math/rng.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { ks } from "../../src/stats/ks.ts";
import { ksCombination } from "../../src/stats/ks-combination.ts";
import { mean } from "../../src/stats/mean.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";
import { median } from "../../src/stats/median.ts";
import { medianOf } from "../../src/stats/median-of.ts";
import type { Samples } from "../../src/stats/sample.ts";
import { evaluatorOf, type Statistic } from "../../src/stats/statistic.ts";
import { checkProperty } from "../../src/vitest/property.ts";

type Group = "a" | "b" | "c";
const step = fc.integer({ min: 1, max: 20 });
/** Three groups on the same bases. */
const threeGroups: fc.Arbitrary<Record<Group, number[]>> = fc
  .array(fc.tuple(step, step, step), { minLength: 1, maxLength: 25 })
  .map((rows) => ({ a: rows.map((r) => r[0]), b: rows.map((r) => r[1]), c: rows.map((r) => r[2]) }));
const seed = fc.nat({ max: 1_000_000 });
const resamples = 60;
const options = (of: number) => ({ rng: rngFromSeed(of).fork("bootstrap"), resamples });

const difference: Statistic<Group> = meanDifference("a", "b");
const combination = ksCombination<Group>([
  { weight: 0.5, between: ["a", "b"] },
  { weight: -1, between: ["a", "c"] },
]);
const middle: Statistic<Group> = medianOf("a");
const statistics = fc.constantFrom(difference, combination, middle);
/** A KS distance alone: resampling biases it most where the distributions are equal. */
const plainDistance = ksCombination<Group>([{ weight: 1, between: ["a", "b"] }]);
const slow: Record<string, Statistic<Group>["of"]> = {
  [difference.name]: ({ a, b }) => mean(a as number[]) - mean(b as number[]),
  [combination.name]: ({ a, b, c }) => 0.5 * ks(a, b) - ks(a, c),
  [middle.name]: ({ a }) => median(a as number[]),
};

describe("a prepared statistic", () => {
  it("is, on any resample, the plain definition on the gathered samples", () => {
    checkProperty(
      fc.property(statistics, threeGroups, seed, (statistic, samples, of) => {
        const n = samples.a.length;
        const rng = rngFromSeed(of);
        const bases = Int32Array.from({ length: n }, () => rng.integer(n));
        const { prepare: _, ...generic } = { ...statistic, of: slow[statistic.name]! };
        const want = evaluatorOf(generic, samples)(bases);
        expect(evaluatorOf(statistic, samples)(bases)).toBeCloseTo(want, 12);
      }),
    );
  });

  it("has the value of its own `of`, and keeps nothing from one resample to the next", () => {
    checkProperty(
      fc.property(statistics, threeGroups, (statistic, samples) => {
        const evaluate = evaluatorOf(statistic, samples);
        const every = Int32Array.from(samples.a, (_, i) => i);
        const first = evaluate(every);
        evaluate(new Int32Array(samples.a.length));
        expect(evaluate(every)).toBe(first);
        expect(statistic.of(samples)).toBe(first);
        expect(first).toBeCloseTo(slow[statistic.name]!(samples), 12);
      }),
    );
  });
});

describe("the bootstrap", () => {
  it("gives the same bits from the same stream, whatever else was drawn before", () => {
    checkProperty(
      fc.property(statistics, threeGroups, seed, (statistic, samples, of) => {
        const root = rngFromSeed(of);
        root.uniform();
        root.fork("other").uniform();
        expect(bootstrap(statistic, samples, { rng: root.fork("bootstrap"), resamples })).toEqual(
          bootstrap(statistic, samples, options(of)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("reports a value that lies inside its interval", () => {
    checkProperty(
      fc.property(
        fc.constantFrom(difference, combination, middle, plainDistance),
        threeGroups,
        seed,
        (statistic, samples, of) => {
          const { value, interval } = bootstrap(statistic, samples, options(of));
          expect(interval[0]).toBeLessThanOrEqual(value);
          expect(interval[1]).toBeGreaterThanOrEqual(value);
        },
      ),
    );
  });

  it("widens the interval of a KS distance of 0, whose resamples are all larger, to hold the 0", () => {
    const a = Array.from({ length: 50 }, (_, i) => i);
    const { value, interval } = bootstrap(plainDistance, { a, b: a.toReversed(), c: a }, options(1));
    expect(value).toBe(0);
    expect(interval[0]).toBeLessThan(-0.1);
    expect(interval[1]).toBe(0);
  });

  it("has a degenerate interval when every base gives the same numbers", () => {
    checkProperty(
      fc.property(
        statistics,
        step,
        step,
        step,
        fc.integer({ min: 1, max: 20 }),
        seed,
        (statistic, a, b, c, n, of) => {
          const constant = (x: number) => new Array<number>(n).fill(x);
          const samples = { a: constant(a), b: constant(b), c: constant(c) };
          const { value, interval } = bootstrap(statistic, samples, options(of));
          expect(interval).toEqual([value, value]);
        },
      ),
    );
  });

  it("resamples whole bases: a difference that is the same on every base has no spread", () => {
    checkProperty(
      fc.property(threeGroups, fc.integer({ min: -9, max: 9 }), seed, ({ a, c }, shift, of) => {
        const samples: Samples<Group> = { a: a.map((x) => x + shift), b: a, c };
        expect(bootstrap(difference, samples, options(of)).interval).toEqual([shift, shift]);
      }),
    );
  });

  it("does not see in which order the bases were measured", () => {
    checkProperty(
      fc.property(statistics, threeGroups, seed, (statistic, samples, of) => {
        const order = Array.from(permutation(rngFromSeed(of), samples.a.length));
        const groups: Group[] = ["a", "b", "c"];
        const measured = (bases: number[]) =>
          Object.fromEntries(
            groups.map((g) => [
              g,
              {
                bases,
                values: bases.map((i) => samples[g][i]!),
                meanDistance: null,
                stepsGrowWithDistance: false,
              },
            ]),
          ) as unknown as Parameters<typeof alignByBase<Group>>[0];
        const inOrder = alignByBase(measured(order.toSorted((i, j) => i - j)));
        const shuffled = alignByBase(measured(order));
        expect(bootstrap(statistic, shuffled, options(of))).toEqual(
          bootstrap(statistic, inOrder, options(of)),
        );
      }),
    );
  });

  it("scales a mean difference and its interval with the unit, and ignores an offset", () => {
    checkProperty(
      fc.property(threeGroups, seed, fc.constantFrom(2, 0.25, 8), step, (samples, of, scale, offset) => {
        const plain = bootstrap(difference, samples, options(of));
        const map = (s: number[]) => s.map((x) => scale * (x + offset)); // powers of two: exact
        const scaled = bootstrap(
          difference,
          { ...samples, a: map(samples.a), b: map(samples.b) },
          options(of),
        );
        expect(scaled.value).toBeCloseTo(scale * plain.value, 12);
        expect(scaled.interval[0]).toBeCloseTo(scale * plain.interval[0], 12);
        expect(scaled.interval[1]).toBeCloseTo(scale * plain.interval[1], 12);
      }),
    );
  });
});
