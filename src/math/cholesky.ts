import { CovarianceError } from "../errors/index.ts";

/** A lower-triangular factor L of a symmetric matrix: matrix + jitter x mean(diagonal) x I = L Lᵀ. */
export interface Cholesky {
  readonly size: number;
  /** Row-major, zeros above the diagonal. Length size x size. */
  readonly lower: Float64Array;
  /** What was added to the diagonal, relative to the diagonal's mean; 0 when nothing was needed. */
  readonly jitter: number;
}

/** From nothing to 1e-4 of the mean variance: beyond that the matrix is not a covariance with rounding errors. */
const JITTERS = [0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4];

/**
 * Cholesky factor of a positive semi-definite matrix, in float64, with the smallest jitter of a fixed ladder that
 * makes it positive definite. A covariance of centred activations has rank d - 1 and always needs some.
 *
 * Shapes: matrix [size, size] row-major. Throws: CovarianceError when even 1e-4 does not help.
 */
export function cholesky(matrix: Float64Array, size: number): Cholesky {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += matrix[i * size + i]!;
  for (const jitter of JITTERS) {
    const lower = factor(matrix, size, (jitter * trace) / size);
    if (lower) return { size, lower, jitter };
  }
  throw new CovarianceError({ size, largestJitter: JITTERS.at(-1)! });
}

/** L z: a correlated normal vector from a standard one, accumulated in float64. Shape: [size]. */
export function lowerTimes(factorised: Cholesky, z: Float64Array): Float64Array {
  const { size, lower } = factorised;
  const product = new Float64Array(size);
  // four rows at a time, each summed in its own order: none waits for another's addition
  for (let i = 0; i < size; i += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((row) => Math.min(i + row, size - 1) * size) as Four;
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let j = 0; j <= Math.min(i + 3, size - 1); j++) {
      const x = z[j]!; // above the diagonal lower is 0
      sumA += lower[a + j]! * x;
      sumB += lower[b + j]! * x;
      sumC += lower[c + j]! * x;
      sumD += lower[d + j]! * x;
    }
    [sumA, sumB, sumC, sumD].slice(0, size - i).forEach((sum, row) => {
      product[i + row] = sum;
    });
  }
  return product;
}

type Four = [number, number, number, number];

/** The factor, or undefined where a pivot is not clearly positive (rounding leaves 1e-13 of the diagonal). */
function factor(matrix: Float64Array, n: number, added: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]! + (i === j ? added : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 1e-13 * matrix[i * n + i]!) lower[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return lower;
}
