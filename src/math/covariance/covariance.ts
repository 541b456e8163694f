import type { Matrix } from "../vec.ts";

/** Mean of every column, in float64. Shapes: x [rows, cols] -> [cols]. */
export function meanOf({ rows, cols, data }: Matrix<string, string>): Float64Array {
  const mean = new Float64Array(cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) mean[c]! += data[r * cols + c]! / rows;
  return mean;
}

/** Unbiased covariance of the columns (divided by rows - 1), in float64. Shapes: x [rows, cols] -> [cols, cols]. */
export function covarianceOf(x: Matrix<string, string>, mean: Float64Array): Float64Array {
  const { rows, cols } = x;
  const covariance = new Float64Array(cols * cols);
  for (let start = 0; start < rows; start += AT_ONCE) addProducts(covariance, x, mean, start);
  for (let i = 0; i < cols; i++)
    for (let j = 0; j < i; j++) covariance[j * cols + i] = covariance[i * cols + j]!;
  return covariance;
}

/** Rows of one pass over the covariance: their offsets, 1.5 MB each for GPT-2 small, stay in the cache. */
const AT_ONCE = 256;
/** Rows and columns of a tile whose entries are summed together, each in its own order: as many as a core has registers for. */
const TILE = 3;

/**
 * Adds (x - mean)_i / (count - 1) x (x - mean)_j of `AT_ONCE` rows from `start`, one after the other, where
 * j <= i.
 *
 * Nine entries at a time, so that no addition waits for another: the bits of one entry at a time.
 */
function addProducts(
  covariance: Float64Array,
  { rows, cols, data }: Matrix<string, string>,
  mean: Float64Array,
  start: number,
): void {
  const n = Math.min(AT_ONCE, rows - start);
  const x = new Float64Array(Math.ceil(cols / TILE) * TILE * n); // [tile, n, 3], zeros beyond cols
  for (let c = 0; c < cols; c++) {
    const of = (c - (c % TILE)) * n + (c % TILE);
    for (let r = 0; r < n; r++) x[of + r * TILE] = data[(start + r) * cols + c]! - mean[c]!;
  }
  const w = x.map((offset) => offset / (rows - 1));
  const tile = new Float64Array(TILE * TILE);
  for (let i = 0; i < cols; i += TILE)
    for (let j = 0; j <= i; j += TILE) {
      const width = Math.min(TILE, cols - i); // of the last tiles, which may reach beyond cols
      for (let a = 0; a < width; a++)
        for (let b = 0; b < TILE; b++) tile[a * TILE + b] = covariance[(i + a) * cols + j + b] ?? 0;
      addTile(tile, w.subarray(i * n, (i + TILE) * n), x.subarray(j * n, (j + TILE) * n));
      for (let a = 0; a < width; a++)
        for (let b = 0; b < TILE && j + b < cols; b++)
          covariance[(i + a) * cols + j + b] = tile[a * TILE + b]!;
    }
}

/** tile[a, b] += sum over r, in order, of w[r, a] x[r, b]. Shapes: tile [3, 3], w and x [n, 3]. */
function addTile(tile: Float64Array, w: Float64Array, x: Float64Array): void {
  let [a0, a1, a2, b0, b1, b2, c0, c1, c2] = tile as unknown as Nine;
  for (let r = 0; r < x.length; r += TILE) {
    const x0 = x[r]!;
    const x1 = x[r + 1]!;
    const x2 = x[r + 2]!;
    const wa = w[r]!;
    a0 += wa * x0;
    a1 += wa * x1;
    a2 += wa * x2;
    const wb = w[r + 1]!;
    b0 += wb * x0;
    b1 += wb * x1;
    b2 += wb * x2;
    const wc = w[r + 2]!;
    c0 += wc * x0;
    c1 += wc * x1;
    c2 += wc * x2;
  }
  tile.set([a0, a1, a2, b0, b1, b2, c0, c1, c2]);
}

type Nine = [number, number, number, number, number, number, number, number, number];
