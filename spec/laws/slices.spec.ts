import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors/index.ts";
import { measureSlices, nearness } from "../../src/experiment/slices/measure-slices.ts";
import { planeThrough, pointsOf } from "../../src/experiment/slices/plane.ts";
import { type Activation, distance, rowOf, stackRows } from "../../src/math/vec.ts";
import { paper } from "../../src/papers/stable-regions/index.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { fakeLab } from "../support/fake-lab.ts";

const vector = fc
  .array(fc.integer({ min: -20, max: 20 }), { minLength: 5, maxLength: 5 })
  .map((values) => Float32Array.from(values) as Activation);
const near = (a: Activation, b: Activation) => distance(a, b) < 1e-3;

describe("a plane through three activations", () => {
  it("has each of them where it says, and keeps their distances", () => {
    checkProperty(
      fc.property(vector, vector, vector, (a, b, c) => {
        let plane: ReturnType<typeof planeThrough>;
        try {
          plane = planeThrough(a, b, c);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
          return;
        }
        const [x, y] = plane.third;
        const at = (u: number, v: number) =>
          rowOf(pointsOf(plane, { x: [u, u + 1], y: [v - 1, v], side: 2 }), 0) as Activation;
        expect([near(at(0, 0), a), near(at(1, 0), b), near(at(x, y), c)]).toEqual([true, true, true]);
        expect(Math.hypot(x, y) * plane.unit).toBeCloseTo(distance(a, c), 4);
        expect(y).toBeGreaterThan(0);
      }),
    );
  });

  it("is refused where they lie on a line", () => {
    const of = (...values: number[]) => Float32Array.from(values) as Activation;
    expect(() => planeThrough(of(0, 0), of(1, 1), of(3, 3))).toThrow(InvalidInputError);
    expect(() => planeThrough(of(0, 0), of(0, 0), of(3, 3))).toThrow(InvalidInputError);
  });

  it("is walked from its upper left, row by row", () => {
    const plane = planeThrough(
      ...([
        [0, 0],
        [2, 0],
        [0, 2],
      ].map((row) => Float32Array.from(row)) as [Activation, Activation, Activation]),
    );
    const points = pointsOf(plane, { x: [0, 1], y: [0, 1], side: 2 });
    expect([0, 1, 2, 3].map((n) => [...rowOf(points, n)])).toEqual([
      [0, 2],
      [2, 2],
      [0, 0],
      [2, 0],
    ]);
    // a window that does not begin at the origin: 1 to 2 across, 3 down to 1 in three rows
    const apart = pointsOf(plane, { x: [1, 2], y: [1, 3], side: 3 });
    expect([0, 2, 3, 6, 8].map((n) => [...rowOf(apart, n)])).toEqual([
      [2, 6],
      [4, 6],
      [2, 4],
      [2, 2],
      [4, 2],
    ]);
  });
});

it("nearness is 255 at a corner, 0 as far as two lie apart, and falls with the distance", () => {
  const rows = (...all: number[][]) =>
    stackRows<"row", "d_model">(all.map((row) => Float32Array.from(row) as Activation));
  const corners = rows([0, 0], [10, 0], [0, 5]);
  const bytes = nearness(rows([0, 0], [10, 0], [0, 5], [50, 50], [5, 0]), corners);
  expect([bytes[0], bytes[4], bytes[8]]).toEqual([255, 255, 255]);
  expect([...bytes.slice(9, 12)]).toEqual([0, 0, 0]);
  expect(bytes[12]).toBe(bytes[13]);
  expect(bytes[3]!).toBeLessThan(bytes[12]!);
  // the corners lie at most sqrt(125) apart; (5, 0) lies 5 from two of them and sqrt(50) from the third
  const at = (far: number) => Math.round(255 * (1 - far / Math.sqrt(125)));
  expect([...bytes.slice(12, 15)]).toEqual([at(5), at(5), at(Math.sqrt(50))]);
  // the farthest two may be any two of the three
  for (const [a, b, c] of [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ] as const) {
    const places = [
      [0, 0],
      [8, 0],
      [3, 0],
    ];
    const moved = rows(places[a]!, places[b]!, places[c]!);
    const near = nearness(rows([4, 0]), moved);
    const far = [4, 4, 1];
    expect([...near]).toEqual([a, b, c].map((k) => Math.round(255 * (1 - far[k]! / 8))));
  }
  const inOne = rows([1, 1], [1, 1], [1, 1]);
  expect([...nearness(rows([1, 1], [3, 0]), inOne)]).toEqual([0, 0, 0, 0, 0, 0]); // nothing to measure by
});

it("slices look from -0.4 to 1.4 of the way to the second activation, across and up", async () => {
  const { lab } = fakeLab({ plan: paper, sae: null });
  const state = await lab.measureShown();
  const [slice] = await measureSlices(state, { corners: ["real", "another-real"], bases: 1 });
  const bytes = Buffer.from(slice!.near, "base64");
  const at = (value: number) => Math.round(((value + 0.4) / 1.8) * 31);
  const nearnessAt = (x: number, y: number, corner: number) =>
    bytes[3 * ((31 - at(y)) * 32 + at(x)) + corner]!;
  const [x, y] = slice!.third;
  expect(at(y!)).toBeGreaterThan(0);
  for (const [corner, [u, v]] of [
    [0, 0],
    [1, 0],
    [x!, y!],
  ].entries())
    expect(nearnessAt(u!, v!, corner), `corner ${corner}`).toBeGreaterThan(220);
});

it("slices are of the first bases, three bytes a point, and leave the other numbers alone", async () => {
  const { lab } = fakeLab({ plan: paper, sae: null });
  const state = await lab.measureShown();
  const slices = await measureSlices(state, { corners: ["real", "another-real"], bases: 2 });
  expect(slices.map(({ base }) => base)).toEqual([0, 1]);
  for (const { side, near: bytes, third, from, to, types } of slices) {
    expect({ side, from, to, types }).toEqual({
      side: 32,
      from: -0.4,
      to: 1.4,
      types: ["real", "another-real"],
    });
    expect(Buffer.from(bytes, "base64")).toHaveLength(3 * side * side);
    expect(third).toHaveLength(2);
    expect(third.map((value) => Number(value.toPrecision(4)))).toEqual(third); // four digits, to keep a page small
  }
});
