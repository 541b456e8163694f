import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { bootstrap } from "../../../src/stats/bootstrap.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import type { Samples } from "../../../src/stats/sample.ts";
import { bothSets, secondMinusFirst } from "../../../src/stats/second-minus-first.ts";
import { evaluatorOf } from "../../../src/stats/statistic.ts";
import { checkProperty } from "../../../src/vitest/property.ts";

const statistic = meanDifference("random", "real", { symbol: "MSS", unit: "steps", ifNever: 99 });
const both = secondMinusFirst(statistic);
const options = { rng: rngFromSeed("pairs"), resamples: 400 };
const width = ([low, high]: readonly [number, number]) => high - low;

/** Bases that differ much from each other, and little from one run to the other. */
function runs(n: number): readonly [Samples<string>, Samples<string>] {
  const rng = rngFromSeed("bases");
  const of = (group: string, run: string, shift: number) =>
    Array.from(
      { length: n },
      (_, base) => 20 * rng.fork(group).fork(base).normal() + shift + rng.fork(run).fork(base).uniform(),
    );
  const set = (run: string, shift: number) => ({
    real: of("real", run, 0),
    random: of("random", run, shift),
  });
  return [set("a", 0), set("b", 2)];
}

describe("a statistic of the second set minus that of the first", () => {
  it("is the difference of the two values, in the statistic's unit", () => {
    const first = { real: [1, 2, 3], random: [2, 4, null] };
    const second = { real: [0, 0, 3], random: [5, 5, 5] };
    expect(both.of(bothSets(first, second))).toBeCloseTo(5 - 1 - (105 / 3 - 2), 12);
    expect([both.unit, both.interval]).toEqual(["steps", "percentile"]);
  });

  it("is 0 on every resample of a set and itself", () => {
    const [set] = runs(30);
    const { value, interval } = bootstrap(both, bothSets(set, set), options);
    expect([value, ...interval]).toEqual([0, 0, 0]);
  });

  it("changes its sign with the order of the sets, its interval with it", () => {
    const [first, second] = runs(40);
    const there = bootstrap(both, bothSets(first, second), options);
    const back = bootstrap(both, bothSets(second, first), options);
    expect(back.value).toBe(-there.value);
    expect(back.interval[0]).toBeCloseTo(-there.interval[1], 9);
  });

  it("does not hold what the bases do alike in both sets", () => {
    const [first, second] = runs(60);
    const { value, interval } = bootstrap(both, bothSets(first, second), options);
    expect(value).toBeCloseTo(2, 0);
    expect(interval[0]).toBeGreaterThan(1);
    expect(width(bootstrap(statistic, first as never, options).interval)).toBeGreaterThan(
      10 * width(interval),
    );
  });

  it("comes out the same by the fast path as by gathering", () => {
    const set = fc.array(
      fc.record({
        real: fc.integer({ min: 0, max: 99 }),
        random: fc.option(fc.integer({ min: 0, max: 99 })),
      }),
      { minLength: 4, maxLength: 4 },
    );
    checkProperty(
      fc.property(set, set, fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 8 }), (a, b, drawn) => {
        const columns = (rows: typeof a) => ({
          real: rows.map(({ real }) => real),
          random: rows.map(({ random }) => random),
        });
        const samples = bothSets(columns(a), columns(b));
        const bases = Int32Array.from(drawn);
        const { prepare: _, ...slow } = both;
        expect(evaluatorOf(both, samples)(bases)).toBeCloseTo(evaluatorOf(slow, samples)(bases), 9);
      }),
    );
  });
});
