import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/claim/compare.ts";
import type { CurveMetric } from "../../src/experiment/curve-metric.ts";
import type { TypeDraw } from "../../src/experiment/draw.ts";
import type { GroupSample } from "../../src/experiment/group-sample.ts";
import type { ReadingSamples } from "../../src/experiment/readings/measure-readings.ts";
import type { Multiverse, Reading } from "../../src/experiment/readings/reading.ts";
import { readingsRecord } from "../../src/experiment/readings/readings-record.ts";
import { signVerdict } from "../../src/experiment/readings/sign-verdict.ts";
import { type Rng, rngFromSeed } from "../../src/math/rng.ts";
import { paper } from "../../src/papers/synthetic-activations/paper.ts";
import { readings as multiverse } from "../../src/papers/synthetic-activations/readings/index.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { populationStandardDeviation } from "../../src/stats/standard-deviation.ts";
import { standardisedCombination } from "../../src/stats/standardised-combination.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const TYPES = [
  "real",
  "random",
  "structured",
  "baseline",
  "uniform",
  "reconstruction",
  "structured@norm",
  "baseline@norm",
  "random@norm",
] as const satisfies readonly TypeDraw[];

const scales = { step: 0.5, plateauLevel: 8, blowUpLevel: 0.008 };

/** A curve of its own middle, width and height: a logistic step, one at once after a straight line, or a smoothstep. */
function curveFrom(rng: Rng, at: number, kind: "logistic" | "sudden" | "smooth" = "logistic"): Float64Array {
  const [middle, width, height] = [at + 8 * rng.normal(), 2 + 6 * rng.uniform(), 60 + 40 * rng.uniform()];
  const logistic = (n: number) => height / (1 + Math.exp(-(n - middle) / width));
  const end = 70 + 3 * width;
  return Float64Array.from({ length: 100 }, (_, n) => {
    if (kind === "sudden") return 0.1 * n + (n < middle ? 0 : height);
    const t = Math.min(1, n / end);
    return kind === "smooth" ? height * t * t * (3 - 2 * t) : logistic(n) - logistic(0);
  });
}

/** Every metric of the list on invented curves of every type: a later step the further down the list. */
function invented(bases: number): ReadingSamples {
  const samples = new Map<string, Map<TypeDraw, GroupSample>>();
  const metrics = new Map<string, CurveMetric>();
  for (const { readings } of multiverse.effects)
    for (const { metric } of readings) metrics.set(metric.key, metric);
  const rng = rngFromSeed("invented");
  const curves = TYPES.map((type, t) => {
    const own = rng.fork(type);
    return Array.from({ length: bases }, (_, base) => ({
      curve: curveFrom(own, 40 + 3 * t, (["logistic", "sudden", "smooth"] as const)[base % 3]),
      distance: 20 + 10 * own.uniform(),
      nearest: 19,
    }));
  });
  for (const [key, metric] of metrics)
    samples.set(
      key,
      new Map(
        TYPES.map((type, t) => [
          type,
          {
            bases: curves[t]!.map((_, base) => base),
            values: curves[t]!.map(({ curve, ...facts }) => metric.of(curve, { ...facts, scales })),
            meanDistance: null,
            stepsGrowWithDistance: false,
          },
        ]),
      ),
    );
  return samples;
}

const samples = invented(240);
const record = readingsRecord(multiverse, samples, { rng: rngFromSeed("run"), resamples: 60 });
const effectOf = (key: string) => record.effects.find((effect) => effect.key === key)!;

describe("the list of readings", () => {
  it("has the readings that make sense for each effect, and no other number of them", () => {
    expect(record.effects.map(({ key, readings }) => [key, readings.length])).toEqual([
      ["step", 36],
      ["earlier", 24],
      ["resembles", 48],
      ["bag", 48],
      ["uniform-bag", 48],
      ["plateau-structured", 10],
      ["plateau-random", 10],
      ["plateau-bag", 10],
      ["error", 24],
      ["plateau-error", 5],
    ]);
  });

  it("reads the registered ones with the very metrics that the claims judge by", () => {
    const registered = multiverse.effects.flatMap(({ readings }) =>
      readings.filter(({ isRegistered }) => isRegistered).map(({ metric }) => metric.key),
    );
    const known = paper.metrics.map(({ key }) => key as string);
    for (const key of registered) expect([...known, "isStep.absolute", "isStep.relative"]).toContain(key);
    for (const { readings } of multiverse.effects) {
      const first = readings.find(({ isRegistered }) => isRegistered)!;
      if ("schedule" in first.choices) expect(first.choices["schedule"]).toBe("absolute");
    }
  });

  it("has no two options of a dimension that always come to the same", () => {
    const [seen, told] = [new Set<string>(), new Set<string>()];
    const valuesOf = ({ metric }: Reading) =>
      JSON.stringify([...samples.get(metric.key)!.values()].map((one) => one.values));
    for (const { readings } of multiverse.effects.filter(({ key }) =>
      ["earlier", "plateau-random", "step"].includes(key),
    ))
      for (const dimension of ["end", "unit", "number", "plateau", "gained", "ends"]) {
        const others = ({ choices }: Reading) => JSON.stringify({ ...choices, [dimension]: undefined });
        for (const [i, one] of readings.entries())
          for (const other of readings.slice(i + 1)) {
            const options = [one, other].map(({ choices }) => choices[dimension]);
            if (options.includes(undefined) || options[0] === options[1] || others(one) !== others(other))
              continue;
            const pair = `${dimension}: ${options.join(", ")}`;
            seen.add(pair);
            if (valuesOf(one) !== valuesOf(other)) told.add(pair);
          }
      }
    expect(seen.size).toBe(26);
    expect([...seen].filter((pair) => !told.has(pair))).toEqual([]);
  });

  it("takes residual units as relative steps times the length of one", () => {
    const of = (unit: string) =>
      multiverse.effects
        .find(({ key }) => key === "earlier")!
        .readings.find(
          ({ choices }) =>
            choices["schedule"] === "relative" &&
            choices["unit"] === unit &&
            choices["number"] === "half-rise",
        )!.metric;
    const curve = curveFrom(rngFromSeed("one"), 50);
    const facts = { distance: 33, nearest: 20, scales };
    expect(of("residual").of(curve, facts)).toBeCloseTo((of("steps").of(curve, facts)! * 33) / 99, 10);
  });

  it("counts a base without the event as the last entry that is looked at", () => {
    const flat = new Float64Array(100);
    const facts = { distance: 25, nearest: 20, scales };
    for (const { choices, metric } of multiverse.effects.find(({ key }) => key === "earlier")!.readings) {
      if (!metric.key.startsWith("reading.")) continue;
      const last =
        choices["schedule"] === "relative" ? 99 : { nearest: 39, own: 49, last: 99 }[choices["end"]!]!;
      expect(metric.of(flat, facts)).toBeCloseTo(
        choices["unit"] === "residual" ? (last * 25) / 99 : last,
        10,
      );
    }
  });
});

describe("a reading", () => {
  it("has the value and interval that its statistic has, on the stream of its effect, begun anew", () => {
    for (const { key, readings } of multiverse.effects) {
      const told = effectOf(key).readings;
      for (const at of [0, readings.length - 1]) {
        const { metric, groups, statistic } = readings[at]!;
        const own = Object.fromEntries(
          groups.map((type) => [type, samples.get(metric.key)!.get(type)!.values]),
        );
        const estimate = bootstrap(statistic, own, {
          rng: rngFromSeed("run").fork("readings").fork(key),
          resamples: 60,
        });
        expect(told[at]).toMatchObject({ value: estimate.value, interval: estimate.interval, n: 240 });
      }
    }
  });

  it("is not moved by another reading beside it", () => {
    const alone: Multiverse = {
      ...multiverse,
      effects: multiverse.effects.map((effect) => ({ ...effect, readings: effect.readings.slice(3, 4) })),
    };
    const few = readingsRecord(alone, samples, { rng: rngFromSeed("run"), resamples: 60 });
    for (const { key, readings } of few.effects) expect(readings).toEqual(effectOf(key).readings.slice(3, 4));
  });

  it("is left out where a group is missing, and its effect where nothing is left", () => {
    const without = new Map(
      [...samples].map(([key, ofMetric]) => [
        key,
        new Map([...ofMetric].filter(([type]) => type !== "structured")),
      ]),
    );
    const keys = readingsRecord(multiverse, without, { rng: rngFromSeed("run"), resamples: 5 }).effects.map(
      ({ key, readings }) => [key, readings.length],
    );
    expect(keys).toEqual([
      ["step", 36],
      ["earlier", 24],
      ["plateau-structured", 5],
      ["plateau-random", 10],
      ["plateau-bag", 5],
      ["error", 24],
    ]);
  });

  it("has no interval and is inconclusive below the bases that a verdict needs, and keeps its value", () => {
    const few = readingsRecord(multiverse, invented(40), { rng: rngFromSeed("run"), resamples: 5 });
    for (const { interval, verdict, value } of few.effects.flatMap(({ readings }) => readings)) {
      expect([interval, verdict]).toEqual([null, "inconclusive"]);
      expect(value).not.toBeNull();
    }
  });

  it("is judged by the sign as a criterion with the threshold 0 is", () => {
    const ends = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat({ max: 9 }));
    checkProperty(
      fc.property(ends, ([low, width]) => {
        const interval = [low, low + width] as const;
        expect(signVerdict(interval)).toBe(compare({ above: 0, because: "a law" }, interval).verdict);
      }),
    );
    expect(signVerdict(null)).toBe("inconclusive");
  });
});

describe("the shares of an effect", () => {
  const metric = { ...paper.metrics[0]!, key: "m" } as CurveMetric;
  /** An effect whose readings have these values. */
  const sharesOf = (values: readonly number[]) => {
    const readings = values.map(
      (value, i): Reading => ({
        choices: { schedule: String(i) },
        metric,
        groups: ["real"],
        statistic: {
          name: "s",
          unit: "sd",
          interval: "percentile",
          of: () => value,
          prepare: () => () => value,
        },
        isRegistered: i === 1,
      }),
    );
    const effect = { key: "e", hypothesis: "E1", aboveZero: "x", readings };
    const measured = new Map([
      ["m", new Map([["real" as TypeDraw, samples.values().next().value!.get("real")!]])],
    ]);
    return readingsRecord({ dimensions: [], effects: [effect] }, measured, {
      rng: rngFromSeed("shares"),
      resamples: 4,
    }).effects[0]!;
  };

  it("count the readings with the sign and the verdict of the first registered one, itself among them", () => {
    expect(sharesOf([1, 2, -1, 0])).toMatchObject({ known: 4, sameSign: 2, sameVerdict: 2 });
    expect(sharesOf([1, -2, -1, -3])).toMatchObject({ known: 4, sameSign: 3, sameVerdict: 3 });
  });

  it("are none where the registered reading has no value, and count no reading without one", () => {
    expect(sharesOf([1, Number.NaN])).toMatchObject({ known: 1, sameSign: null, sameVerdict: null });
    expect(sharesOf([Number.NaN, 1])).toMatchObject({ known: 1, sameSign: 1, sameVerdict: 1 });
  });
});

describe("means in spreads of a group", () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 20 });
  const terms = [
    { weight: 1, of: "a" },
    { weight: -0.25, of: "b" },
  ] as const;
  const of = standardisedCombination<"a" | "b" | "c">(terms, {}, { over: "c" });

  it("are the combination over the standard deviation, on any resample, and keep their size in another unit", () => {
    checkProperty(
      fc.property(values, fc.integer({ min: 1, max: 9 }), (c, scale) => {
        fc.pre(new Set(c).size > 1);
        const one = { a: c.map((v, i) => v + i), b: c.map((v) => 2 * v), c };
        const mean = (all: readonly number[]) => all.reduce((sum, v) => sum + v, 0) / all.length;
        const direct = (mean(one.a) - 0.25 * mean(one.b)) / populationStandardDeviation(one.c);
        expect(of.of(one)).toBeCloseTo(direct, 10);
        const scaled = {
          a: one.a.map((v) => scale * v),
          b: one.b.map((v) => scale * v),
          c: c.map((v) => scale * v),
        };
        expect(of.of(scaled)).toBeCloseTo(direct, 10);
        const bases = Int32Array.from(c, (_, i) => (i * 7) % c.length);
        const picked = {
          a: [...bases].map((i) => one.a[i]!),
          b: [...bases].map((i) => one.b[i]!),
          c: [...bases].map((i) => c[i]!),
        };
        fc.pre(new Set(picked.c).size > 1);
        expect(of.prepare!(one)(bases)).toBeCloseTo(of.of(picked), 10);
      }),
    );
  });

  it("are refused where the group has no spread", () => {
    expect(() => of.of({ a: [1, 2], b: [1, 2], c: [3, 3] })).toThrow(/standard deviation of group "c"/);
  });
});
