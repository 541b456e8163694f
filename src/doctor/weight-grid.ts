/** Whether weights have been rounded: seen on the values alone, since a converted file says float32 like any other. */

/** The coarsest description that fits: at most 256 different values, half-precision numbers, or neither. */
export type WeightGrid =
  | { readonly kind: "float32" }
  | { readonly kind: "bfloat16" | "float16" | "8-bit"; readonly matrices: number; readonly of: number };

/** What the values of one matrix have in common so far. */
export interface GridMarks {
  readonly bfloat16: boolean;
  readonly float16: boolean;
  readonly eightBit: boolean;
}

/** Fewer values than this and no statement is made: a few numbers can be round by chance. */
const LEAST_VALUES = 64;
/** A tensor or a channel must be longer than this for 256 different values to be few. */
const LEAST_FOR_8_BIT = 384;
const LEVELS = 256;

/**
 * The marks of a piece of a matrix, `cols` values a row.
 *
 * bfloat16: the lower 16 bits of every number are 0. float16: the number survives rounding to 11 significant bits and
 * lies within binary16's range. 8-bit: at most 256 different values in the piece, in every row or in every column,
 * where those are long enough; that is what weights stored in 8 or fewer bits give when they are multiplied out.
 */
export function gridMarks(values: Float32Array, cols: number): GridMarks {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const nonZero = values.reduce((count, v) => count + (v === 0 ? 0 : 1), 0);
  if (nonZero < LEAST_VALUES) return { bfloat16: false, float16: false, eightBit: false };
  return {
    bfloat16: bits.every((b) => (b & 0xffff) === 0),
    float16: bits.every((b, i) => isFloat16(b, values[i]!)),
    eightBit: hasFewValues(values, cols),
  };
}

/** Normal binary16 numbers have 10 fraction bits; below 2^-14 they are multiples of 2^-24. */
function isFloat16(bits: number, value: number): boolean {
  const size = Math.abs(value);
  if (size >= 65_520) return false;
  return size >= 2 ** -14 ? (bits & 0x1fff) === 0 : Number.isInteger(size * 2 ** 24);
}

function hasFewValues(values: Float32Array, cols: number): boolean {
  const rows = Math.floor(values.length / cols);
  const few = (start: number, step: number, count: number) => {
    const seen = new Set<number>();
    for (let n = 0; n < count; n++) if (seen.add(values[start + n * step]!).size > LEVELS) return false;
    return true;
  };
  const channels = (number: number, length: number, start: (i: number) => number, step: number) =>
    length >= LEAST_FOR_8_BIT &&
    Array.from({ length: number }, (_, i) => i).every((i) => few(start(i), step, length));
  return (
    (values.length >= LEAST_FOR_8_BIT && few(0, 1, values.length)) ||
    channels(rows, cols, (row) => row * cols, 1) ||
    channels(cols, rows, (col) => col, cols)
  );
}

/** The marks both pieces of one matrix have. */
export function commonMarks(a: GridMarks, b: GridMarks): GridMarks {
  return {
    bfloat16: a.bfloat16 && b.bfloat16,
    float16: a.float16 && b.float16,
    eightBit: a.eightBit && b.eightBit,
  };
}

/** The grid of a model from the marks of its block matrices; one matrix on a grid is enough, since training leaves none. */
export function gridOf(matrices: readonly GridMarks[]): WeightGrid {
  const count = (has: (marks: GridMarks) => boolean) => matrices.filter(has).length;
  const found = [
    { kind: "8-bit", matrices: count(({ eightBit }) => eightBit) },
    { kind: "bfloat16", matrices: count(({ bfloat16 }) => bfloat16) },
    { kind: "float16", matrices: count(({ float16 }) => float16) },
  ] as const;
  const most = found.reduce((best, grid) => (grid.matrices > best.matrices ? grid : best));
  return most.matrices === 0 ? { kind: "float32" } : { ...most, of: matrices.length };
}
