import { FAST_PATH_BATCH_VALUES, READOUT_ROWS } from "../limits.ts";
import { concatenated, rowOf, rowsFrom } from "../math/vec.ts";
import type { LastRows } from "./language-model.ts";

/** Rows of one batch: all when their intermediate values fit FAST_PATH_BATCH_VALUES, otherwise equal shares. */
export function batchSize(rows: number, valuesPerRow: number): number {
  return Math.max(1, Math.ceil(rows / Math.ceil(rows / mostRows(valuesPerRow))));
}

/** Curves at the end of the stream, one after another. */
export interface Curves {
  readonly ends: LastRows;
  /** Rows of one curve. */
  readonly each: number;
  /** Intermediate values of one row. */
  readonly valuesPerRow: number;
}

/**
 * What `ask` says of every row less what it says of the first of its curve, at least 0. Shape: [row].
 *
 * Short curves are asked about together. Of a long one the first row rides along in every batch, so that its rounding
 * cancels.
 */
export async function beyondFirst(
  { ends, each, valuesPerRow }: Curves,
  ask: (rows: Float32Array, each: number) => Promise<Float32Array>,
): Promise<Float64Array> {
  const beyond = new Float64Array(ends.rows);
  if (each === 1) return beyond;
  const read = async (from: number, x: Float32Array, length: number) => {
    const values = await ask(x, length);
    for (let n = 0; n < values.length; n++)
      if (n % length > 0) beyond[from + n] = Math.max(0, values[n]! - values[n - (n % length)]!);
  };
  const share = batchSize(each - 1, valuesPerRow);
  const isWhole = share === each - 1;
  const most = isWhole ? Math.min(READOUT_ROWS, mostRows(valuesPerRow)) : 0;
  const together = each * Math.max(1, Math.floor(most / each));
  for (let from = 0; from < ends.rows; from += together) {
    const rows = rowsFrom(ends, from, Math.min(together, ends.rows - from));
    if (isWhole) await read(from, rows.data, each);
    else
      for (let begin = 1; begin < each; begin += share) {
        const part = rowsFrom(rows, begin, Math.min(share, each - begin));
        await read(from + begin - 1, concatenated(rowOf(rows, 0), part.data), 1 + part.rows);
      }
  }
  return beyond;
}

function mostRows(valuesPerRow: number): number {
  return Math.max(2, Math.floor(FAST_PATH_BATCH_VALUES / valuesPerRow));
}
