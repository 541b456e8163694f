import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimatePopulation, meanActivation } from "../../../src/activations/population.ts";
import { cholesky, lowerTimes } from "../../../src/math/cholesky.ts";
import { stackRows } from "../../../src/math/vec.ts";
import { checkProperty } from "../../../src/vitest/property.ts";

/** L Lᵀ, row-major. */
function product({ size, lower }: { size: number; lower: Float64Array }): number[] {
  return Array.from({ length: size * size }, (_, n) => {
    const [i, j] = [Math.floor(n / size), n % size];
    let sum = 0;
    for (let k = 0; k < size; k++) sum += lower[i * size + k]! * lower[j * size + k]!;
    return sum;
  });
}

/** B Bᵀ + I of a whole-number B: positive definite. */
const definite = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size * size, maxLength: size * size }).map((b) => {
    const matrix = Float64Array.from(product({ size, lower: Float64Array.from(b) }));
    for (let i = 0; i < size; i++) matrix[i * size + i]! += 1;
    return { size, matrix };
  }),
);

describe("a Cholesky factor", () => {
  it("is lower triangular, needs no jitter and multiplies back, for every positive definite matrix", () => {
    checkProperty(
      fc.property(definite, ({ size, matrix }) => {
        const factor = cholesky(matrix, size);
        expect(factor.jitter).toBe(0);
        for (let i = 0; i < size; i++)
          for (let j = i + 1; j < size; j++) expect(factor.lower[i * size + j]).toBe(0);
        for (const [n, x] of product(factor).entries()) expect(x).toBeCloseTo(matrix[n]!, 8);
      }),
    );
  });

  it("is known by hand: [[4, 2], [2, 5]] is [[2, 0], [1, 2]] squared", () => {
    const factor = cholesky(Float64Array.of(4, 2, 2, 5), 2);
    expect(Array.from(factor.lower)).toEqual([2, 0, 1, 2]);
    expect(Array.from(lowerTimes(factor, Float64Array.of(3, 10)))).toEqual([6, 23]);
  });

  it("takes the smallest jitter that helps where a direction has no variance, and says how much", () => {
    const factor = cholesky(Float64Array.of(1, 1, 1, 1), 2);
    expect(factor.jitter).toBe(1e-10);
    for (const x of product(factor)) expect(x).toBeCloseTo(1, 9);
  });

  it("is refused for what is no covariance", () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(
      "The 2 x 2 covariance is not positive definite, even with 0.0001 of its mean variance added to the diagonal.",
    );
    expect(() => cholesky(Float64Array.of(Number.NaN, 0, 0, 1), 2)).toThrow("is not positive definite");
  });
});

describe("a population", () => {
  it("has the mean and the unbiased covariance of its rows, divided by n - 1", () => {
    const rows = [Float32Array.of(0, 0), Float32Array.of(2, 0), Float32Array.of(4, 6)];
    const population = estimatePopulation(stackRows(rows));
    expect(Array.from(population.mean)).toEqual([2, 2]);
    expect(population.count).toBe(3);
    const [xx, xy, yx, yy] = product(population.factor) as [number, number, number, number];
    expect([xx, xy, yx, yy].map((x) => Math.round(1e9 * x) / 1e9)).toEqual([4, 6, 6, 12]);
    expect(meanActivation(population)).toEqual(Float32Array.of(2, 2));
  });

  it("of centred activations needs jitter, since the direction of all ones has no variance", () => {
    const rows = [
      [1, -1, 0],
      [2, 1, -3],
      [0, 4, -4],
      [-5, 2, 3],
    ].map((row) => Float32Array.from(row));
    const { factor } = estimatePopulation(stackRows(rows));
    expect(factor.jitter).toBeGreaterThan(0);
    expect(factor.jitter).toBeLessThanOrEqual(1e-9);
  });
});
