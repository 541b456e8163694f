import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Criterion } from "../../src/claim/criterion.ts";
import type { Evidence } from "../../src/claim/evidence.ts";
import { FAMILY_ERROR, familyBounds } from "../../src/claim/joint/family-bounds.ts";
import { type JointColumn, jointColumn } from "../../src/claim/joint/joint-column.ts";
import { jointOfEvidence } from "../../src/claim/joint/joint-of-evidence.ts";
import type { KeptSamples } from "../../src/claim/kept-samples.ts";
import { type Rng, rngFromSeed } from "../../src/math/rng.ts";
import { resampleJointly, simultaneousBounds } from "../../src/stats/across/simultaneous.ts";
import { meanCombination } from "../../src/stats/mean-combination.ts";
import { medianOf } from "../../src/stats/median-of.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const mean = meanCombination<string>([{ weight: 1, of: "a" }]);
const median = medianOf<string>("b");
const rng = rngFromSeed("joint resamples");
const RESAMPLES = 40;

/** Groups a and b of these bases, with numbers that are a function of group and base alone. */
function kept(bases: readonly (readonly [number, number])[], scale = 1): KeptSamples {
  const values = (group: string) =>
    bases.flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, i) => scale * numberOf(group, from + i)),
    );
  const facts = { meanDistance: null, stepsGrowWithDistance: false };
  return { bases, groups: { a: { ...facts, values: values("a") }, b: { ...facts, values: values("b") } } };
}
function numberOf(group: string, base: number): number {
  return rngFromSeed("numbers").fork(group).fork(base).integer(1000);
}
const options = { rng, runBases: 50, resamples: RESAMPLES };

describe("joint columns", () => {
  it("are the resamples of resampleJointly, though each is made by itself", () => {
    const samples = { a: kept([[0, 49]]).groups["a"]!.values, b: kept([[0, 49]]).groups["b"]!.values };
    const stream: Rng = rng.fork("joint").fork(0);
    const direct = resampleJointly(
      [
        { statistic: mean, samples },
        { statistic: median, samples },
      ],
      { rng: stream, resamples: RESAMPLES },
    );
    const apart = [mean, median].map((statistic) => jointColumn({ statistic }, kept([[0, 49]]), options));
    expect(apart.map(({ value }) => value)).toEqual(direct.values);
    expect(apart.map(({ column }) => [...column])).toEqual(direct.columns.map((column) => [...column]));
  });

  it("have the run's bases drawn alike, whatever is drawn beyond them", () => {
    // a mean of the run's bases alone, of a criterion on three times as many
    const onRun = jointColumn({ statistic: mean }, kept([[0, 49]]), options);
    const beyond = jointColumn({ statistic: mean }, kept([[0, 149]]), options);
    const rest = [50, 100].map((from) => {
      const k = from / 50;
      const stream = rng.fork("joint").fork(k);
      return Array.from({ length: RESAMPLES }, () => {
        let sum = 0;
        for (let i = 0; i < 50; i++) sum += numberOf("a", from + Math.floor(stream.uniform() * 50));
        return sum / 50;
      });
    });
    beyond.column.forEach((value, r) => {
      expect(value).toBeCloseTo((onRun.column[r]! + rest[0]![r]! + rest[1]![r]!) / 3, 9);
    });
  });

  it("leave out a lost base and draw all others as if it were there", () => {
    // a base whose values are 0 adds nothing to a sum, so the sum over drawn bases is the same without it
    const sums = (without: boolean) => {
      const sum = { ...mean, prepare: undefined, of: (s: { a: readonly (number | null)[] }) => total(s.a) };
      const { prepare: _, ...statistic } = sum;
      const whole = kept([[0, 49]]);
      const zero = {
        ...whole.groups["a"]!,
        values: whole.groups["a"]!.values.map((v, i) => (i === 7 ? 0 : v)),
      };
      const lost = { ...zero, values: zero.values.filter((_, i) => i !== 7) };
      const bases = without ? ([[0, 6], [8, 49]] as const) : ([[0, 49]] as const); // biome-ignore format: two ranges
      const samples: KeptSamples = { bases, groups: { a: without ? lost : zero } };
      return jointColumn({ statistic: statistic as never }, samples, options).column;
    };
    expect(sums(true)).toEqual(sums(false));
  });
});

describe("the joint column of evidence", () => {
  const samples = (own: KeptSamples | null) => ({ own, control: null, planted: null });
  const judged = (n: number, interval: readonly [number, number] | null = [0, 1]) =>
    ({ n, interval }) as Evidence["judgement"];
  const on200 = kept([[0, 199]]);
  const of = (one: Pick<Evidence, "samples" | "judgement">, statistic: unknown = mean) =>
    jointOfEvidence({ statistic: statistic as Criterion["statistic"] }, one, options);

  it("is that of its own samples, from 200 bases on", () => {
    expect(of({ samples: samples(on200), judgement: judged(200) })).toEqual(
      jointColumn({ statistic: mean }, on200, options),
    );
  });

  it("is missing without samples, without an interval and with fewer bases", () => {
    expect(of({ samples: samples(null), judgement: judged(200) })).toBeNull();
    expect(of({ samples: samples(on200), judgement: judged(200, null) })).toBeNull();
    expect(of({ samples: samples(on200), judgement: judged(199) })).toBeNull();
  });

  it("is missing where the statistic is not a number on a resample; any other failure is not swallowed", () => {
    const one = { samples: samples(on200), judgement: judged(200) };
    const failing = (fail: () => number) => ({ ...mean, prepare: undefined, of: fail });
    expect(
      of(
        one,
        failing(() => Number.NaN),
      ),
    ).toBeNull();
    const broken = failing(() => {
      throw new RangeError("broken");
    });
    expect(() => of(one, broken)).toThrow(RangeError);
  });
});

const total = (values: readonly (number | null)[]) => values.reduce<number>((sum, v) => sum + (v ?? 0), 0);

describe("bounds of a family", () => {
  const columns = (count: number): ReadonlyMap<string, JointColumn> =>
    new Map(
      Array.from({ length: count }, (_, i) => {
        const stream = rngFromSeed("columns").fork(i);
        return [`c${i}`, { value: 0, column: Array.from({ length: 2000 }, () => stream.normal()) }];
      }),
    );

  it("are those of simultaneousBounds at 99 % where all of it was measured", () => {
    const all = columns(5);
    const direct = simultaneousBounds(
      { values: [0, 0, 0, 0, 0], columns: [...all.values()].map(({ column }) => Float64Array.from(column)) },
      { level: 1 - FAMILY_ERROR, bounds: "both" },
    );
    expect([...familyBounds(all, 5).values()].map(({ interval }) => interval)).toEqual(direct.intervals);
  });

  it("are no narrower where less of the family was measured: the rest keeps its share of the error", () => {
    const all = columns(6);
    const whole = familyBounds(all, 6).get("c0")!;
    for (const count of [1, 2, 3]) {
      const part = familyBounds(new Map([...all].slice(0, count)), 6).get("c0")!;
      expect(part.level).toBeCloseTo(1 - (FAMILY_ERROR * count) / 6, 12);
      expect(part.factor).toBeGreaterThan(0.8 * whole.factor); // of 2000 resamples
      expect(part).toMatchObject({ together: count, registered: 6 });
    }
    expect(familyBounds(new Map(), 6).size).toBe(0);
  });

  it("do not hang on the order of the criteria, and grow with a statistic's scale alone", () => {
    checkProperty(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        (order, k) => {
          const all = [...columns(4)];
          const moved = familyBounds(
            new Map(
              order.map((i) => [
                all[i]![0],
                { value: 0, column: all[i]![1].column.map((x) => (i === 0 ? k * x : x)) },
              ]),
            ),
            4,
          );
          const still = familyBounds(new Map(all), 4);
          expect(moved.get("c1")!.interval[0]).toBeCloseTo(still.get("c1")!.interval[0], 9);
          expect(moved.get("c0")!.interval[1]).toBeCloseTo(k * still.get("c0")!.interval[1], 9);
        },
      ),
    );
  });
});
