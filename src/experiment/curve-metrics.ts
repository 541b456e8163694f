import { float64 } from "../math/vec.ts";
import type { LastRows } from "../model/language-model.ts";

/** ‖read(n) - read(0)‖₂ against n, in residual units; entry 0 is 0. Shape: [points]. */
export type SensitivityCurve = Float64Array;

/** What counts as a blow-up when a user gives no level: any rise at all. */
const ANY_RISE = 0;

/** How many rises at the start of a curve make its initial slope (the first 10 points). */
const INITIAL_RISES = 9;

/**
 * Sensitivity curve of a path: L2(n) = ‖r(n) - r(0)‖₂, the reference being step 0 of the same path.
 *
 * Shapes: rows [points, d_model] -> [points]. Accumulated in float64. Source: paper A.1, C.1.
 */
export function sensitivityCurve(rows: LastRows): SensitivityCurve {
  const { cols, data } = rows;
  return float64(rows.rows, (n) => {
    let sum = 0;
    for (let k = 0; k < cols; k++) sum += (data[n * cols + k]! - data[k]!) ** 2;
    return Math.sqrt(sum);
  });
}

/**
 * Max slope step (MSS): the n >= 1 for which d[n] - d[n-1] is largest, the end of the steepest rise.
 *
 * Units: steps. Ties: the earliest. null when no rise is above `blowUpLevel`: there is no blow-up, which is an
 * outcome of its own and not the last index.
 * Source: paper C.2, the recommended 1 + argmax(diff). The authors return 99 where ours is null.
 */
export function maxSlopeStep(curve: ArrayLike<number>, blowUpLevel = ANY_RISE): number | null {
  let step: number | null = null;
  let largest = blowUpLevel;
  for (let n = 1; n < curve.length; n++) {
    const rise = curve[n]! - curve[n - 1]!;
    if (rise > largest) {
      largest = rise;
      step = n;
    }
  }
  return step;
}

/**
 * Activation plateau length (AP): the first n with d[n] >= level.
 *
 * Units: steps. null when the level is never reached (the authors count 100). Source: paper C.5.
 */
export function plateauLength(curve: ArrayLike<number>, level: number): number | null {
  for (let n = 0; n < curve.length; n++) if (curve[n]! >= level) return n;
  return null;
}

/**
 * Blow-up ratio q = largest rise / mean of the first 9 rises: 1 for a straight line, large for a step.
 *
 * Units: none. null when the first 9 rises sum to nothing. Source: paper E1.
 */
export function blowUpRatio(curve: ArrayLike<number>): number | null {
  const initial = (curve[INITIAL_RISES]! - curve[0]!) / INITIAL_RISES;
  if (!(initial > 0)) return null;
  let largest = Number.NEGATIVE_INFINITY;
  for (let n = 1; n < curve.length; n++) largest = Math.max(largest, curve[n]! - curve[n - 1]!);
  return largest / initial;
}
