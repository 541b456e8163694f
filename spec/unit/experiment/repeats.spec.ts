import { describe, expect, it } from "vitest";
import { overPoints, withoutRepeats } from "../../../src/experiment/walks/repeats.ts";

const path = (...rows: readonly (readonly number[])[]) => ({
  rows: rows.length,
  cols: rows[0]!.length,
  data: Float32Array.from(rows.flat()),
});

describe("a path without the rows that repeat the one before", () => {
  it("has each of a run of equal rows once, and says which of them a point is", () => {
    const { rows, at } = withoutRepeats(path([1, 2], [1, 2], [1, 3], [1, 3], [1, 3], [1, 2]));
    expect(rows).toMatchObject({ rows: 3, cols: 2 });
    expect([...rows.data]).toEqual([1, 2, 1, 3, 1, 2]);
    expect([...at]).toEqual([0, 0, 1, 1, 1, 2]);
  });

  it("is the path itself where no row repeats another", () => {
    const all = path([1, 2], [2, 2], [1, 2]);
    const { rows, at } = withoutRepeats(all);
    expect(rows).toBe(all);
    expect([...at]).toEqual([0, 1, 2]);
  });

  it("gives every point the value of its row", () => {
    const { at } = withoutRepeats(path([0], [5], [5], [7]));
    expect([...overPoints(Float64Array.of(0.5, 1.5, 2.5), { at })]).toEqual([0.5, 1.5, 1.5, 2.5]);
    const whole = Float64Array.of(1, 2, 3, 4);
    expect(overPoints(whole, { at })).toBe(whole);
  });
});
