import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors/index.ts";
import { maxSlopeStep, plateauLength } from "../../src/experiment/curve-metrics.ts";
import {
  endSlopes,
  finalHeight,
  isStep,
  maxRelativeSlope,
  sharpness,
} from "../../src/experiment/curve-shape.ts";
import {
  aucStep,
  halfRiseStep,
  isAtEnd,
  nonLinearityStep,
  shareOfRiseStep,
} from "../../src/experiment/curve-steps.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const POINTS = 100;
const sampled = (f: (t: number) => number, points = POINTS) =>
  Array.from({ length: points }, (_, n) => f(n / (points - 1)));
const shapes = {
  line: (t: number) => t,
  "x^1.5": (t: number) => t ** 1.5,
  parabola: (t: number) => t * t,
  cubic: (t: number) => t ** 3,
  "square root": Math.sqrt,
  smoothstep: (t: number) => 3 * t * t - 2 * t ** 3,
};
const logistic = (width: number, at = 0.5) => {
  const raw = (t: number) => 1 / (1 + Math.exp(-(t - at) / width));
  return (t: number) => raw(t) - raw(0);
};
const LIMITS = { sharpnessAbove: 0.2, endsBelow: 0.6 };

/** Curves in whole numbers: sums and differences are exact, so ties stay ties when they are scaled and shifted. */
const curve = fc.array(fc.integer({ min: -20, max: 40 }), { maxLength: 40, size: "max" });
const scale = fc.constantFrom(0.25, 1, 2, 64);
const offset = fc.integer({ min: -100, max: 100 });
const moved = (c: number[], by: number, times: number) => c.map((x) => times * (x + by));

describe("sharpness", () => {
  it.each([
    ["a line", shapes.line, 10 / 99],
    ["a smoothstep", shapes.smoothstep, 0.151],
    ["a logistic step of width 0.1", logistic(0.1), 0.25],
    ["a logistic step of width 0.05", logistic(0.05), 0.466],
    ["a jump", (t: number) => (t > 0.7 ? 1 : 0), 1],
  ])("of %s is as its formula says", (_, f, want) => {
    expect(sharpness(sampled(f))).toBeCloseTo(want, 2);
  });

  it("of a logistic step in the middle is tanh(1/40w) / tanh(1/4w)", () => {
    checkProperty(
      fc.property(fc.double({ min: 0.03, max: 0.3, noNaN: true }), (w) => {
        const want = Math.tanh(1 / (40 * w)) / Math.tanh(1 / (4 * w));
        expect(Math.abs(sharpness(sampled(logistic(w)))! - want)).toBeLessThan(0.01);
      }),
    );
  });

  it("is the rise of the best-placed window over the range, computed rise by rise", () => {
    checkProperty(
      fc.property(curve, fc.integer({ min: 1, max: 6 }), (c, within) => {
        const rises = c.slice(1).map((x, i) => x - c[i]!);
        const steepest = Math.max(...rises);
        const got = sharpness(c, within);
        if (rises.length <= 2 * within || steepest <= 0) {
          expect(got).toBeNull();
          return;
        }
        let window = Array.from({ length: 2 * within }, (_, i) => rises.indexOf(steepest) + 1 - within + i);
        while (window[0]! < 0) window = window.map((i) => i + 1);
        while (window.at(-1)! > rises.length - 1) window = window.map((i) => i - 1);
        const gained = window.reduce((sum, i) => sum + rises[i]!, 0);
        expect(got).toBeCloseTo(gained / (Math.max(...c) - Math.min(...c)), 12);
      }),
    );
  });

  it("never exceeds 1, also where a curve shoots over its end", () => {
    checkProperty(
      fc.property(curve, (c) => {
        expect(sharpness(c) ?? 0).toBeLessThanOrEqual(1);
      }),
    );
    expect(sharpness([...new Array(20).fill(0), ...new Array(20).fill(9), ...new Array(20).fill(1)])).toBe(1);
  });
});

describe("the slopes at both ends", () => {
  it("are 1 and 1 for a line of any length and slope", () => {
    checkProperty(
      fc.property(fc.integer({ min: 11, max: 200 }), fc.integer({ min: 1, max: 9 }), (points, slope) => {
        const { first, last } = endSlopes(Array.from({ length: points }, (_, n) => slope * n))!;
        expect(first).toBeCloseTo(1, 12);
        expect(last).toBeCloseTo(1, 12);
      }),
    );
  });

  it("change places where the curve is run through backwards and upside down", () => {
    checkProperty(
      fc.property(curve, (c) => {
        const ends = endSlopes(c);
        const turned = endSlopes(c.toReversed().map((x) => -x));
        expect(turned).toEqual(ends === null ? null : { first: ends.last, last: ends.first });
      }),
    );
  });

  it("of a parabola are 9/99 and 189/99, as its first and last 9 rises of 99 say", () => {
    const { first, last } = endSlopes(sampled(shapes.parabola))!;
    expect(first).toBeCloseTo(9 / 99, 12);
    expect(last).toBeCloseTo(189 / 99, 12);
  });
});

describe("a step, sharper than 0.2 and below 0.6 of the mean slope at both ends", () => {
  it.each(Object.entries(shapes))("is not a %s", (_, f) => {
    expect(isStep(sampled(f), LIMITS)).toBe(false);
    expect(isStep(sampled(f, 80), LIMITS)).toBe(false);
  });

  it("is no power of t, convex or concave: one end is always steep", () => {
    checkProperty(
      fc.property(fc.double({ min: 0.05, max: 30, noNaN: true }), (power) => {
        expect(
          isStep(
            sampled((t) => t ** power),
            LIMITS,
          ),
        ).toBe(false);
      }),
    );
  });

  it("is a logistic step of width 0.01 to 0.11, wherever it has room", () => {
    checkProperty(
      fc.property(
        fc.double({ min: 0.01, max: 0.11, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (width, place) => {
          const room = 0.11 + 3 * width;
          expect(isStep(sampled(logistic(width, room + place * (1 - 2 * room))), LIMITS)).toBe(true);
        },
      ),
    );
  });

  it("is no wide logistic step, no jump at an end, no constant and no fall", () => {
    expect(isStep(sampled(logistic(0.15)), LIMITS)).toBe(false);
    expect(
      isStep(
        sampled((t) => (t > 0.97 ? 1 : 0)),
        LIMITS,
      ),
    ).toBe(false);
    expect(
      isStep(
        sampled((t) => (t > 0.03 ? 1 : 0)),
        LIMITS,
      ),
    ).toBe(false);
    expect(
      isStep(
        sampled(() => 3),
        LIMITS,
      ),
    ).toBe(false);
    expect(
      isStep(
        sampled((t) => -t),
        LIMITS,
      ),
    ).toBe(false);
    expect(isStep([0, 0, 1, 1], LIMITS)).toBe(false);
  });

  it("is what the two numbers given say", () => {
    expect(isStep(sampled(shapes.smoothstep), { sharpnessAbove: 0.15, endsBelow: 0.6 })).toBe(true);
    expect(isStep(sampled(shapes.smoothstep), { sharpnessAbove: 0.15, endsBelow: 0.25 })).toBe(false);
    expect(isStep(sampled(logistic(0.05)), { sharpnessAbove: 0.5, endsBelow: 0.6 })).toBe(false);
    expect(isStep(sampled(logistic(0.05)), { sharpnessAbove: 0.5, endsBelow: 0.6, within: 8 })).toBe(true);
  });
});

describe("the max relative slope", () => {
  it("is the steepest slope over t of the curve over its end", () => {
    checkProperty(
      fc.property(curve, (c) => {
        const height = (c.at(-1) ?? 0) - (c[0] ?? 0);
        const got = maxRelativeSlope(c);
        if (height <= 0) {
          expect(got).toBeNull();
          return;
        }
        const relative = c.map((x) => (x - c[0]!) / height);
        const slopes = relative.slice(1).map((x, i) => (x - relative[i]!) / (1 / (c.length - 1)));
        expect(got).toBeCloseTo(Math.max(...slopes), 9);
        expect(got).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });
});

describe("numbers of a curve's shape and its steps", () => {
  const numbers: [string, (c: number[]) => number | null][] = [
    ["sharpness", (c) => sharpness(c)],
    ["the slope at the start", (c) => endSlopes(c)?.first ?? null],
    ["the slope at the end", (c) => endSlopes(c)?.last ?? null],
    ["the max relative slope", maxRelativeSlope],
    ["the first non-linearity step", nonLinearityStep],
    ["the AUC step", aucStep],
    ["the half-rise step", halfRiseStep],
    ["the step at a quarter of the rise", (c) => shareOfRiseStep(c, 0.25)],
    ["whether it is a step", (c) => Number(isStep(c, LIMITS))],
  ];
  it.each(numbers)("%s ignores offset and scale of the curve", (_, number) => {
    checkProperty(
      fc.property(curve, offset, scale, (c, by, times) => {
        const [plain, other] = [number(c), number(moved(c, by, times))];
        if (plain === null) expect(other).toBeNull();
        else expect(other).toBeCloseTo(plain, 9);
      }),
    );
  });

  it.each(numbers.slice(0, -1))("%s has no value on an empty, a single, a constant curve", (_, number) => {
    for (const c of [[], [3], new Array<number>(50).fill(7)]) expect(number(c)).toBeNull();
  });

  it("the final height scales, and ignores an offset", () => {
    checkProperty(
      fc.property(curve, offset, scale, (c, by, times) => {
        const height = finalHeight(c);
        expect(height === null).toBe(c.length < 2);
        if (height === null) return;
        expect(height).toBe(c.at(-1)! - c[0]!);
        expect(finalHeight(moved(c, by, times))).toBe(times * height);
      }),
    );
  });
});

describe("the first non-linearity step", () => {
  it("is the first entry from 10 on that is off the line through 0 and 9 by more than the threshold", () => {
    checkProperty(
      fc.property(curve, fc.constantFrom(0.1, 0.2, 1), (c, threshold) => {
        const line = (i: number) => (i * (c[9]! - c[0]!)) / 9;
        const off = c.findIndex(
          (x, i) => i >= 10 && c[9]! > c[0]! && Math.abs((x - c[0]! - line(i)) / line(i)) > threshold + 1e-12,
        );
        const on = c.some((x, i) => Math.abs(Math.abs((x - c[0]! - line(i)) / line(i)) - threshold) < 1e-9);
        fc.pre(!on); // exactly on the threshold rounding decides
        expect(nonLinearityStep(c, { threshold, step: "at" })).toBe(off < 0 ? null : off);
        expect(nonLinearityStep(c, { threshold })).toBe(off < 0 ? null : off - 1);
      }),
    );
  });

  it("is not yet an entry that is off by just the threshold", () => {
    const bent = Float64Array.from({ length: 14 }, (_, n) => (n < 12 ? n : 1.25 * n)); // off by a quarter from 12 on
    expect(nonLinearityStep(bent, { threshold: 0.25 })).toBeNull();
    expect(nonLinearityStep(bent, { threshold: 0.2421875 })).toBe(11);
  });

  it("never comes on a line", () => {
    expect(nonLinearityStep(sampled(shapes.line))).toBeNull();
  });
});

describe("the first non-linearity step of curves by hand", () => {
  const line = (...then: number[]) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...then];

  it("counts a deviation of more than a fifth by itself", () => {
    expect(nonLinearityStep(line(12.5))).toBe(9);
    expect(nonLinearityStep(line(11.5))).toBeNull();
    expect(nonLinearityStep(line(12.5), { threshold: 0.2, step: "at" })).toBe(10);
  });

  it("is none off a line that does not rise", () => {
    expect(nonLinearityStep([...new Array(10).fill(0), 1, 2])).toBeNull();
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d as a threshold", (threshold) => {
    expect(() => nonLinearityStep(line(12.5), { threshold })).toThrow(InvalidInputError);
  });
});

describe("the AUC step", () => {
  it("is the argmax of triangle over trapezoid area, each computed from its prefix", () => {
    checkProperty(
      fc.property(curve, (c) => {
        const ratios = c.map((x, j) => {
          const prefix = c.slice(0, j + 1).map((y) => y - c[0]!);
          const area = prefix.slice(1).reduce((sum, y, i) => sum + (y + prefix[i]!) / 2, 0);
          return j < 5 || area <= 0 ? 0 : ((x - c[0]!) * (j + 1)) / 2 / area;
        });
        const largest = Math.max(0, ...ratios);
        expect(aucStep(c)).toBe(largest > 0 ? ratios.indexOf(largest) : null);
      }),
    );
  });

  it("is the end of the jump after a flat part, and 5 for a line, which has none", () => {
    expect(aucStep([...new Array(30).fill(0), ...new Array(20).fill(1)])).toBe(30);
    expect(aucStep(sampled(shapes.line))).toBe(5);
  });

  it("is of no prefix without area, however high it ends", () => {
    expect(aucStep([0, 0, 0, 0, -1, 2])).toBeNull(); // half a unit below, half a unit above
  });

  it("is the earlier of two entries with the same ratio", () => {
    // at 5 a triangle of 3 over an area of 0.5, at 6 one of 42 over 7
    expect(aucStep([0, 0, 0, 0, 0, 1, 12])).toBe(5);
  });
});

describe("the step at a share of the rise", () => {
  it.each([0, -0.5, 1.5, Number.NaN])("refuses %d as a share", (share) => {
    expect(() => shareOfRiseStep([0, 1], share)).toThrow(InvalidInputError);
  });

  it("is the first one there: all before lie below it", () => {
    checkProperty(
      fc.property(curve, fc.constantFrom(0.25, 0.5, 0.75, 1), (c, share) => {
        const n = shareOfRiseStep(c, share);
        const height = (c.at(-1) ?? 0) - (c[0] ?? 0);
        if (height <= 0) {
          expect(n).toBeNull();
          return;
        }
        expect((c[n!]! - c[0]!) / height).toBeGreaterThanOrEqual(share);
        for (const x of c.slice(0, n!)) expect((x - c[0]!) / height).toBeLessThan(share);
      }),
    );
  });

  it("is found at share 1 for heights that do not add up exactly", () => {
    const c = [0.1, 0.3, 0.7];
    expect(shareOfRiseStep(c, 1)).toBe(2);
    expect(halfRiseStep(c)).toBe(plateauLength(c, 0.4));
  });
});

describe("a step at the end of the path", () => {
  it("is one of the last two admitted entries", () => {
    checkProperty(
      fc.property(fc.integer({ min: 2, max: 100 }), fc.nat({ max: 99 }), (entries, at) => {
        const step = at % entries;
        expect(isAtEnd(entries, step)).toBe([entries - 1, entries - 2].includes(step));
      }),
    );
  });

  it("is where the max slope step of a convex curve lies, and never a step that is not there", () => {
    expect(isAtEnd(80, maxSlopeStep(sampled(shapes.cubic, 80)))).toBe(true);
    expect(isAtEnd(80, maxSlopeStep(sampled(logistic(0.05), 80)))).toBe(false);
    expect(isAtEnd(80, null)).toBe(false);
  });
});
