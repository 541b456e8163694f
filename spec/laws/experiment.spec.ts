import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blowUpRatio,
  maxSlopeStep,
  plateauLength,
  sensitivityCurve,
} from "../../src/experiment/curve-metrics.ts";
import { absolutePath, entriesUpToTarget, relativePath } from "../../src/experiment/perturbation-path.ts";
import { type Activation, distance, rowOf } from "../../src/math/vec.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const vector = (dModel: number) =>
  fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: dModel, maxLength: dModel })
    .map((values) => Float32Array.from(values) as Activation);

/** Two points that differ, of one length. */
const ends = fc
  .integer({ min: 1, max: 8 })
  .chain((dModel) => fc.tuple(vector(dModel), vector(dModel)))
  .filter(([a, b]) => distance(a, b) > 0);
const points = fc.integer({ min: 2, max: 120 });
const steps = fc.integer({ min: 1, max: 64 }).map((k) => k / 8);
/** Whole numbers: sums and differences are exact. */
const curves = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 });

describe("a perturbation path", () => {
  it("starts exactly at the base, in both schedules", () => {
    checkProperty(
      fc.property(ends, points, steps, ([base, target], n, step) => {
        expect(rowOf(relativePath(base, target, n), 0)).toEqual(base);
        expect(rowOf(absolutePath(base, target, n, step), 0)).toEqual(base);
      }),
    );
  });

  it("has neighbours exactly one step apart in the absolute schedule, and heads for the target", () => {
    checkProperty(
      fc.property(ends, points, steps, ([base, target], n, step) => {
        const path = absolutePath(base, target, n, step);
        const rounding = 1e-6 * (2000 + n * step) * Math.sqrt(base.length);
        for (let i = 1; i < n; i++) {
          expect(Math.abs(distance(rowOf(path, i), rowOf(path, i - 1)) - step)).toBeLessThan(rounding);
          expect(Math.abs(distance(rowOf(path, i), base) - i * step)).toBeLessThan(rounding);
          expect(
            Math.abs(distance(rowOf(path, i), target) - Math.abs(distance(base, target) - i * step)),
          ).toBeLessThan(rounding);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("ends exactly at the target in the relative schedule, by equal shares of the way", () => {
    checkProperty(
      fc.property(ends, points, ([base, target], n) => {
        const path = relativePath(base, target, n);
        expect(path.rows).toBe(n);
        expect(rowOf(path, n - 1)).toEqual(target);
        const share = distance(base, target) / (n - 1);
        for (let i = 1; i < n; i++)
          expect(Math.abs(distance(rowOf(path, i), rowOf(path, i - 1)) - share)).toBeLessThan(1e-2);
      }),
      { numRuns: 30 },
    );
  });

  it("goes on beyond the target in the absolute schedule", () => {
    const path = absolutePath(Float32Array.of(0, 0), Float32Array.of(3, 4), 4, 2.5);
    expect(Array.from(path.data)).toEqual([0, 0, 1.5, 2, 3, 4, 4.5, 6]);
  });

  it("does not depend on how far the target is in the absolute schedule, only on where", () => {
    checkProperty(
      fc.property(ends, points, steps, ([base, target], n, step) => {
        const farther = target.map((t, i) => t + (t - base[i]!)) as Activation; // twice as far, exact
        const [near, far] = [absolutePath(base, target, n, step), absolutePath(base, farther, n, step)];
        for (let i = 0; i < n; i++) expect(distance(rowOf(near, i), rowOf(far, i))).toBeLessThan(1e-2);
      }),
      { numRuns: 30 },
    );
  });

  it("is cut at the target: floor(distance / step) entries, at least 2, at most all", () => {
    checkProperty(
      fc.property(fc.nat({ max: 500 }), steps, points, (d, step, n) => {
        const entries = entriesUpToTarget(d, step, n);
        expect(entries).toBeGreaterThanOrEqual(2);
        expect(entries).toBeLessThanOrEqual(n);
        if (entries > 2) expect(entries * step).toBeLessThanOrEqual(d);
        if (entries < n) expect((entries + 1) * step).toBeGreaterThan(d);
      }),
    );
  });
});

describe("a sensitivity curve", () => {
  it("starts at 0 and is measured from step 0 of its own path: adding one vector to all rows changes nothing", () => {
    checkProperty(
      fc.property(fc.array(vector(3), { minLength: 1, maxLength: 12 }), vector(3), (rows, shift) => {
        const stack = (list: readonly Activation[]) => ({
          rows: list.length,
          cols: 3,
          data: Float32Array.from(list.flatMap((row) => Array.from(row))),
        });
        const curve = sensitivityCurve(stack(rows));
        expect(curve[0]).toBe(0);
        expect(curve).toEqual(sensitivityCurve(stack(rows.map((row) => row.map((x, k) => x + shift[k]!)))));
        rows.forEach((row, n) => {
          expect(curve[n]).toBeCloseTo(distance(row, rows[0]!), 9);
        });
      }),
    );
  });
});

describe("max slope step", () => {
  it("is the end of the steepest rise, and the earliest of equal ones", () => {
    checkProperty(
      fc.property(curves, (curve) => {
        const step = maxSlopeStep(curve);
        const rises = curve.slice(1).map((d, i) => d - curve[i]!);
        const largest = Math.max(...rises);
        expect(step).toBe(largest > 0 ? 1 + rises.indexOf(largest) : null);
      }),
    );
  });

  it("ignores positive scaling and any offset of the curve, when the level is scaled along", () => {
    checkProperty(
      fc.property(
        curves,
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: -999, max: 999 }),
        fc.nat({ max: 60 }),
        (curve, scale, offset, level) => {
          const moved = curve.map((d) => scale * d + offset);
          expect(maxSlopeStep(moved, scale * level)).toBe(maxSlopeStep(curve, level));
        },
      ),
    );
  });

  it("moves by k when k flat steps are put in front", () => {
    checkProperty(
      fc.property(curves, fc.nat({ max: 20 }), fc.nat({ max: 60 }), (curve, k, level) => {
        const later = [...Array<number>(k).fill(curve[0]!), ...curve];
        const step = maxSlopeStep(curve, level);
        expect(maxSlopeStep(later, level)).toBe(step === null ? null : step + k);
      }),
    );
  });

  it("does not change when flat steps are put behind, nor by what falls", () => {
    checkProperty(
      fc.property(curves, fc.nat({ max: 20 }), (curve, k) => {
        const last = curve.at(-1)!;
        const longer = [...curve, ...Array.from({ length: k }, (_, i) => last - i)];
        expect(maxSlopeStep(longer)).toBe(maxSlopeStep(curve));
      }),
    );
  });

  it("is null exactly when no rise is above the level", () => {
    checkProperty(
      fc.property(curves, fc.nat({ max: 100 }), (curve, level) => {
        const risesAbove = curve.some((d, n) => n > 0 && d - curve[n - 1]! > level);
        expect(maxSlopeStep(curve, level) === null).toBe(!risesAbove);
      }),
    );
  });
});

describe("activation plateau length", () => {
  it("is the first step at the level or above, null when there is none", () => {
    checkProperty(
      fc.property(curves, fc.integer({ min: -60, max: 60 }), (curve, level) => {
        const at = curve.findIndex((d) => d >= level);
        expect(plateauLength(curve, level)).toBe(at < 0 ? null : at);
      }),
    );
  });

  it("is no shorter for a higher level and moves by k when k flat steps are put in front", () => {
    checkProperty(
      fc.property(curves, fc.integer({ min: 1, max: 60 }), fc.nat({ max: 9 }), (tail, level, k) => {
        const curve = [0, ...tail];
        const last = curve.length;
        const length = plateauLength(curve, level);
        expect(plateauLength(curve, level + 1) ?? last).toBeGreaterThanOrEqual(length ?? last);
        expect(plateauLength([...Array<number>(k).fill(0), ...curve], level)).toBe(
          length === null ? null : length + k,
        );
      }),
    );
  });
});

describe("the blow-up ratio", () => {
  it("is 1 for a rising line of any slope, offset and length", () => {
    checkProperty(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: -99, max: 99 }),
        fc.integer({ min: 10, max: 100 }),
        (slope, offset, n) => {
          expect(blowUpRatio(Array.from({ length: n }, (_, i) => offset + slope * i))).toBe(1);
        },
      ),
    );
  });

  it("is s when one later rise is s times the others, and ignores scaling and offset", () => {
    checkProperty(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 10, max: 30 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        (s, at, scale, offset) => {
          const curve = Array.from({ length: 40 }, (_, i) => offset + scale * (i + (i >= at ? s - 1 : 0)));
          expect(blowUpRatio(curve)).toBe(s);
        },
      ),
    );
  });

  it("is null where the first nine rises sum to nothing or less, or the curve is shorter", () => {
    expect(blowUpRatio([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9])).toBeNull();
    expect(blowUpRatio([5, 4, 3, 3, 3, 3, 3, 3, 3, 3, 9])).toBeNull();
    expect(blowUpRatio([0, 1, 2, 3, 4, 5, 6, 7, 8])).toBeNull();
  });
});
