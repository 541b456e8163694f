import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  endSlopeOf,
  later,
  maxSlopeStep,
  plateauLength,
  SCHEDULES,
  type Schedule,
  sharpnessOf,
  sharpStep,
  smoothstep,
  sooner,
  stepShare,
} from "../../src/papers/synthetic-activations/index.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const POINTS = 100;
const scales = { step: 0.5, plateauLevel: 20, blowUpLevel: 0.02 };

/** A curve of a shape on 0..1 up to its target, which lies so many steps away in absolute steps; level beyond it. */
function response(
  of: (t: number) => number,
  schedule: Schedule,
  steps: number,
  height: number,
): Float64Array {
  const entries = schedule === "relative" ? POINTS : steps;
  return Float64Array.from({ length: POINTS }, (_, n) => height * of(Math.min(1, n / (entries - 1))));
}

const factsOf = (steps: number) => ({ distance: (steps + 0.5) * 0.5, nearest: (steps + 0.5) * 0.5, scales });
const logistic = (width: number, at: number) => (t: number) => {
  const f = (x: number) => 1 / (1 + Math.exp((at - x) / width));
  return (f(t) - f(0)) / (f(1) - f(0));
};

const SMOOTH: Readonly<Record<string, (t: number) => number>> = {
  line: (t) => t,
  parabola: (t) => t * t,
  "parabola upside down": (t) => 1 - (1 - t) ** 2,
  cubic: (t) => t ** 3,
  smoothstep: (t) => 3 * t * t - 2 * t ** 3,
  "half a cosine": (t) => (1 - Math.cos(Math.PI * t)) / 2,
  "power of 1.5": (t) => t ** 1.5,
};

/** Absolute steps to the target: few enough to be cut, and enough to have a shape. */
const steps = fc.integer({ min: 40, max: 100 });
const height = fc.double({ min: 1, max: 1000, noNaN: true });

describe.each(SCHEDULES)("a response in %s steps", (schedule) => {
  it.each(Object.keys(SMOOTH))("that is a %s is no step, at any height and length", (shape) => {
    checkProperty(
      fc.property(steps, height, (length, size) => {
        const curve = response(SMOOTH[shape]!, schedule, length, size);
        expect(stepShare[schedule].of(curve, factsOf(length))).toBe(0);
      }),
    );
  });

  it("that is flat, steep and flat is a step, wherever between the ends it is steep", () => {
    checkProperty(
      fc.property(
        steps,
        height,
        fc.double({ min: 0.3, max: 0.7, noNaN: true }),
        fc.double({ min: 0.005, max: 0.06, noNaN: true }),
        (length, size, at, width) => {
          const curve = response(logistic(width, at), schedule, length, size);
          expect(stepShare[schedule].of(curve, factsOf(length))).toBe(1);
        },
      ),
    );
  });

  it("gains 0.10 around its steepest step where it is a line, 0.15 where it is a smoothstep, on any length", () => {
    checkProperty(
      fc.property(steps, (length) => {
        const of = (shape: string) =>
          sharpnessOf[schedule].of(response(SMOOTH[shape]!, schedule, length, 7), factsOf(length))!;
        expect(Math.abs(of("line") - 0.101)).toBeLessThan(0.02);
        expect(Math.abs(of("smoothstep") - 0.151)).toBeLessThan(0.03);
      }),
    );
  });

  it("has the slope of its steeper end beside it: 1 for a line, 2 for a parabola's end, next to 0 for a step", () => {
    const of = (shape: (t: number) => number) =>
      endSlopeOf[schedule].of(response(shape, schedule, 90, 5), factsOf(90))!;
    expect(of(SMOOTH["line"]!)).toBeCloseTo(1, 6);
    expect(Math.abs(of(SMOOTH["parabola"]!) - 1.9)).toBeLessThan(0.05);
    expect(of(logistic(0.03, 0.5))).toBeLessThan(0.01);
  });

  it("keeps its height where a smoothstep or a step is put in its place; the one is no step, the other is one", () => {
    checkProperty(
      fc.property(steps, height, (length, size) => {
        const facts = factsOf(length);
        const measured = response(logistic(0.1, 0.4), schedule, length, size);
        for (const [reshape, found] of [
          [smoothstep(schedule), 0],
          [sharpStep(schedule), 1],
        ] as const) {
          const curve = reshape(measured, facts);
          expect([curve[0], curve.length]).toEqual([measured[0], POINTS]);
          expect(curve[POINTS - 1]).toBeCloseTo(size, 6);
          expect(stepShare[schedule].of(curve, facts)).toBe(found);
        }
      }),
    );
  });

  it("without a rise, or shorter than eleven entries, has no shape and counts as no step", () => {
    const flat = new Float64Array(POINTS);
    expect(stepShare[schedule].of(flat, factsOf(90))).toBeNull();
    if (schedule === "absolute")
      expect(stepShare.absolute.of(response(SMOOTH["line"]!, "relative", 0, 5), factsOf(9))).toBeNull();
    expect(stepShare[schedule].ifNever).toBe(0);
  });
});

describe("a planted delay", () => {
  it("moves the max slope step by as many steps, and the end of a plateau by as many towards the start", () => {
    checkProperty(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.4, max: 0.6, noNaN: true }),
        (by, at) => {
          const curve = response(logistic(0.05, at), "relative", 0, 100);
          const facts = factsOf(200);
          const mss = maxSlopeStep.relative.of(curve, facts)!;
          expect(maxSlopeStep.relative.of(later(by)(curve, facts), facts)).toBe(mss + by);
          const length = plateauLength.of(curve, facts)!;
          expect(plateauLength.of(sooner(by)(curve, facts), facts)).toBe(length - by);
        },
      ),
    );
  });
});
