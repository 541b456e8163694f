import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { debiasedWasserstein } from "../../src/stats/debiased-wasserstein.ts";
import { energyCombination } from "../../src/stats/energy-combination.ts";
import { mean } from "../../src/stats/mean.ts";
import type { Samples } from "../../src/stats/sample.ts";
import { populationStandardDeviation } from "../../src/stats/standard-deviation.ts";
import { evaluatorOf, type Statistic } from "../../src/stats/statistic.ts";
import { wasserstein } from "../../src/stats/wasserstein.ts";
import { wassersteinCombination } from "../../src/stats/wasserstein-combination.ts";
import { checkProperty } from "../../src/vitest/property.ts";

type Group = "real" | "near" | "far";
const step = fc.integer({ min: 0, max: 20 });
/** Three groups on the same bases; `real` has a spread. */
const threeGroups: fc.Arbitrary<Record<Group, number[]>> = fc
  .array(fc.tuple(step, step, step), { minLength: 2, maxLength: 25, size: "max" })
  .map((rows) => ({ real: rows.map((r) => r[0]), near: rows.map((r) => r[1]), far: rows.map((r) => r[2]) }))
  .filter(({ real }) => new Set(real).size > 1);
const seed = fc.nat({ max: 1_000_000 });

const TERMS = [
  { weight: 0.5, between: ["real", "far"] },
  { weight: -1, between: ["real", "near"] },
] as const;
const QUANTITY = { symbol: "MSS", ifNever: 99 };
const distances = {
  W1: wassersteinCombination<Group>(TERMS, QUANTITY, { over: "real" }),
  energy: energyCombination<Group>(TERMS, QUANTITY, { over: "real" }),
};

/** Mean over all pairs, one of each sample: E|X - Y|. */
const apart = (a: number[], b: number[]) => mean(a.flatMap((x) => b.map((y) => Math.abs(x - y))));
/** Straight from the definitions: W1 by sorted samples, the energy distance by all pairs. */
const direct: Record<keyof typeof distances, (s: Samples<Group>) => number> = {
  W1: ({ real, near, far }) =>
    (0.5 * wasserstein(real as number[], far as number[]) - wasserstein(real as number[], near as number[])) /
    populationStandardDeviation(real as number[]),
  energy: (samples) => {
    const [real, near, far] = [samples.real, samples.near, samples.far] as number[][];
    const energy = (a: number[], b: number[]) => apart(a, b) - apart(a, a) / 2 - apart(b, b) / 2;
    return (0.5 * energy(real!, far!) - energy(real!, near!)) / populationStandardDeviation(real!);
  },
};
const both = fc.constantFrom<keyof typeof distances>("W1", "energy");
const gather = (samples: Samples<Group>, bases: Int32Array) => {
  const take = (sample: readonly (number | null)[]) => Array.from(bases, (base) => sample[base]!);
  return { real: take(samples.real), near: take(samples.near), far: take(samples.far) };
};
const mapped = (samples: Record<Group, number[]>, f: (x: number) => number) => ({
  real: samples.real.map(f),
  near: samples.near.map(f),
  far: samples.far.map(f),
});

describe("a combination of distances over a standard deviation", () => {
  it("is its definition, computed without ranks or counts", () => {
    checkProperty(
      fc.property(both, threeGroups, (which, samples) => {
        expect(distances[which].of(samples)).toBeCloseTo(direct[which](samples), 10);
      }),
    );
  });

  it("is, on any resample, the definition on the gathered samples, and keeps nothing of the one before", () => {
    checkProperty(
      fc.property(both, threeGroups, seed, (which, samples, of) => {
        const n = samples.real.length;
        const rng = rngFromSeed(of);
        const evaluate = evaluatorOf(distances[which], samples);
        for (let r = 0; r < 3; r++) {
          const bases = Int32Array.from({ length: n }, () => rng.integer(n));
          const resample = gather(samples, bases);
          if (new Set(resample.real).size > 1)
            expect(evaluate(bases)).toBeCloseTo(direct[which](resample), 10);
          else expect(Number.isFinite(evaluate(bases)) && resample.near !== resample.far).toBe(false);
        }
      }),
    );
  });

  it("does not change when every group is shifted and scaled", () => {
    checkProperty(
      fc.property(both, threeGroups, step, fc.constantFrom(-3, -1, 0.25, 8), (which, samples, by, scale) => {
        expect(distances[which].of(mapped(samples, (x) => scale * (x + by)))).toBeCloseTo(
          distances[which].of(samples),
          10,
        );
      }),
    );
  });

  it("is 0 between exchangeable terms, and changes sign when their groups change places", () => {
    checkProperty(
      fc.property(threeGroups, (samples) => {
        for (const make of [wassersteinCombination<Group>, energyCombination<Group>]) {
          const difference = make(
            [
              { weight: 1, between: ["real", "far"] },
              { weight: -1, between: ["real", "near"] },
            ],
            {},
            { over: "real" },
          );
          const swapped = { ...samples, near: samples.far, far: samples.near };
          expect(difference.of({ ...samples, near: samples.far })).toBe(0);
          expect(difference.of(swapped)).toBeCloseTo(-difference.of(samples), 12);
        }
      }),
    );
  });

  it("counts a missing value as `ifNever`", () => {
    checkProperty(
      fc.property(both, threeGroups, fc.nat({ max: 24 }), (which, samples, at) => {
        const i = at % samples.near.length;
        const missing: Samples<Group> = {
          ...samples,
          near: samples.near.map((x, k) => (k === i ? null : x)),
        };
        const counted = { ...samples, near: samples.near.map((x, k) => (k === i ? 99 : x)) };
        expect(distances[which].of(missing)).toBe(distances[which].of(counted));
      }),
    );
  });

  it("has an interval that holds its value and is equal from an equal stream", () => {
    const rng = rngFromSeed("samples");
    const draw = (above: number) => Array.from({ length: 60 }, () => rng.integer(12) + above);
    const samples = { real: draw(0), near: draw(1), far: draw(6) };
    for (const statistic of Object.values(distances) as Statistic<Group>[]) {
      const once = bootstrap(statistic, samples, { rng: rngFromSeed(3), resamples: 200 });
      expect(once.interval[0]).toBeLessThan(once.value);
      expect(once.interval[1]).toBeGreaterThan(once.value);
      expect(bootstrap(statistic, samples, { rng: rngFromSeed(3), resamples: 200 })).toEqual(once);
    }
  });
});

describe("Wasserstein's combination", () => {
  it("of one group shifted by c is |c| standard deviations", () => {
    checkProperty(
      fc.property(threeGroups, fc.integer({ min: -30, max: 30 }), ({ real }, c) => {
        const one = wassersteinCombination([{ weight: 1, between: ["real", "moved"] }], {}, { over: "real" });
        const moved = real.map((x) => x + c);
        expect(one.of({ real, moved })).toBeCloseTo(Math.abs(c) / populationStandardDeviation(real), 10);
      }),
    );
  });
});

describe("the debiased Wasserstein distance", () => {
  const far = debiasedWasserstein<"a" | "b">([{ weight: 1, between: ["a", "b"] }], {}, { over: "a" });
  const pairs = fc
    .array(fc.tuple(step, step), { minLength: 4, maxLength: 30, size: "max" })
    .map((rows) => ({ a: rows.map((r) => r[0]), b: rows.map((r) => r[1]) }))
    .filter(({ a }) => new Set(a).size > 1);

  it("takes the sign from one half and the gap from the other, on any resample", () => {
    checkProperty(
      fc.property(pairs, seed, (samples, of) => {
        const rng = rngFromSeed(of);
        const bases = Int32Array.from(samples.a, () => rng.integer(samples.a.length));
        const half = (s: number[], odd: number) =>
          Array.from(bases)
            .filter((base) => base % 2 === odd)
            .map((base) => s[base]!);
        const resampled = Array.from(bases, (base) => samples.a[base]!);
        fc.pre(new Set(resampled).size > 1 && half(samples.a, 0).length * half(samples.a, 1).length > 0);
        const gap = (x: number, odd: number) => {
          const share = (s: number[]) => s.filter((y) => y <= x).length / s.length;
          return share(half(samples.a, odd)) - share(half(samples.b, odd));
        };
        let want = 0;
        for (let x = 0; x <= 20; x++)
          want += (Math.sign(gap(x, 0)) * gap(x, 1) + Math.sign(gap(x, 1)) * gap(x, 0)) / 2;
        want /= populationStandardDeviation(resampled);
        expect(evaluatorOf(far, samples)(bases)).toBeCloseTo(want, 9);
      }),
    );
  });

  it("never exceeds the mean of both halves' distances, and is the plain one where both halves are equal", () => {
    checkProperty(
      fc.property(pairs, ({ a, b }) => {
        const half = (s: number[], odd: number) => s.filter((_, i) => i % 2 === odd);
        const plain = (wasserstein(half(a, 0), half(b, 0)) + wasserstein(half(a, 1), half(b, 1))) / 2;
        const sd = populationStandardDeviation(a);
        expect(far.of({ a, b })).toBeLessThanOrEqual(plain / sd + 1e-9);
        const twice = (sample: number[]) => sample.flatMap((x) => [x, x]);
        expect(far.of({ a: twice(a), b: twice(b) })).toBeCloseTo(wasserstein(a, b) / sd, 9);
      }),
    );
  });

  it("is 0 on average between equal distributions, where the plain distance is not", () => {
    const rng = rngFromSeed("floor");
    const draw = () => Array.from({ length: 100 }, () => rng.integer(30));
    const plain = wassersteinCombination<"a" | "b">([{ weight: 1, between: ["a", "b"] }], {}, { over: "a" });
    const sets = Array.from({ length: 300 }, () => ({ a: draw(), b: draw() }));
    expect(Math.abs(mean(sets.map((s) => far.of(s))))).toBeLessThan(0.02);
    expect(mean(sets.map((s) => plain.of(s)))).toBeGreaterThan(0.08);
  });
});

describe("the energy combination", () => {
  it("is quadratic: half of the bases moved makes a quarter of the distance", () => {
    checkProperty(
      fc.property(threeGroups, ({ real, far }) => {
        const of = (b: number[], a: number[]) =>
          energyCombination([{ weight: 1, between: ["a", "b"] }], {}, { over: "a" }).of({ a, b });
        const twice = [...real, ...real];
        expect(of([...real, ...far], twice)).toBeCloseTo(of([...far, ...far], twice) / 4, 10);
      }),
    );
  });
});
