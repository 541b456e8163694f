import { describe, expect, it } from "vitest";
import type { CurveMetric } from "../../../src/experiment/curve-metric.ts";
import { maxSlopeStep, plateauLength, sensitivityCurve } from "../../../src/experiment/curve-metrics.ts";
import { absolutePath, entriesUpToTarget, relativePath } from "../../../src/experiment/perturbation-path.ts";
import {
  maxSlopeStepTo,
  maxSlopeStep as steepestStep,
} from "../../../src/papers/synthetic-activations/index.ts";
import type { LevelScales } from "../../../src/papers/synthetic-activations/scales.ts";

describe("max slope step", () => {
  it("counts the end of the steepest rise: a jump from entry 2 to entry 3 is step 3", () => {
    expect(maxSlopeStep([0, 1, 2, 9, 10])).toBe(3);
  });

  it("is the earliest of equal rises", () => {
    expect(maxSlopeStep([0, 5, 5, 10])).toBe(1);
  });

  it("takes rises, not sizes: a fall from high is no blow-up", () => {
    expect(maxSlopeStep([9, 0, 1])).toBe(2);
  });

  it("needs a rise above the level, not at it", () => {
    expect(maxSlopeStep([0, 0.02], 0.02)).toBeNull();
    expect(maxSlopeStep([0, 0.021], 0.02)).toBe(1);
    expect(maxSlopeStep([0, 0, 0])).toBeNull();
    expect(maxSlopeStep([3])).toBeNull();
  });
});

describe("activation plateau length", () => {
  it("is the first entry at or above the level", () => {
    expect(plateauLength([0, 5, 20, 40], 20)).toBe(2);
    expect(plateauLength([0, 5, 20, 40], 20.5)).toBe(3);
    expect(plateauLength([0, 5, 20, 10], 41)).toBeNull();
    expect(plateauLength([0, 25, 5, 30], 20)).toBe(1);
  });
});

describe("the cut at the target", () => {
  it.each([
    [40.6, 0.5, 100, 81],
    [39.9, 0.5, 100, 79],
    [50, 0.5, 100, 100],
    [1.4, 0.5, 100, 2],
    [0.1, 0.5, 100, 2],
    [1000, 0.5, 100, 100],
    [1.5, 0.5, 100, 3],
  ])("of a target at %f with step %f and %i points leaves %i entries", (distance, step, points, entries) => {
    expect(entriesUpToTarget(distance, step, points)).toBe(entries);
  });

  const curve = Float64Array.of(0, 1, 3, 4, 5, 50);
  const scales = { step: 1, plateauLevel: 0, blowUpLevel: 0 };

  it("hides a steeper rise beyond the base's nearest target from absolute curves, and from those alone", () => {
    const distance = 6;
    expect(steepestStep.absolute.of(curve, { distance, nearest: 4.5, scales })).toBe(2);
    expect(steepestStep.absolute.of(curve, { distance, nearest: 6, scales })).toBe(5);
    expect(steepestStep.relative.of(curve, { distance, nearest: 4.5, scales })).toBe(5);
    const higher = { ...scales, blowUpLevel: 2 };
    expect(steepestStep.absolute.of(curve, { distance, nearest: 4.5, scales: higher })).toBeNull();
  });

  it("is the path's own target, or none, for the readings that say so", () => {
    expect(maxSlopeStepTo.own.of(curve, { distance: 4.5, nearest: 3, scales })).toBe(2);
    expect(maxSlopeStepTo.own.of(curve, { distance: 6, nearest: 3, scales })).toBe(5);
    expect(maxSlopeStepTo.uncut.of(curve, { distance: 4.5, nearest: 3, scales })).toBe(5);
  });

  it("is told of a largest rise into the last two entries, whatever ends them", () => {
    const isAtEnd = (metric: CurveMetric<LevelScales>, step: number, nearest: number) =>
      metric.atEnd!(step, curve, { distance: 6, nearest, scales });
    expect([1, 2, 3].map((step) => isAtEnd(steepestStep.absolute, step, 4.5))).toEqual([false, true, true]);
    expect([3, 4, 5].map((step) => isAtEnd(steepestStep.relative, step, 4.5))).toEqual([false, true, true]);
  });
});

describe("a sensitivity curve", () => {
  it("is the distance to the first row of its path", () => {
    const data = Float32Array.of(1, 1, 4, 5, 1, 1, 1, 0);
    expect(Array.from(sensitivityCurve({ rows: 4, cols: 2, data }))).toEqual([0, 5, 0, 1]);
  });
});

describe("a path that cannot be walked", () => {
  const [a, b] = [Float32Array.of(1, 2), Float32Array.of(1, 3)];

  it.each([1, 0, -3, 2.5, Number.NaN])("is refused for %f points", (points) => {
    const said = "the number of points is";
    expect(() => relativePath(a, b, points)).toThrow(said);
    expect(() => absolutePath(a, b, points, 1)).toThrow(said);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("is refused for a step of %f", (step) => {
    expect(() => absolutePath(a, b, 3, step)).toThrow("the absolute step is");
  });

  it("has no direction where base and target coincide, unless it is relative", () => {
    expect(() => absolutePath(a, a.slice(), 3, 1)).toThrow("the distance from base to target is 0");
    expect(Array.from(relativePath(a, a.slice(), 2).data)).toEqual([1, 2, 1, 2]);
  });
});
