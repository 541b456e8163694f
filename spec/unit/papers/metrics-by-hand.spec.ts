import { describe, expect, it } from "vitest";
import type { CurveFacts, CurveMetric } from "../../../src/experiment/curve-metric.ts";
import {
  klAtError,
  klAtErrorOver,
  klAtLength,
  klAtReplacement,
  paper as sensitive,
} from "../../../src/papers/sensitive-directions/index.ts";
import {
  endSlope,
  heightAt40,
  jumpAt,
  jumps,
  klBetweenEnds,
  maxSlope,
  signChanges,
  paper as stable,
} from "../../../src/papers/stable-regions/index.ts";
import {
  activeLatents,
  blowUpRatio,
  cosineOfPairs,
  cosineToBase,
  cosineToStrongest,
  goesWithStrongest,
  klAt,
  klAtTarget,
  laterThan,
  maxSlopeStep,
  maxSlopeStepOfKl,
  maxSlopeStepTo,
  shareOfStrongest,
  paper as synthetic,
} from "../../../src/papers/synthetic-activations/index.ts";

const facts = { distance: 4, nearest: 3, scales: { step: 0.5, plateauLevel: 2, blowUpLevel: 0.02 } };
const of = (metric: CurveMetric, ...curve: number[]) =>
  metric.of(Float64Array.from(curve), facts as CurveFacts<never>);

it("counts a base without the event as the papers and we have it", () => {
  const counted = [synthetic, sensitive, stable].flatMap(({ metrics }) =>
    metrics.flatMap(({ key, ifNever }) => (ifNever === null ? [] : [[key, ifNever]])),
  );
  expect(Object.fromEntries(counted)).toEqual({
    "maxSlopeStep.relative": 99,
    "maxSlopeStep.absolute": 99,
    "maxSlopeStep.own": 99,
    "maxSlopeStep.uncut": 99,
    "maxSlopeStep.absolute.kl": 99,
    "maxSlopeStep.absolute.js": 99,
    "aucStep.absolute": 99,
    "aucStep.relative": 99,
    "nonLinearityStep.absolute": 100,
    "nonLinearityStep.relative": 100,
    "halfRiseStep.absolute": 99,
    "halfRiseStep.relative": 99,
    plateauLength: 100,
    maxSlope: 1,
    endSlope: 1,
    jumpAt: 1,
    heightAt40: 0.4,
  });
  const codes = [
    activeLatents,
    shareOfStrongest,
    cosineToStrongest,
    cosineOfPairs,
    goesWithStrongest,
    cosineToBase,
  ];
  expect(codes.map(({ ifNever }) => ifNever)).toEqual([null, 0, 0, 0, 0, 0]);
  expect([jumps.ifNever, klBetweenEnds.ifNever, signChanges.ifNever]).toEqual([1, null, null]);
});

describe("a curve of stable regions", () => {
  // eleven points from 1 to 11, steep from the third rise on to the fifth
  const curve = [1, 1, 1, 4, 5, 8, 8, 8, 9, 10, 11];

  it("has its largest rise over the mean one, the first place of it, and the height at 0.4", () => {
    expect(of(maxSlope, ...curve)).toBeCloseTo(3, 12);
    expect(of(jumpAt, ...curve)).toBeCloseTo(0.3, 12);
    expect(of(heightAt40, ...curve)).toBeCloseTo((5 - 1) / 10, 12);
    expect(of(heightAt40, ...curve.map((value, n) => (n === 4 ? 6 : value)))).toBeCloseTo(0.5, 12);
  });

  it("has the steeper of its end slopes, falling or rising", () => {
    expect(of(endSlope, ...curve)).toBeCloseTo(1, 12);
    expect(of(endSlope, ...curve.map((value, n) => (n === 0 ? 4 : value)))).toBeCloseTo(3 / 0.7, 12);
  });

  it("has as many jumps as runs of rises above twice the mean one, at least one", () => {
    expect(of(jumps, ...curve)).toBe(2);
    expect(of(jumps, 0, 3, 6, 6, 6, 6, 7, 8, 9, 9.5, 10)).toBe(1); // one run
    expect(of(jumps, 0, 2, 4, 6, 8, 10, 10, 10, 10, 10, 10)).toBe(1); // exactly twice is none
    expect(of(jumps, 0, 0.5, 1, 1.5, 2, 2.5, 3, 6, 6, 9, 10)).toBe(2);
    for (const metric of [jumps, heightAt40]) expect(of(metric, 3, 5, 2)).toBeNull(); // it falls
  });
});

describe("a number at a point of a path", () => {
  it.each([
    ["KL between the ends", klBetweenEnds, "between kl"],
    ["sign changes", signChanges, "between crossings"],
    ["KL at the error", klAtError, "substitution kl"],
    ["KL at the error, following positions", klAtErrorOver.following, "substitution.following kl"],
    ["KL at the error, every position", klAtErrorOver.every, "substitution.every kl"],
    ["KL at the replacement", klAtReplacement, "replacement kl"],
    ["KL at the target", klAtTarget, "towards.relative kl"],
  ] as const)("%s is the last one", (_, metric, along) => {
    expect(of(metric, 0, 4, 7)).toBe(7);
    expect(`${metric.along.key} ${metric.output}`).toBe(along);
  });

  it("KL at a length of the ladder is that after 1, 2 and 5 steps; KL at a step of an absolute path that of the step", () => {
    const curve = [0, 10, 20, 30, 40, 50, 60];
    expect([klAtLength.short, klAtLength.middle, klAtLength.long].map((one) => of(one, ...curve))).toEqual([
      10, 20, 50,
    ]);
    expect(of(klAtLength.long, 0, 1)).toBeNull();
    expect(klAtLength.short.title).toBe("KL after 1 step");
    expect(klAtLength.long.title).toBe("KL after 5 steps");
    expect([of(klAt(3), ...curve), of(klAt(7), ...curve)]).toEqual([30, null]);
  });
});

describe("a max slope step of synthetic activations", () => {
  // the largest rise is the last one, the next largest one lies 7 steps away; the target lies 8 steps away, the nearest 6
  const curve = [0, 1, 4, 4, 4, 4, 4, 9, 9, 9, 29];

  it("ends at the nearest target, at its own, or at the last point, and says where it lies at that end", () => {
    expect(of(maxSlopeStep.absolute, ...curve)).toBe(of(maxSlopeStepTo.own, ...curve.slice(0, 6)));
    const at = [maxSlopeStep.absolute, maxSlopeStepTo.own, maxSlopeStepTo.uncut, maxSlopeStep.relative].map(
      (metric) => {
        const step = of(metric, ...curve)!;
        return [step, metric.atEnd!(step, Float64Array.from(curve), facts)];
      },
    );
    expect(at).toEqual([
      [2, false],
      [7, true],
      [10, true],
      [10, true],
    ]);
    expect(maxSlopeStep.absolute.endsAtNearest).toBe(true);
    expect([maxSlopeStepTo.own, maxSlopeStep.relative].map((one) => one.endsAtNearest)).toEqual([
      false,
      false,
    ]);
  });

  it("of KL has the same level on every model, and lies beyond a step or not", () => {
    const slow = { ...facts, scales: { ...facts.scales, blowUpLevel: 100 } };
    const kl = Float64Array.of(0, 0.019, 0.05, 0.05);
    expect(maxSlopeStep.relative.of(kl, slow)).toBeNull();
    expect(maxSlopeStepOfKl.relative.of(kl, slow)).toBe(2);
    expect(maxSlopeStepOfKl.relative.of(Float64Array.of(0, 0.019, 0.03, 0.03), slow)).toBeNull();
    expect([of(laterThan(9), ...curve), of(laterThan(10), ...curve)]).toEqual([1, 0]);
    expect(laterThan(9).atEnd!(1, Float64Array.from(curve), facts)).toBe(false);
  });

  it("q is the largest rise over the mean of the first nine", () => {
    expect(of(blowUpRatio.relative, ...curve)).toBeCloseTo(20, 12);
    expect(of(blowUpRatio.absolute, ...curve.map((value) => 2 * value))).toBeCloseTo(20, 12);
  });
});
