import { describe, expect, it } from "vitest";
import { commonMarks, gridMarks, gridOf } from "../../../src/doctor/weight-grid.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";

const rng = rngFromSeed(5).fork("weights");
const random = Float32Array.from({ length: 400 * 400 }, () => 0.02 * rng.normal());
const none = { bfloat16: false, float16: false, eightBit: false };

describe("the grid of a matrix", () => {
  it("is none for random float32 numbers", () => {
    expect(gridMarks(random, 400)).toEqual(none);
  });

  it("is none for zeros and for too few numbers", () => {
    expect(gridMarks(new Float32Array(1000), 10)).toEqual(none);
    expect(gridMarks(new Float32Array(63).fill(1), 9)).toEqual(none);
    expect(gridMarks(new Float32Array(64).fill(1), 8)).toMatchObject({ bfloat16: true, float16: true });
  });

  it("is not bfloat16 or float16 once a single number is off", () => {
    const values = Float32Array.from({ length: 200 }, (_, i) => i + 1);
    expect(gridMarks(values, 20)).toEqual({ bfloat16: true, float16: true, eightBit: false });
    values[137] = 0.1;
    expect(gridMarks(values, 20)).toEqual(none);
  });

  it("tells bfloat16 from float16 by significant bits and by range", () => {
    const fill = (v: number) => new Float32Array(64).fill(v);
    expect(gridMarks(fill(1 + 2 ** -10), 8)).toEqual({ bfloat16: false, float16: true, eightBit: false });
    expect(gridMarks(fill(1 + 2 ** -11), 8)).toEqual(none);
    expect(gridMarks(fill(2 ** -25), 8)).toEqual({ bfloat16: true, float16: false, eightBit: false });
    expect(gridMarks(fill(3 * 2 ** -24), 8)).toEqual({ bfloat16: true, float16: true, eightBit: false });
    expect(gridMarks(fill(2 ** 17), 8)).toEqual({ bfloat16: true, float16: false, eightBit: false });
  });

  it.each([
    ["one scale for all", () => 0.0011],
    ["one scale a row", (i: number) => 0.001 * (1 + Math.floor(i / 400) / 7)],
    ["one scale a column", (i: number) => 0.001 * (1 + (i % 400) / 7)],
  ])("is 8-bit for whole numbers times %s", (_, scale) => {
    const values = random.map((v, i) => Math.max(-128, Math.min(127, Math.round(v / 0.001))) * scale(i));
    expect(gridMarks(values, 400).eightBit).toBe(true);
    values[399] = 0.123456;
    values[5 * 400] = 0.123457;
    const more = values.map((v, i) => (i % 400 < 300 ? v + i * 1e-7 : v));
    expect(gridMarks(more, 400).eightBit).toBe(false);
  });

  it("of a whole is what all its pieces have in common", () => {
    expect(commonMarks({ ...none, float16: true, bfloat16: true }, { ...none, float16: true })).toEqual({
      ...none,
      float16: true,
    });
  });
});

describe("the grid of a model", () => {
  it("is float32 when no matrix lies on another", () => {
    expect(gridOf([none, none])).toEqual({ kind: "float32" });
  });

  it("is named when a part of the matrices lies on it, the coarsest first", () => {
    const bf = { ...none, bfloat16: true, float16: true };
    expect(gridOf([none, bf, none])).toEqual({ kind: "bfloat16", matrices: 1, of: 3 });
    expect(gridOf([{ ...bf, bfloat16: false }, bf])).toEqual({ kind: "float16", matrices: 2, of: 2 });
    expect(gridOf([{ ...bf, eightBit: true }])).toEqual({ kind: "8-bit", matrices: 1, of: 1 });
  });
});
