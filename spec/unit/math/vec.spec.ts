import { describe, expect, it } from "vitest";
import { permutation, rngFromSeed, sampleWithoutReplacement } from "../../../src/math/rng.ts";
import {
  checkFinite,
  coordinateMean,
  cosine,
  distance,
  dot,
  norm,
  rowOf,
  rowsFrom,
  stackMatrices,
  stackRows,
  subtract,
} from "../../../src/math/vec.ts";

const [a, b] = [Float32Array.of(3, 4, 0), Float32Array.of(0, 4, 3)];

describe("vectors", () => {
  it("have the products, lengths and angles of geometry", () => {
    expect([dot(a, b), norm(a), distance(a, b), cosine(a, b)]).toEqual([16, 5, Math.sqrt(18), 0.64]);
    expect(Array.from(subtract(a, b))).toEqual([3, 0, -3]);
    expect(coordinateMean(Float32Array.of(1, 2, 6))).toBe(3);
    expect(cosine(a, new Float32Array(3))).toBe(0);
  });

  it("are summed in float64: a million ones beside 2^25 are not lost", () => {
    const long = new Float32Array(1_000_001).fill(1);
    long[0] = 2 ** 25;
    expect(dot(long, new Float32Array(long.length).fill(1))).toBe(2 ** 25 + 1_000_000);
    expect(coordinateMean(long) * long.length).toBe(2 ** 25 + 1_000_000);
  });

  it("of different lengths are refused, naming both", () => {
    const short = new Float32Array(2);
    for (const pair of [dot, distance, cosine, subtract])
      expect(() => pair(a, short)).toThrow("a has shape [3] but b has shape [2].");
    expect(() => stackRows([a, short])).toThrow("row 0 has shape [3] but row 1 has shape [2].");
  });

  it("are stacked by copy and read back as views", () => {
    const stack = stackRows([a, b]);
    expect([stack.rows, stack.cols]).toEqual([2, 3]);
    rowOf(stack, 1)[0] = 9;
    expect(Array.from(stack.data)).toEqual([3, 4, 0, 9, 4, 3]);
    expect(b[0]).toBe(0);
    expect(stackRows([])).toMatchObject({ rows: 0, cols: 0 });
  });

  it("of several parts lie one part below the other, each to be had again as a view", () => {
    const all = stackMatrices([stackRows([a, b]), stackRows([b])]);
    expect([all.rows, all.cols, Array.from(all.data)]).toEqual([3, 3, [3, 4, 0, 0, 4, 3, 0, 4, 3]]);
    const tail = rowsFrom(all, 1, 2);
    expect([tail.rows, tail.cols, Array.from(tail.data)]).toEqual([2, 3, [0, 4, 3, 0, 4, 3]]);
    rowOf(tail, 0)[0] = 9;
    expect([all.data[3], b[0]]).toEqual([9, 0]);
    expect(stackMatrices([])).toMatchObject({ rows: 0, cols: 0 });
  });

  it("of parts that are not equally wide are refused, naming both", () => {
    const narrow = stackRows([new Float32Array(2), new Float32Array(2)]);
    expect(() => stackMatrices([stackRows([a]), narrow])).toThrow(
      "part 0 has shape [1, 3] but part 1 has shape [2, 2].",
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "holding %f are refused by index",
    (x) => {
      expect(() => checkFinite("the curve", [0, 1, x, x])).toThrow(`the curve holds ${x} at index 2.`);
      expect(() => checkFinite("the curve", [0, 1])).not.toThrow();
    },
  );
});

describe("draws without replacement", () => {
  it("are distinct, in range, and all of them for as many as there are", () => {
    const drawn = Array.from(sampleWithoutReplacement(rngFromSeed(3), 10, 10));
    expect(drawn.toSorted((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(drawn).not.toEqual(drawn.toSorted((x, y) => x - y));
    expect(permutation(rngFromSeed(3), 10)).toEqual(Int32Array.from(drawn));
  });

  it("put every element in every place equally often", () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let seed = 0; seed < 4000; seed++)
      permutation(rngFromSeed(seed), 4).forEach((element, place) => {
        counts[element]![place]! += 1;
      });
    const chiSquare = counts.flat().reduce((sum, k) => sum + (k - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 0.999 quantile, 9 degrees of freedom
  });

  it("are refused beyond what there is, and below one", () => {
    expect(() => sampleWithoutReplacement(rngFromSeed(0), 3, 4)).toThrow(
      "the number of draws without replacement is 4; it must be at most the 3 there are.",
    );
    expect(() => rngFromSeed(0).integer(0)).toThrow("the bound of a random integer is 0");
  });
});
