import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CurveMetric } from "../../src/experiment/curve-metric.ts";
import type { TypeDraw } from "../../src/experiment/draw.ts";
import type { GroupSample } from "../../src/experiment/group-sample.ts";
import type { Ladder } from "../../src/experiment/ladder/ladder.ts";
import { ladderRecord } from "../../src/experiment/ladder/ladder-record.ts";
import type { LadderOfMetric } from "../../src/experiment/record.generated.ts";
import { permutation, rngFromSeed } from "../../src/math/rng.ts";
import { maxSlopeStep } from "../../src/papers/synthetic-activations/index.ts";
import { populationStandardDeviation } from "../../src/stats/standard-deviation.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const N = 400;
const metric = maxSlopeStep.absolute as CurveMetric;
const ladder: Ladder = {
  features: ["angle", "cosines", "L0"].map((key) => ({ key, long: key })),
  floor: "another-real",
  rungs: [
    { type: "structured", keeps: ["angle", "cosines", "L0"], long: "all" },
    { type: "structured-v1", keeps: ["cosines", "L0"], long: "no angle" },
    { type: "top-only", keeps: ["angle", "L0"], long: "no cosines" },
    { type: "uniform", keeps: ["L0"], long: "nothing but the number" },
    { type: "random", keeps: [], long: "nothing" },
  ],
  metrics: [metric],
};

const normal = (seed: string, n = N, shift = 0) => {
  const rng = rngFromSeed(seed);
  return Array.from({ length: n }, () => 40 + 10 * rng.normal() + shift);
};

function sample(values: readonly (number | null)[]): GroupSample {
  return { bases: values.map((_, i) => i), values, meanDistance: 30, stepsGrowWithDistance: false };
}

function read(samples: Partial<Record<TypeDraw, GroupSample>>, resamples = 300): LadderOfMetric {
  const measured = new Map([[metric.key, new Map(Object.entries(samples) as [TypeDraw, GroupSample][])]]);
  const { metrics } = ladderRecord(ladder, measured, { reference: "real", rng: rngFromSeed("7"), resamples });
  return metrics[0]!;
}

/** Every rung real and then shifted by so many sd of real. */
function shifted(shifts: readonly number[], n = N) {
  const real = normal("real", n);
  const sd = populationStandardDeviation(real);
  const rungs = ladder.rungs.map(
    ({ type }, i) => [type, sample(real.map((x) => x + (shifts[i] ?? 0) * sd))] as const,
  );
  return { real: sample(real), "another-real": sample(normal("again", n)), ...Object.fromEntries(rungs) };
}

describe("a ladder", () => {
  it("finds no distance between equal rungs, nor beyond its interval between two sets that do not differ", () => {
    const found = read({ ...shifted([0, 0, 0, 0, 0]), structured: sample(normal("other")) });
    expect(found.rungs.slice(1).map(({ value, ks }) => [value, ks])).toEqual(new Array(4).fill([0, 0]));
    for (const { value, interval } of [found.floor!, found.rungs[0]!, found.changes[0]!]) {
      expect(Math.abs(value!)).toBeLessThan(0.2);
      expect(interval![0]).toBeLessThan(0);
      expect(interval![1]).toBeGreaterThan(0);
    }
  });

  it("moves the distance of a rung by as many sd as the rung is shifted by, either way", () => {
    checkProperty(
      fc.property(fc.double({ min: 0.3, max: 3, noNaN: true }), fc.boolean(), (size, up) => {
        const { rungs, changes } = read(shifted([0, up ? size : -size, 0, 0, 0]), 20);
        expect(Math.abs(rungs[1]!.value! - size)).toBeLessThan(0.05);
        expect(changes[0]!.value!).toBeCloseTo(rungs[1]!.value!, 12);
        expect(changes[1]!.value!).toBeCloseTo(-rungs[1]!.value!, 12);
      }),
      { numRuns: 12 },
    );
  });

  it("does not depend on the order of the bases, nor on that of the types", () => {
    const samples = shifted([0.1, 0.5, 1, 1.5, 2]) as Record<TypeDraw, GroupSample>;
    const order = permutation(rngFromSeed("order"), N);
    const mixed = Object.entries(samples).map(([type, { values, ...rest }], i) => [
      type,
      i % 2 === 0
        ? { ...rest, bases: [...order], values: Array.from(order, (base) => values[base]!) }
        : samples[type as TypeDraw],
    ]);
    expect(read(Object.fromEntries(mixed.toReversed()))).toEqual(read(samples));
  });

  it("charges a feature with what its loss adds, and one that is only lost with others with nothing", () => {
    const { losses } = read(shifted([0.5, 0.8, 1.5, 1.8, 3]));
    const of = (key: string) => losses.find(({ feature }) => feature === key)!;
    expect(of("angle").value).toBeCloseTo(0.3, 1);
    expect(of("cosines").value).toBeCloseTo(1, 1);
    expect([of("angle").pairs, of("cosines").pairs, of("L0").pairs]).toEqual([2, 2, 1]);
    expect(of("L0").value).toBeCloseTo(1.2, 1);
    const fewer = shifted([0, 0, 1, 1, 2]) as Partial<Record<TypeDraw, GroupSample>>;
    delete fewer.structured;
    delete fewer["structured-v1"];
    const left = read(fewer).losses;
    expect(left.map(({ pairs }) => pairs)).toEqual([1, 0, 1]);
    expect(left[1]).toEqual({ feature: "cosines", pairs: 0, value: null, interval: null });
  });

  it("has wider intervals for several rungs at once than for one alone", () => {
    const noisy = Object.fromEntries(
      ladder.rungs.map(({ type }, i) => [type, sample(normal(type, N, 5 * i))]),
    );
    const real = { real: sample(normal("real")) };
    const width = ({ interval }: { interval: [number, number] | null }) => interval![1] - interval![0];
    const together = read({ ...real, ...noisy }).rungs[4]!;
    const alone = read({ ...real, random: noisy["random"]! }).rungs[0]!;
    expect(alone.value).toBe(together.value);
    expect(width(together)).toBeGreaterThan(width(alone));
  });

  it("leaves a base that one rung lost out of all, and a rung that lost many out alone", () => {
    const samples = shifted([0, 0, 0, 0, 1]) as Record<TypeDraw, GroupSample>;
    const without = ({ bases, values, ...rest }: GroupSample, lost: readonly number[]): GroupSample => ({
      ...rest,
      bases: bases.filter((base) => !lost.includes(base)),
      values: values.filter((_, base) => !lost.includes(base)),
      lost,
    });
    const few = read({ ...samples, uniform: without(samples.uniform, [3, 9]) });
    expect([few.n, few.lost, few.rungs.length]).toEqual([N - 2, 2, 5]);
    const many = read({ ...samples, uniform: without(samples.uniform, [1, 2, 3, 4, 5, 6]) });
    expect([many.n, many.lost]).toEqual([N, 0]);
    expect(many.rungs.map(({ type }) => type)).toEqual(["structured", "structured-v1", "top-only", "random"]);
    expect(many.changes.at(-1)).toMatchObject({ from: "top-only", to: "random" });
  });

  it("gives a value without an interval on few bases, and none where there is no spread or nothing to count", () => {
    const few = read(shifted([0, 0, 0, 0, 1], 199));
    expect(few.rungs[4]!.value).toBeGreaterThan(0.8);
    for (const { interval } of [...few.rungs, ...few.changes, ...few.losses]) expect(interval).toBeNull();
    expect(read(shifted([0, 0, 0, 0, 1], 3)).rungs[4]).toMatchObject({ value: null, interval: null });
    const flat = read({ ...shifted([0, 0, 0, 0, 1]), real: sample(new Array(N).fill(40)) });
    expect(flat.rungs.map(({ value }) => value)).toEqual(new Array(5).fill(null));
    expect(flat.losses.every(({ value, pairs }) => value === null && pairs === 0)).toBe(true);
  });
});
