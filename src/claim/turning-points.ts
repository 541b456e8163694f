import type { Threshold } from "./criterion.ts";

/** Where a threshold would have to lie for an interval to say something else. null: no threshold would do it. */
export interface TurningPoints {
  /** Thresholds that are easier than this one are supported: smaller ones of "above x", larger ones of "within x". */
  readonly supported: number | null;
  /** Thresholds that are harder than this one are contradicted; between the two it is inconclusive. */
  readonly contradicted: number | null;
}

/**
 * The thresholds at which the verdict of an interval turns: pure, for thresholds of the kind that was registered.
 *
 * Formula, interval [lo, hi]: "above x" is supported for x < lo and contradicted for x > hi. "within x" is supported for
 * x > max(-lo, hi) and contradicted for 0 < x < max(lo, -hi), which is nowhere (null) where the interval holds 0.
 * Units: those of the statistic. Controls, planted effects and doubts are not in it: they may make it inconclusive.
 */
export function turningPoints(threshold: Threshold, [low, high]: readonly [number, number]): TurningPoints {
  if ("above" in threshold) return { supported: low, contradicted: high };
  const nearest = Math.max(low, -high);
  return { supported: Math.max(-low, high), contradicted: nearest > 0 ? nearest : null };
}
