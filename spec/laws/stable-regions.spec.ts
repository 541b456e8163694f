import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxRelativeSlope } from "../../src/experiment/curve-shape.ts";
import {
  EFFECTS,
  endSlope,
  endsWithLength,
  heightAt40,
  jumpAt,
  jumps,
  line,
  maxSlope,
  PAPER,
  parabola,
  partOf,
  risesTo,
  sharperWithLength,
  stepOfWidth,
} from "../../src/papers/stable-regions/index.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const scales = { step: 1 };
const facts = { distance: 49, nearest: 49, scales };
const curve = (of: (t: number) => number, height = 1): Float64Array =>
  Float64Array.from({ length: PAPER.points }, (_, n) => height * of(n / (PAPER.points - 1)));
const SMOOTH: Readonly<Record<string, (t: number) => number>> = {
  line: (t) => t,
  smoothstep: (t) => 3 * t * t - 2 * t ** 3,
  parabola: (t) => t * t,
  "square root": (t) => Math.sqrt(t + 0.2) - Math.sqrt(0.2),
};
const two = stepOfWidth(0.02);

describe("the measures of a boundary", () => {
  it.each(Object.entries(SMOOTH))("see none in a %s: no slope above twice the mean", (_, of) => {
    expect(maxSlope.of(curve(of), facts)!).toBeLessThan(EFFECTS.slope);
    expect(jumps.of(curve(of), facts)).toBe(1);
  });

  it("do not change with the height of the response, nor with where it starts", () => {
    checkProperty(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: -9, max: 9 }), (height, start) => {
        const measured = two(
          curve((t) => t, height),
          facts,
        ).map((value) => value + start);
        const unit = two(
          curve((t) => t),
          facts,
        );
        for (const metric of [maxSlope, endSlope, heightAt40, jumps, jumpAt])
          expect(metric.of(measured, facts)!).toBeCloseTo(metric.of(unit, facts)!, 6);
      }),
    );
  });

  it("find the place and the number of jumps, and flat ends around one", () => {
    const jump = (at: number) => (t: number) => 1 / (1 + Math.exp((at - t) / 0.01));
    const once = curve(jump(0.3));
    expect(jumpAt.of(once, facts)!).toBeCloseTo(0.3, 1);
    expect([jumps.of(once, facts), heightAt40.of(once, facts)! > 0.9]).toEqual([1, true]);
    expect(endSlope.of(once, facts)!).toBeLessThan(0.01);
    expect(
      jumps.of(
        curve((t) => jump(0.25)(t) + jump(0.5)(t) + jump(0.75)(t)),
        facts,
      ),
    ).toBe(3);
    expect(endSlope.of(curve(SMOOTH["line"]!), facts)).toBeCloseTo(1, 9);
  });

  it("have no value where the output ends where it began", () => {
    const flat = new Float64Array(PAPER.points);
    for (const metric of [maxSlope, endSlope, heightAt40, jumps]) expect(metric.of(flat, facts)).toBe(null);
    expect(jumpAt.of(flat, facts)).toBe(null);
  });
});

describe("what is planted", () => {
  const measured = two(
    curve((t) => t, 7),
    facts,
  );

  it("is as sharp as it says", () => {
    expect(maxRelativeSlope(line(measured, facts))!).toBeCloseTo(1, 9);
    expect(maxRelativeSlope(stepOfWidth(0.1)(measured, facts))!).toBeCloseTo(2.5, 1);
    expect(maxRelativeSlope(parabola(measured, facts))!).toBeLessThan(2);
    expect(endSlope.of(parabola(measured, facts), facts)!).toBeGreaterThan(1.8);
    expect(risesTo(120)(measured, facts).at(-1)).toBe(120);
  });

  it("mixed with a line leaves that share of what is steeper than it", () => {
    const slope = maxRelativeSlope(measured)!;
    for (const share of [0, 0.25, 0.5, 1, 2])
      expect(maxRelativeSlope(partOf(share)(measured, facts))!).toBeCloseTo(1 + share * (slope - 1), 6);
  });

  it("is sharper and ends further away the longer the way is", () => {
    const at = (distance: number) => ({ ...facts, distance });
    const slopes = [20, 40, 60, 80].map((d) => maxRelativeSlope(sharperWithLength(measured, at(d)))!);
    expect(slopes.toSorted((a, b) => a - b)).toEqual(slopes);
    expect(slopes[3]! / slopes[0]!).toBeGreaterThan(2);
    expect(endsWithLength(measured, at(98)).at(-1)).toBeCloseTo(2, 9);
  });
});
