import { rowOf, stackRows } from "../../math/vec.ts";
import type { LastRows } from "../../model/language-model.ts";

/** The rows of a path of which none repeats the one before it, and which of them every point is. */
export interface WithoutRepeats {
  readonly rows: LastRows;
  /** Shape: [points]. */
  readonly at: Int32Array;
}

/**
 * Leaves out the rows that repeat the one before them to the bit: a path that replaces all at once has a hundred points
 * and two rows, and a model is asked about each row once.
 */
export function withoutRepeats(all: LastRows): WithoutRepeats {
  const at = new Int32Array(all.rows);
  const first = [0];
  for (let n = 1; n < all.rows; n++) {
    if (!isSameRow(all, n - 1, n)) first.push(n);
    at[n] = first.length - 1;
  }
  return { rows: first.length === all.rows ? all : stackRows(first.map((n) => rowOf(all, n))), at };
}

/** A curve over the rows as the curve over the points that they stand for. Shape: [points]. */
export function overPoints(curve: Float64Array, { at }: Pick<WithoutRepeats, "at">): Float64Array {
  return curve.length === at.length ? curve : Float64Array.from(at, (row) => curve[row]!);
}

function isSameRow({ cols, data }: LastRows, a: number, b: number): boolean {
  for (let k = 0; k < cols; k++) if (data[a * cols + k] !== data[b * cols + k]) return false;
  return true;
}
