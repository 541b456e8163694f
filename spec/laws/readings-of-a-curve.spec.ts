import { describe, expect, it } from "vitest";
import { maxSlopeStep, plateauLength } from "../../src/experiment/curve-metrics.ts";
import { isStep } from "../../src/experiment/curve-shape.ts";
import { aucStep, halfRiseStep, nonLinearityStep } from "../../src/experiment/curve-steps.ts";
import type { Reading } from "../../src/experiment/readings/reading.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { readings as multiverse } from "../../src/papers/synthetic-activations/readings/index.ts";

// Every reading of the paper's curves, computed a second time from its options alone.

const readingsOf = (key: string) => multiverse.effects.find((effect) => effect.key === key)!.readings;
const scales = { step: 0.5, plateauLevel: 8, blowUpLevel: 0.05 };
const POINTS = 100;

/** Logistic steps, sudden steps and smoothsteps, some of them too flat for the higher levels of a blow-up. */
const curves = Array.from({ length: 60 }, (_, i) => {
  const rng = rngFromSeed("curves").fork(i);
  const [middle, width, height] = [20 + 50 * rng.uniform(), 1 + 12 * rng.uniform(), 10 + 90 * rng.uniform()];
  const of = [
    (n: number) => height / (1 + Math.exp((middle - n) / width)) - height / (1 + Math.exp(middle / width)),
    (n: number) => 0.1 * n + (n < middle ? 0 : height),
    (n: number) => height * Math.min(1, n / 90) ** 2 * (3 - 2 * Math.min(1, n / 90)),
  ][i % 3]!;
  const distance = 18 + 40 * rng.uniform();
  return {
    curve: Float64Array.from({ length: POINTS }, (_, n) => of(n)),
    facts: { distance, nearest: distance * (0.5 + 0.5 * rng.uniform()), scales },
  };
});
type Facts = (typeof curves)[number]["facts"];

/** How many points are looked at. */
function entriesOf({ schedule, end }: Reading["choices"], { distance, nearest }: Facts): number {
  if (schedule === "relative" || end === "last") return POINTS;
  return Math.min(POINTS, Math.max(2, Math.floor((end === "own" ? distance : nearest) / 0.5)));
}

describe("a reading of a curve", () => {
  it("is the number it names, of the points it names, at the level it names, and in its unit", () => {
    for (const { choices, metric } of readingsOf("earlier"))
      for (const [i, { curve, facts }] of curves.entries()) {
        const entries = entriesOf(choices, facts);
        const looked = curve.slice(0, entries);
        const step = {
          "max-slope": () => maxSlopeStep(looked, 0.05 * Number(choices["blow-up"])),
          area: () => aucStep(looked),
          "non-linearity": () => nonLinearityStep(looked),
          "half-rise": () => halfRiseStep(looked),
        }[choices["number"]!]!();
        const is = metric.of(curve, facts);
        if (is === null) {
          expect(step).toBeNull(); // as the claims' own metrics have it
          continue;
        }
        const last = step ?? entries - 1;
        const wanted = choices["unit"] === "residual" ? (last * facts.distance) / (POINTS - 1) : last;
        expect(is, `curve ${i}, ${JSON.stringify(choices)}`).toBeCloseTo(wanted, 9);
        expect(Boolean(metric.endsAtNearest)).toBe(choices["end"] === "nearest");
        expect(metric.along.key).toBe(`towards.${choices["schedule"]}`);
      }
  });

  it("says whether it is a step by the limits it names", () => {
    const said = new Map<string, Set<number | null>>();
    for (const { choices, metric } of readingsOf("step"))
      for (const { curve, facts } of curves) {
        const entries = entriesOf(choices, facts);
        const limits = {
          within: Math.max(1, Math.round((5 * (entries - 1)) / 99)),
          sharpnessAbove: Number(choices["gained"]),
          endsBelow: Number(choices["ends"]),
        };
        const is = metric.of(curve, facts) ?? metric.ifNever;
        expect(is, JSON.stringify(choices)).toBe(isStep(curve.slice(0, entries), limits) ? 1 : 0);
        const key = JSON.stringify(choices);
        said.set(key, (said.get(key) ?? new Set()).add(is));
        expect(metric.along.key).toBe(`towards.${choices["schedule"]}`);
      }
    for (const [key, words] of said) expect(words.size, key).toBe(2);
  });

  it("is the length of a plateau at the level it names", () => {
    for (const { choices, metric } of readingsOf("plateau-random"))
      for (const { curve, facts } of curves) {
        const length = plateauLength(curve, 8 * Number(choices["plateau"]));
        expect(metric.of(curve, facts), JSON.stringify(choices)).toBe(length);
      }
  });
});

describe("what an effect is of its groups", () => {
  const values = (group: string) => {
    const rng = rngFromSeed("groups").fork(group);
    return Array.from({ length: 30 }, () => 20 + rng.integer(40));
  };
  const mean = (all: readonly number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;
  const sd = (all: readonly number[]) => Math.sqrt(mean(all.map((value) => (value - mean(all)) ** 2)));
  /** Largest difference of two distribution functions. */
  const ks = (one: readonly number[], other: readonly number[]) => {
    const share = (all: readonly number[], at: number) =>
      all.filter((value) => value <= at).length / all.length;
    return Math.max(...[...one, ...other].map((at) => Math.abs(share(one, at) - share(other, at))));
  };
  const of = ({ groups, statistic }: Reading) =>
    statistic.of(Object.fromEntries(groups.map((group) => [group, values(group)])));
  const means = (terms: Readonly<Record<string, number>>) =>
    Object.entries(terms).reduce((sum, [group, weight]) => sum + weight * mean(values(group)), 0) /
    sd(values("real"));
  const toReal = (group: string) => ks(values("real"), values(group));

  it.each<[string, Readonly<Record<string, number>>]>([
    ["earlier", { random: 1, real: -1 }],
    ["error", { random: 0.25, real: 0.75, reconstruction: -1 }],
  ])("%s is a combination of means over the sd of real", (key, terms) => {
    for (const reading of readingsOf(key)) expect(of(reading)).toBeCloseTo(means(terms), 9);
  });

  it.each<[string, Readonly<Record<string, Readonly<Record<string, number>>>>]>([
    ["plateau-structured", { drawn: { real: 1, structured: -1 }, norm: { real: 1, "structured@norm": -1 } }],
    ["plateau-random", { drawn: { real: 1, random: -1 }, norm: { real: 1, "random@norm": -1 } }],
    [
      "plateau-bag",
      { drawn: { structured: 1, baseline: -1 }, norm: { "structured@norm": 1, "baseline@norm": -1 } },
    ],
    ["plateau-error", { drawn: { reconstruction: 1, real: -0.75, structured: -0.25 } }],
  ])("%s is one at the length it names", (key, byLength) => {
    for (const reading of readingsOf(key))
      expect(of(reading)).toBeCloseTo(means(byLength[reading.choices["length"]!]!), 9);
  });

  it.each([
    ["resembles", 0.5 * toReal("random") - toReal("structured")],
    ["bag", toReal("baseline") - toReal("structured")],
    ["uniform-bag", toReal("uniform") - toReal("structured")],
  ])("%s is a difference of distances to real", (key, wanted) => {
    const byKs = readingsOf(key).filter(({ choices }) => choices["distance"] === "ks");
    for (const reading of byKs) expect(of(reading)).toBeCloseTo(wanted, 9);
    expect(byKs).toHaveLength(24);
  });

  it("step is the share of steps less a half, on any resample", () => {
    const real = [1, 0, 1, 1, 1, 0, 1, 1];
    for (const { groups, statistic } of readingsOf("step")) {
      expect(groups).toEqual(["real"]);
      expect(statistic.of({ real })).toBeCloseTo(0.25, 12);
      expect(statistic.prepare!({ real })(Int32Array.of(0, 1, 5, 1))).toBeCloseTo(-0.25, 12);
    }
  });
});

it("the registered readings are those by which the claims are judged", () => {
  const registered = multiverse.effects.map(({ key, readings }) => [
    key,
    readings
      .filter(({ isRegistered }) => isRegistered)
      .map(({ choices }) => Object.values(choices).join(" ")),
  ]);
  const steps = ["absolute nearest steps max-slope 1", "relative own steps max-slope 1"];
  const byW1 = steps.map((reading) => `${reading} w1`);
  expect(registered).toEqual([
    ["step", ["absolute own 0.2 0.5", "relative own 0.2 0.5"]],
    ["earlier", steps],
    ["resembles", byW1],
    ["bag", byW1],
    ["uniform-bag", byW1],
    ["plateau-structured", ["1 drawn", "1 norm"]],
    ["plateau-random", ["1 drawn"]],
    ["plateau-bag", ["1 norm"]],
    ["error", steps],
    ["plateau-error", ["1 drawn"]],
  ]);
});
