import type { Output } from "../../../experiment/arm.ts";
import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { maxSlopeStep as stepOfLargestRise } from "../../../experiment/curve-metrics.ts";
import type { Perturbation } from "../../../experiment/perturbation.ts";
import { entriesUpToTarget } from "../../../experiment/perturbation-path.ts";
import { towards } from "../perturbations/towards.ts";
import type { LevelScales } from "../scales.ts";
import { PAPER, type Schedule } from "../setup.ts";

type MaxSlopeStep = CurveMetric<LevelScales>;

/** Where a curve of one schedule is steepest. */
const WORDS = {
  relative: {
    title: "Max slope step, relative step",
    axis: "max slope step (of 99 equal shares of the way)",
    meaning:
      "The step at which the output rises most, when every path goes all the way to its target in 99 equal shares. Nearer targets have shorter steps, so types at different distances are not compared on equal terms.",
  },
  absolute: {
    title: "Max slope step, absolute step",
    axis: "max slope step (steps of fixed length)",
    meaning:
      "The step at which the output rises most, when every step has the same length in the residual stream. The search ends at the target.",
  },
} as const satisfies Record<Schedule, Pick<MaxSlopeStep, "title" | "axis" | "meaning">>;

/**
 * Max slope step (MSS) of a path towards a target. Absolute curves are cut at the target.
 *
 * Units: steps. null where no rise is above the blow-up level. Source: paper A.6, C.2.
 */
export const maxSlopeStep: Readonly<Record<Schedule, MaxSlopeStep>> = both("l2");

/** The same of KL(P_0 || P_n), how far the prediction moves. Source: paper C.1, C.2. */
export const maxSlopeStepOfKl: Readonly<Record<Schedule, MaxSlopeStep>> = both("kl");

/** The max slope step of paths of one perturbation. */
export function maxSlopeStepAlong(perturbation: Perturbation, output: Output): MaxSlopeStep {
  const { absolute, relative } = output === "l2" ? maxSlopeStep : maxSlopeStepOfKl;
  return perturbation === towards.relative ? relative : absolute;
}

function both(output: Output): Readonly<Record<Schedule, MaxSlopeStep>> {
  return { absolute: along("absolute", output), relative: along("relative", output) };
}

function along(schedule: Schedule, output: Output): MaxSlopeStep {
  const { title, axis, meaning } = WORDS[schedule];
  return {
    key: `maxSlopeStep.${schedule}${output === "l2" ? "" : ".kl"}`,
    title: output === "l2" ? title : `${title}, of KL`,
    symbol: "MSS",
    unit: "steps",
    axis,
    meaning,
    never: "never blew up",
    ifNever: PAPER.maxSlopeStepIfNever,
    along: towards[schedule],
    output,
    of(curve, { distance, scales }) {
      const entries =
        schedule === "absolute" ? entriesUpToTarget(distance, scales.step, curve.length) : curve.length;
      return stepOfLargestRise(curve.subarray(0, entries), blowUpLevelOf(output, scales));
    },
  };
}

/** The rise that makes a blow-up: residual units for L2; nats, the same for every model, for KL. */
function blowUpLevelOf(output: Output, { blowUpLevel }: Pick<LevelScales, "blowUpLevel">): number {
  return output === "l2" ? blowUpLevel : PAPER.klBlowUpLevel;
}
