import { NonFiniteError, ShapeMismatchError } from "../errors/index.ts";

/**
 * A float32 vector that knows its axis at compile time: a `Vec<"d_sae">` does not enter a `Vec<"d_model">`
 * function. The mark costs nothing at run time.
 */
export type Vec<Axis extends string> = Float32Array & { readonly axis?: Axis };

/** One residual-stream vector at one position. Shape: [d_model]. */
export type Activation = Vec<"d_model">;

/** Row-major rows of equal length. Shape: [rows, cols]. */
export interface Matrix<Rows extends string, Cols extends string> {
  readonly rows: number;
  readonly cols: number;
  /** Length rows x cols. */
  readonly data: Float32Array;
  readonly axes?: readonly [Rows, Cols];
}

/** A view (not a copy) of row i. */
export function rowOf<R extends string, C extends string>(m: Matrix<R, C>, i: number): Vec<C> {
  return m.data.subarray(i * m.cols, (i + 1) * m.cols) as Vec<C>;
}

/** Stacks equally long vectors as rows. */
export function stackRows<R extends string, C extends string>(rows: readonly Vec<C>[]): Matrix<R, C> {
  const cols = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * cols);
  rows.forEach((row, i) => {
    checkSameLength("row 0", rows[0]!, `row ${i}`, row);
    data.set(row, i * cols);
  });
  return { rows: rows.length, cols, data };
}

/**
 * The rows of all parts, one part below the other.
 *
 * Throws: ShapeMismatchError unless every row is as long as those of the first part.
 */
export function stackMatrices<R extends string, C extends string>(
  parts: readonly Matrix<R, C>[],
): Matrix<R, C> {
  const cols = parts[0]?.cols ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * cols);
  let at = 0;
  parts.forEach((part, i) => {
    if (part.cols !== cols)
      throw new ShapeMismatchError({
        left: "part 0",
        leftShape: [parts[0]!.rows, cols],
        right: `part ${i}`,
        rightShape: [part.rows, part.cols],
      });
    data.set(part.data, at);
    at += part.data.length;
  });
  return { rows, cols, data };
}

/** A view (not a copy) of `count` rows, from row `from` on. */
export function rowsFrom<R extends string, C extends string>(
  m: Matrix<R, C>,
  from: number,
  count: number,
): Matrix<R, C> {
  return { rows: count, cols: m.cols, data: m.data.subarray(from * m.cols, (from + count) * m.cols) };
}

/** sum_i a_i b_i, accumulated in float64. */
export function dot<A extends string>(a: Vec<A>, b: Vec<NoInfer<A>>): number {
  checkSameLength("a", a, "b", b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean length, accumulated in float64. */
export function norm(a: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * a[i]!;
  return Math.sqrt(sum);
}

/** ‖a - b‖₂, accumulated in float64. */
export function distance<A extends string>(a: Vec<A>, b: Vec<NoInfer<A>>): number {
  checkSameLength("a", a, "b", b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/** Cosine of the angle between a and b; 0 when either has no length. */
export function cosine<A extends string>(a: Vec<A>, b: Vec<NoInfer<A>>): number {
  checkSameLength("a", a, "b", b);
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 0 : dot(a, b) / lengths;
}

/** a - b. */
export function subtract<A extends string>(a: Vec<A>, b: Vec<NoInfer<A>>): Vec<A> {
  checkSameLength("a", a, "b", b);
  return a.map((v, i) => v - b[i]!) as Vec<A>;
}

/** The numbers of 0 .. length-1, each computed from its place: `Float64Array.from` costs five times as much. */
export function float64(length: number, of: (i: number) => number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = of(i);
  return values;
}

/** The same, rounded to float32. */
export function float32(length: number, of: (i: number) => number): Float32Array {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = of(i);
  return values;
}

/** One after the other. */
export function concatenated(...parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Mean over the coordinates, accumulated in float64: what TransformerLens's centring removes. */
export function coordinateMean(a: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]!;
  return sum / a.length;
}

/** Throws: NonFiniteError naming the first index that is NaN or infinite. */
export function checkFinite(what: string, values: ArrayLike<number>): void {
  if (values instanceof Float32Array && isFinite32(values)) return;
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw new NonFiniteError({ what, index: i, value: values[i]! });
}

/** Apart, and of one kind of array: where several kinds come, every number read is put on the heap. */
function isFinite32(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function checkSameLength(left: string, a: Float32Array, right: string, b: Float32Array): void {
  if (a.length !== b.length)
    throw new ShapeMismatchError({ left, leftShape: [a.length], right, rightShape: [b.length] });
}
