import type { CurveFacts } from "../../../experiment/curve-metric.ts";
import { entriesUpToTarget } from "../../../experiment/perturbation-path.ts";
import type { LevelScales } from "../scales.ts";

/** Where a curve ends: at the base's nearest target, at the path's own one, or at its last point. */
export type End = "nearest" | "own" | "last";

/** How many entries of a curve are looked at. */
export function admittedEntries(
  end: End,
  curve: Float64Array,
  { distance, nearest, scales }: CurveFacts<LevelScales>,
): number {
  if (end === "last") return curve.length;
  return entriesUpToTarget(end === "own" ? distance : nearest, scales.step, curve.length);
}
