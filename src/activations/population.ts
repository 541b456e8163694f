import { type Cholesky, cholesky } from "../math/cholesky.ts";
import type { Activation, Matrix } from "../math/vec.ts";

/** Mean and covariance of the model's own activations at the perturbed point. */
export interface Population {
  readonly mean: Float64Array;
  /** Of the unbiased covariance (divided by count - 1). */
  readonly factor: Cholesky;
  /** How many activations it was estimated from. */
  readonly count: number;
}

/**
 * Empirical mean and full covariance, in float64.
 *
 * Shapes: activations [count, d_model]. Throws: CovarianceError when it has no factor.
 * Source: paper B.2 (32,000 activations, unbiased covariance).
 */
export function estimatePopulation(activations: Matrix<"prompt", "d_model">): Population {
  const { rows, cols, data } = activations;
  const mean = new Float64Array(cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) mean[c]! += data[r * cols + c]! / rows;

  const covariance = new Float64Array(cols * cols);
  for (let start = 0; start < rows; start += AT_ONCE) addProducts(covariance, activations, mean, start);
  for (let i = 0; i < cols; i++)
    for (let j = 0; j < i; j++) covariance[j * cols + i] = covariance[i * cols + j]!;
  return { mean, factor: cholesky(covariance, cols), count: rows };
}

/** Activations of one pass over the covariance: their offsets, 1.5 MB each for GPT-2 small, stay in the cache. */
const AT_ONCE = 256;
/** Rows and columns of a tile whose entries are summed together, each in its own order. */
const TILE = 4;

/**
 * Adds (x - mean)_i / (count - 1) x (x - mean)_j of `AT_ONCE` activations from `start`, one after the other, where
 * j <= i.
 *
 * Sixteen entries at a time, so that no addition waits for another: the bits of one entry at a time.
 */
function addProducts(
  covariance: Float64Array,
  { rows, cols, data }: Matrix<"prompt", "d_model">,
  mean: Float64Array,
  start: number,
): void {
  const n = Math.min(AT_ONCE, rows - start);
  const padded = Math.ceil(cols / TILE) * TILE;
  const x = new Float64Array(padded * n); // [d_model, n], zeros beyond d_model
  for (let r = 0; r < n; r++)
    for (let c = 0; c < cols; c++) x[c * n + r] = data[(start + r) * cols + c]! - mean[c]!;
  const w = x.map((offset) => offset / (rows - 1));
  const tile = new Float64Array(TILE * TILE);
  for (let i = 0; i < cols; i += TILE)
    for (let j = 0; j <= i; j += TILE) {
      for (let t = 0; t < tile.length; t++) tile[t] = covariance[(i + (t >> 2)) * cols + j + (t & 3)] ?? 0;
      addTile(tile, w.subarray(i * n, (i + TILE) * n), x.subarray(j * n, (j + TILE) * n), n);
      for (let t = 0; t < tile.length; t++)
        if (i + (t >> 2) < cols && j + (t & 3) < cols)
          covariance[(i + (t >> 2)) * cols + j + (t & 3)] = tile[t]!;
    }
}

/** tile[a, b] += sum over r, in order, of w[a, r] x[b, r]. Shapes: tile [4, 4], w and x [4, n]. */
function addTile(tile: Float64Array, w: Float64Array, x: Float64Array, n: number): void {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = tile as unknown as Eight;
  let [c0, c1, c2, c3, d0, d1, d2, d3] = tile.subarray(8) as unknown as Eight;
  for (let r = 0; r < n; r++) {
    const x0 = x[r]!;
    const x1 = x[n + r]!;
    const x2 = x[2 * n + r]!;
    const x3 = x[3 * n + r]!;
    const wa = w[r]!;
    a0 += wa * x0;
    a1 += wa * x1;
    a2 += wa * x2;
    a3 += wa * x3;
    const wb = w[n + r]!;
    b0 += wb * x0;
    b1 += wb * x1;
    b2 += wb * x2;
    b3 += wb * x3;
    const wc = w[2 * n + r]!;
    c0 += wc * x0;
    c1 += wc * x1;
    c2 += wc * x2;
    c3 += wc * x3;
    const wd = w[3 * n + r]!;
    d0 += wd * x0;
    d1 += wd * x1;
    d2 += wd * x2;
    d3 += wd * x3;
  }
  tile.set([a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3]);
}

type Eight = [number, number, number, number, number, number, number, number];

/** A mean, as an activation in float32. */
export function meanActivation(population: Population): Activation {
  return Float32Array.from(population.mean) as Activation;
}
