import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { maxSlopeStep } from "../../../experiment/curve-metrics.ts";
import { endSlopes, finalHeight, maxRelativeSlope } from "../../../experiment/curve-shape.ts";
import { between } from "../perturbations/between.ts";
import { EFFECTS } from "../setup.ts";

/** Numbers of the relative distance d(a) / d(1), d(a) = |F(A) - F(X(a))|: how the output leaves A's and comes to B's. */

const OF_THE_RESPONSE = { along: between, output: "l2" } as const;

/** Max slope of the relative distance: the paper's measure of how sharp a boundary is. Units: ratio, 1 for a line. */
export const maxSlope: CurveMetric = {
  ...OF_THE_RESPONSE,
  key: "maxSlope",
  title: "Max slope",
  symbol: "max slope",
  unit: "ratio",
  axis: "steepest slope of the relative distance over the way (1: a line)",
  meaning:
    "How many times steeper than on average the output moves where it moves fastest, on the way from one prompt's activation to another's: 1 for a straight line, large for a sharp boundary.",
  never: "ended where it began",
  ifNever: 1,
  of: (curve) => maxRelativeSlope(curve),
};

/** Where the max slope lies, as a share of the way. Units: share. */
export const jumpAt: CurveMetric = {
  ...OF_THE_RESPONSE,
  key: "jumpAt",
  title: "Place of the jump",
  symbol: "place of the jump",
  unit: "share",
  axis: "where the output moves fastest (share of the way)",
  meaning: "The share of the way at which the output moves fastest.",
  never: "never moved",
  ifNever: 1,
  of(curve) {
    const step = maxSlopeStep(curve);
    return step === null ? null : step / (curve.length - 1);
  },
};

/** The steeper of the slopes of the first and last tenth over the mean slope. Units: ratio, 1 for a line, 0 for a step. */
export const endSlope: CurveMetric = {
  ...OF_THE_RESPONSE,
  key: "endSlope",
  title: "Slope at the ends",
  symbol: "end slope",
  unit: "ratio",
  axis: "slope of the steeper end over the mean slope (1: a line)",
  meaning:
    "The slope of the output's first or last tenth of the way, whichever is steeper, over its mean slope: near 0 where both prompts lie in a flat region.",
  never: "ended where it began",
  ifNever: 1,
  of(curve) {
    const ends = endSlopes(curve);
    return ends && Math.max(Math.abs(ends.first), Math.abs(ends.last));
  },
};

/** The relative distance at 0.4 of the way. Units: share of the final distance. */
export const heightAt40: CurveMetric = {
  ...OF_THE_RESPONSE,
  key: "heightAt40",
  title: "Relative distance at 0.4 of the way",
  symbol: "relative distance at 0.4",
  unit: "share",
  axis: "relative distance at 0.4 of the way",
  meaning: "How much of its final distance the output has moved after 0.4 of the way.",
  never: "ended where it began",
  ifNever: 0.4,
  of(curve) {
    const height = finalHeight(curve);
    if (height === null || !(height > 0)) return null;
    return (curve[Math.round(0.4 * (curve.length - 1))]! - curve[0]!) / height;
  },
};

/**
 * Jumps: runs of steps in which the output moves more than twice as fast as on average, at least one. Units: count.
 *
 * A way from one region to another crosses one boundary or more; a way within one is counted as if it crossed one, so that
 * nothing is divided by 0 and a count per jump is rather too small.
 */
export const jumps: CurveMetric = {
  ...OF_THE_RESPONSE,
  key: "jumps",
  title: "Jumps",
  symbol: "jumps",
  unit: "count",
  axis: "jumps of the output on the way",
  meaning:
    "How many times the output moves more than twice as fast as on average on its way, counted as at least one.",
  never: "ended where it began",
  ifNever: 1,
  of(curve) {
    const height = finalHeight(curve);
    if (height === null || !(height > 0)) return null;
    const level = (EFFECTS.slope * height) / (curve.length - 1);
    let count = 0;
    let inJump = false;
    for (let n = 1; n < curve.length; n++) {
      const fast = curve[n]! - curve[n - 1]! > level;
      if (fast && !inJump) count++;
      inJump = fast;
    }
    return Math.max(1, count);
  },
};
