import type { CurveFacts, CurveMetric } from "../../../experiment/curve-metric.ts";
import { endSlopes, isStep, sharpness } from "../../../experiment/curve-shape.ts";
import { entriesUpToTarget } from "../../../experiment/perturbation-path.ts";
import { towards } from "../perturbations/towards.ts";
import type { LevelScales } from "../scales.ts";
import { SCHEDULES, type Schedule, STEP_SHAPE } from "../setup.ts";

type ShapeMetric = CurveMetric<LevelScales>;

/**
 * Whether a response is a step, 1 or 0: more than 0.2 of its height gained within five of 99 rises around its max slope
 * step, and the slope at either end below half of the mean one. Absolute curves end at the path's own target.
 *
 * null where the curve has no shape: it does not rise, or has too few points; it counts as no step. Source: paper E1; the limits are ours.
 */
export const stepShare: Readonly<Record<Schedule, ShapeMetric>> = each({
  key: "isStep",
  title: "Step-like response",
  symbol: "step",
  unit: "share",
  ifNever: 0,
  axis: "1 for a step, 0 for none",
  meaning:
    "Whether the output gains more than 0.2 of its height within 5 of 99 steps around its steepest one and is flat at both ends: a line, a parabola or a smoothstep is none.",
  of(curve, within) {
    if (sharpness(curve, within) === null || endSlopes(curve) === null) return null;
    return isStep(curve, { ...STEP_SHAPE, within }) ? 1 : 0;
  },
});

/** Share of the height that is gained within five of 99 rises around the max slope step: a line has 0.10. */
export const sharpnessOf: Readonly<Record<Schedule, ShapeMetric>> = each({
  key: "sharpness",
  title: "Sharpness",
  symbol: "sharpness",
  unit: "share",
  ifNever: null,
  axis: "share of the height gained around the steepest step",
  meaning: "The share of the output's height that is gained within 5 of 99 steps around its steepest one.",
  of: (curve, within) => sharpness(curve, within),
});

/** The steeper of the slopes of the first and last tenth, over the mean slope: 1 for a line, 0 for a step. */
export const endSlopeOf: Readonly<Record<Schedule, ShapeMetric>> = each({
  key: "endSlope",
  title: "Slope at the ends",
  symbol: "end slope",
  unit: "ratio",
  ifNever: null,
  axis: "slope of the steeper end over the mean slope",
  meaning: "The slope of the output's first or last tenth, whichever is steeper, over its mean slope.",
  of(curve) {
    const ends = endSlopes(curve);
    return ends && Math.max(Math.abs(ends.first), Math.abs(ends.last));
  },
});

interface Shape
  extends Pick<ShapeMetric, "key" | "title" | "symbol" | "unit" | "ifNever" | "axis" | "meaning"> {
  of(curve: Float64Array, within: number): number | null;
}

function each(shape: Shape): Readonly<Record<Schedule, ShapeMetric>> {
  const along = (schedule: Schedule): ShapeMetric => ({
    ...shape,
    key: `${shape.key}.${schedule}`,
    title: `${shape.title}, ${schedule} step`,
    never: "without a shape",
    along: towards[schedule],
    output: "l2",
    of(whole, facts) {
      const curve = responseOf(whole, facts, schedule);
      return shape.of(curve, aroundStep(curve.length));
    },
  });
  const [absolute, relative] = SCHEDULES.map(along) as [ShapeMetric, ShapeMetric];
  return { absolute, relative };
}

/** The response to a path: up to its own target. Shape: [entries]. */
export function responseOf(
  curve: Float64Array,
  { distance, scales }: Pick<CurveFacts<LevelScales>, "distance" | "scales">,
  schedule: Schedule,
): Float64Array {
  if (schedule === "relative") return curve;
  return curve.subarray(0, entriesUpToTarget(distance, scales.step, curve.length));
}

/** How many rises around the steepest one: five of 99, and in proportion of fewer, at least one. */
export function aroundStep(entries: number): number {
  return Math.max(1, Math.round((STEP_SHAPE.within * (entries - 1)) / 99));
}
