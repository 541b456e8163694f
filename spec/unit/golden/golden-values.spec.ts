import { describe, expect, it } from "vitest";
import { mismatchesOf, storable, unstorable } from "../../../src/golden/golden-values.ts";

const paths = (mismatches: { path: string }[]) => mismatches.map(({ path }) => path);

describe("a number and its golden", () => {
  // Steps chosen so that 0.99 and 1.01 of the tolerance are far from rounding.
  it.each([
    { name: "absolute", golden: 10, tolerance: { abs: 0.5, rel: 0 }, allowed: 0.5 },
    { name: "relative", golden: 200, tolerance: { abs: 0, rel: 0.01 }, allowed: 2 },
    { name: "both together", golden: -200, tolerance: { abs: 0.5, rel: 0.01 }, allowed: 2.5 },
    { name: "absolute at golden 0", golden: 0, tolerance: { abs: 1e-6, rel: 0.5 }, allowed: 1e-6 },
  ])(
    "$name: match at 0.99 of the tolerance and differ at 1.01, above and below",
    ({ golden, tolerance, allowed }) => {
      for (const side of [1, -1]) {
        expect(mismatchesOf(golden + side * 0.99 * allowed, golden, tolerance)).toEqual([]);
        expect(mismatchesOf(golden + side * 1.01 * allowed, golden, tolerance)).toHaveLength(1);
      }
    },
  );

  it("match at exactly the tolerance", () => {
    expect(mismatchesOf(10.5, 10, { abs: 0.5, rel: 0 })).toEqual([]);
  });

  it("scale the relative part with the golden, not with the actual value", () => {
    expect(mismatchesOf(1000, 1, { abs: 0, rel: 1 })).toHaveLength(1);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("never match for %d", (value) => {
    expect(mismatchesOf(value, 1e308, { abs: 0, rel: 10 })).toHaveLength(1); // allowed overflows to infinity
  });

  it("differ when one of them is not a number", () => {
    expect(mismatchesOf("1", 1, { abs: 9, rel: 9 })).toHaveLength(1);
    expect(mismatchesOf(null, 0, { abs: 9, rel: 9 })).toHaveLength(1);
    expect(mismatchesOf(undefined, 0, { abs: 9, rel: 9 })).toHaveLength(1);
    expect(mismatchesOf(0, null, { abs: 9, rel: 9 })).toHaveLength(1);
  });
});

describe("a shape and its golden", () => {
  const loose = { abs: 100, rel: 0 };

  it("differ at the key that is missing", () => {
    expect(paths(mismatchesOf({ a: { c: 1 } }, { a: { b: 1, c: 1 } }, loose))).toEqual(["a.b"]);
  });
  it("differ at a key that is missing even where the golden holds null", () => {
    expect(paths(mismatchesOf({}, { a: null }, loose))).toEqual(["a"]);
  });
  it("differ at the key that is one too many", () => {
    expect(paths(mismatchesOf({ a: 1, b: 1 }, { a: 1 }, loose))).toEqual(["b"]);
  });
  it("differ in length even where all shared entries match", () => {
    expect(mismatchesOf([1, 2], [1, 2, 3], loose)).toHaveLength(1);
    expect(mismatchesOf([1, 2, 3], [1, 2], loose)).toHaveLength(1);
    expect(mismatchesOf([], {}, loose)).toHaveLength(1);
    expect(mismatchesOf([[]], [1], loose)).toHaveLength(1);
  });
  it("differ in text, truth and null without any tolerance", () => {
    expect(paths(mismatchesOf(["a", true, null], ["b", false, 0], loose))).toEqual(["[0]", "[1]", "[2]"]);
  });
  it("count a typed array as a list", () => {
    expect(mismatchesOf({ v: Float32Array.of(1, 2) }, { v: [1, 2] }, { abs: 0, rel: 0 })).toEqual([]);
    expect(storable({ v: Float32Array.of(1, 2) })).toEqual({ v: [1, 2] });
  });
  it("name every place that differs", () => {
    expect(paths(mismatchesOf({ a: [1, 999, 3], b: 999 }, { a: [1, 2, 3], b: 4 }, loose))).toEqual([
      "a[1]",
      "b",
    ]);
  });
});

describe("a value that JSON cannot keep", () => {
  it.each([
    [{ a: [1, Number.NaN] }, "a[1]"],
    [{ a: undefined }, "a"],
    [[new Date(0)], "[0]"],
    [Float32Array.of(1, Number.POSITIVE_INFINITY), "[1]"],
    [10n, ""],
  ])("is named by its place: %o", (value, path) => {
    expect(paths(unstorable(value))).toEqual([path]);
  });
});
