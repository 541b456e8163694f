import { describe, expect, it } from "vitest";
import * as sensitive from "../../../src/papers/sensitive-directions/planted.ts";
import * as stable from "../../../src/papers/stable-regions/planted.ts";
import * as synthetic from "../../../src/papers/synthetic-activations/planted.ts";

// Closed forms, written apart: what a planted curve is at every point.

const POINTS = 21;
const LAST = POINTS - 1;
/** Rises from 2 to 10, by no rule that a planted curve has. */
const measured = Float64Array.from(
  { length: POINTS },
  (_, n) => 2 + 8 * Math.sin((Math.PI / 2) * (n / LAST)),
);
const levels = { step: 0.5, plateauLevel: 20, blowUpLevel: 0.02 };
const facts = { distance: 30, nearest: 30, scales: levels };
const at = (of: (n: number) => number) => Array.from(measured, (_, n) => of(n));

function same(curve: Float64Array, wanted: readonly number[]): void {
  expect(curve).toHaveLength(wanted.length);
  wanted.forEach((value, n) => {
    expect(curve[n], `point ${n}`).toBeCloseTo(value, 9);
  });
}

/** 1 / (1 + e^-x) by its other form. */
const sigmoid = (x: number) => (1 + Math.tanh(x / 2)) / 2;
const between0and1 = (of: (t: number) => number) => (t: number) => (of(t) - of(0)) / (of(1) - of(0));

describe("what is planted for the stable regions", () => {
  it("is a line, a parabola or a step half way from the measured start to the measured end", () => {
    same(
      stable.line(measured, facts),
      at((n) => 2 + 0.4 * n),
    );
    same(
      stable.parabola(measured, facts),
      at((n) => 2 + 0.02 * n * n),
    );
    for (const width of [0.02, 0.1, 0.5]) {
      const step = between0and1((t) => sigmoid((t - 0.5) / width));
      same(
        stable.stepOfWidth(width)(measured, facts),
        at((n) => 2 + 8 * step(n / LAST)),
      );
    }
  });

  it("is a share of the measured curve and the rest of its line, or a line to a height", () => {
    for (const share of [0, 0.25, 1, 2])
      same(
        stable.partOf(share)(measured, facts),
        at((n) => share * measured[n]! + (1 - share) * (2 + 0.4 * n)),
      );
    same(
      stable.risesTo(50)(measured, facts),
      at((n) => 2.5 * n),
    );
  });

  it("goes by the length of the path over the mean one, which is the scales' step times the rises", () => {
    // the mean length is 10: this path is 3 times as long
    const step = between0and1((t) => sigmoid((t - 0.5) / (0.1 / 3)));
    same(
      stable.sharperWithLength(measured, facts),
      at((n) => 2 + 8 * step(n / LAST)),
    );
    same(
      stable.endsWithLength(measured, facts),
      at((n) => 0.15 * n),
    );
  });
});

describe("what is planted for synthetic activations", () => {
  const smooth = (t: number) => t * t * (3 - 2 * t);
  const sharp = between0and1((t) => sigmoid((t - 0.5) / 0.03));

  it.each([
    ["smoothstep", synthetic.smoothstep, smooth],
    ["sharp step", synthetic.sharpStep, sharp],
  ] as const)(
    "is a %s over the whole relative path, and up to the target of an absolute one",
    (_, of, shape) => {
      same(
        of("relative")(measured, facts),
        at((n) => 2 + 8 * shape(n / LAST)),
      );
      // a target 6 units away lies 12 steps away: the response has 12 entries, and stays at its height beyond
      const near = { ...facts, distance: 6, nearest: 6 };
      const height = measured[11]! - 2;
      same(
        of("absolute")(measured, near),
        at((n) => 2 + height * shape(Math.min(1, n / 11))),
      );
    },
  );

  it("comes some steps later or sooner, and then stays as it begins or ends", () => {
    same(
      synthetic.later(3)(measured, facts),
      at((n) => (n < 3 ? 2 : measured[n - 3]!)),
    );
    same(
      synthetic.sooner(3)(measured, facts),
      at((n) => (n === 0 ? 2 : n > LAST - 3 ? measured[LAST]! : measured[n + 3]!)),
    );
  });

  it("is some times as high, a parabola from 0, or a step at a point", () => {
    for (const { timesAsHigh } of [synthetic, sensitive])
      same(
        timesAsHigh(2.5)(measured, facts),
        at((n) => 2.5 * measured[n]!),
      );
    same(
      synthetic.parabola(measured, facts),
      at((n) => 10 * (n / LAST) ** 2),
    );
    same(
      synthetic.stepAt(7)(measured),
      at((n) => 10 * sigmoid((n - 7) / 2)),
    );
  });

  it("lies a seventh of the path from the end that the response is nearer to", () => {
    const reaches = (half: number) =>
      Float64Array.from(measured, (_, n) => (n < half ? 1 : n === LAST ? 8 : 4));
    const stepsAt = (point: number) => at((n) => 8 * sigmoid((n - point) / 2));
    same(synthetic.farFromMiddle(reaches(9), facts), stepsAt(3));
    same(synthetic.farFromMiddle(reaches(10), facts), stepsAt(17)); // half the way is not before it
    same(synthetic.farFromMiddle(reaches(15), facts), stepsAt(17));
  });
});
