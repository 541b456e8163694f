import { InvalidInputError } from "../errors/index.ts";
import { maxSlopeStep } from "./curve-metrics.ts";

/** How far around the max slope step a step is looked for, as the paper's protocol says. */
const WITHIN = 5;

/** Slopes at both ends over the mean slope: 1 and 1 for a line, near 0 where the curve is flat. */
export interface EndSlopes {
  readonly first: number;
  readonly last: number;
}

/** What makes a curve a step; the numbers are a claim's. */
export interface StepLimits {
  /** The least share of the height that must be gained around the max slope step. */
  readonly sharpnessAbove: number;
  /** What the slope at either end, over the mean slope, must stay below in size. */
  readonly endsBelow: number;
  /** Steps around the max slope step; default 5. */
  readonly within?: number;
}

/**
 * Final height: how far above its start a curve ends, d[last] - d[0].
 *
 * Units: those of the curve; negative where it ends below. null for fewer than 2 points.
 */
export function finalHeight(curve: ArrayLike<number>): number | null {
  return curve.length < 2 ? null : curve[curve.length - 1]! - curve[0]!;
}

/**
 * Sharpness: the share of a curve's height that is gained within `within` steps of its max slope step.
 *
 * Formula: (d[b] - d[a]) / (max d - min d) with [a, b] = MSS -+ within; where an end of the curve is nearer than that,
 * the window is moved inwards and keeps its 2 x within rises, so that no tie decides the sharpness of a line.
 * On a curve that never falls the height is d[last] - d[0]. On others it is the whole range, so that a curve that
 * shoots over its end cannot gain more than all; the share is below 0 where the curve falls back within the window.
 * Units: share. 100 points, within 5: line 0.10, smoothstep 0.15, logistic step of width w tanh(1 / 40w) / tanh(1 / 4w).
 * A line on fewer points has more: 10 / 79 where 80 are admitted.
 * null where nothing rises (constant, falling) or the window would hold every rise (2 x within + 1 points or fewer).
 * Throws: InvalidInputError when `within` is not a whole number of at least 1.
 * Source: paper E1 ("share of final height gained within +-5 steps of MSS").
 */
export function sharpness(curve: ArrayLike<number>, within = WITHIN): number | null {
  if (!Number.isSafeInteger(within) || within < 1)
    throw new InvalidInputError({
      what: "the number of steps around the max slope step",
      got: within,
      want: "a whole number of at least 1",
      hint: "Hint: the paper's protocol takes 5.",
    });
  const last = curve.length - 1;
  if (last <= 2 * within) return null;
  const steepest = maxSlopeStep(curve);
  if (steepest === null) return null;
  const from = Math.min(Math.max(steepest - within, 0), last - 2 * within);
  return (curve[from + 2 * within]! - curve[from]!) / rangeOf(curve);
}

/**
 * Slopes of the first and the last tenth of a curve over its mean slope.
 *
 * Formula: k = floor((points - 1) / 10) rises; first = ((d[k] - d[0]) / k) / mean, last = ((d[last] - d[last - k]) / k)
 * / mean, mean = (d[last] - d[0]) / (points - 1). Units: none: line 1 and 1; smoothstep on 100 points 0.26 and 0.26.
 * null where the curve does not end above its start (no mean slope to compare with) or has fewer than 11 points.
 */
export function endSlopes(curve: ArrayLike<number>): EndSlopes | null {
  const rises = curve.length - 1;
  const tenth = Math.floor(rises / 10);
  const height = finalHeight(curve);
  if (tenth < 1 || height === null || !(height > 0)) return null;
  const unit = (height / rises) * tenth;
  return {
    first: (curve[tenth]! - curve[0]!) / unit,
    last: (curve[rises]! - curve[rises - tenth]!) / unit,
  };
}

/**
 * Whether a curve is a step: flat, steep, flat.
 *
 * Sharpness above `sharpnessAbove` and the slopes at both ends below `endsBelow` in size; neither alone tells a step
 * from a convex curve. With 0.2 and 0.6 lines, parabolas, cubics and smoothsteps are refused and logistic steps up to
 * width 0.12 accepted. False where sharpness or end slopes have no value.
 * Throws: as `sharpness`.
 */
export function isStep(curve: ArrayLike<number>, limits: StepLimits): boolean {
  const sharp = sharpness(curve, limits.within);
  const ends = endSlopes(curve);
  if (sharp === null || ends === null) return false;
  const steepestEnd = Math.max(Math.abs(ends.first), Math.abs(ends.last));
  return sharp > limits.sharpnessAbove && steepestEnd < limits.endsBelow;
}

/**
 * Max slope of the relative curve: largest rise over the mean rise.
 *
 * Formula: max (d[n] - d[n-1]) x (points - 1) / (d[last] - d[0]): the steepest slope of d(a) / d(1) over a in 0..1.
 * Units: none; 1 for a line. It grows with the number of points where a step is narrower than one.
 * null where the curve does not end above its start or has fewer than 2 points.
 * Source: the usual measure of how sudden an output changes along an interpolation between two inputs.
 */
export function maxRelativeSlope(curve: ArrayLike<number>): number | null {
  const height = finalHeight(curve);
  if (height === null || !(height > 0)) return null;
  let largest = Number.NEGATIVE_INFINITY;
  for (let n = 1; n < curve.length; n++) largest = Math.max(largest, curve[n]! - curve[n - 1]!);
  return (largest * (curve.length - 1)) / height;
}

function rangeOf(curve: ArrayLike<number>): number {
  let low = curve[0]!;
  let high = curve[0]!;
  for (let n = 1; n < curve.length; n++) {
    low = Math.min(low, curve[n]!);
    high = Math.max(high, curve[n]!);
  }
  return high - low;
}
