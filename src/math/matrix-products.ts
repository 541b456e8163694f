import type { Matrix } from "./vec.ts";

/** Fast float32 products of large matrices, in whatever order of summation is fastest. */
export interface MatrixProducts {
  /** a b. */
  times<R extends string, K extends string, C extends string>(
    a: Matrix<R, K>,
    b: Matrix<K, C>,
  ): Promise<Matrix<R, C>>;
  /** a bᵀ. */
  timesTransposed<R extends string, K extends string, C extends string>(
    a: Matrix<R, K>,
    b: Matrix<C, K>,
  ): Promise<Matrix<R, C>>;
  /** Gives back the memory that products work in; a later product takes it again. */
  release(): Promise<void>;
}

/**
 * By how much an entry of a float32 product can differ from the same sum in float64, over ‖row‖ ‖column‖.
 *
 * (n + 8) u / (1 - (n + 8) u) with u = 2^-24, the bound for n terms in any order; the 8 pay for rounding the factors
 * to float32, for the float64 sum's own rounding and for norms that are themselves rounded.
 */
export function productError(terms: number): number {
  const n = (terms + 8) * 2 ** -24;
  return n / (1 - n);
}
