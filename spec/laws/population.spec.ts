import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimatePopulation } from "../../src/activations/population.ts";
import { cholesky, lowerTimes } from "../../src/math/cholesky.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Matrix } from "../../src/math/vec.ts";
import { checkProperty } from "../../src/vitest/property.ts";

type Activations = Matrix<"prompt", "d_model">;

/** The covariance, one product after the other. */
function covarianceByHand({ rows, cols, data }: Activations, mean: Float64Array): Float64Array {
  const covariance = new Float64Array(cols * cols);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < cols; i++)
      for (let j = 0; j < cols; j++) {
        const [a, b] = [Math.max(i, j), Math.min(i, j)];
        const weighted = (data[r * cols + a]! - mean[a]!) / (rows - 1);
        covariance[i * cols + j]! += weighted * (data[r * cols + b]! - mean[b]!);
      }
  return covariance;
}

const sets: fc.Arbitrary<Activations> = fc
  .record({
    rows: fc.oneof(fc.integer({ min: 30, max: 60 }), fc.constantFrom(255, 256, 257, 513)),
    cols: fc.integer({ min: 1, max: 9 }),
    seed: fc.nat({ max: 1000 }),
  })
  .map(({ rows, cols, seed }) => {
    const rng = rngFromSeed(seed).fork("activations");
    return { rows, cols, data: Float32Array.from({ length: rows * cols }, () => rng.normal()) };
  });

describe("the covariance behind random", () => {
  it("has the bits of adding one product after the other, however many activations and dimensions", () => {
    checkProperty(
      fc.property(sets, (activations) => {
        const { factor, mean, count } = estimatePopulation(activations);
        expect(factor).toEqual(cholesky(covarianceByHand(activations, mean), activations.cols));
        expect(count).toBe(activations.rows);
      }),
      { numRuns: 40 },
    );
  });

  it("is multiplied from its factor with the bits of one row after the other", () => {
    checkProperty(
      fc.property(sets, (activations) => {
        const { factor } = estimatePopulation(activations);
        const rng = rngFromSeed("z");
        const z = Float64Array.from({ length: factor.size }, () => rng.normal());
        const expected = Array.from(z, (_, i) => {
          let sum = 0;
          for (let j = 0; j <= i; j++) sum += factor.lower[i * factor.size + j]! * z[j]!;
          return sum;
        });
        expect([...lowerTimes(factor, z)]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
