import type { Output } from "../../../experiment/arm.ts";
import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { maxSlopeStep as stepOfLargestRise } from "../../../experiment/curve-metrics.ts";
import { isAtEnd } from "../../../experiment/curve-steps.ts";
import type { Perturbation } from "../../../experiment/perturbation.ts";
import { towards } from "../perturbations/towards.ts";
import type { LevelScales } from "../scales.ts";
import { PAPER, type Schedule } from "../setup.ts";
import { admittedEntries, type End } from "./admitted-entries.ts";

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
      "The step at which the output rises most, when every step has the same length in the residual stream. All paths of one base end where its nearest target lies, so that no type has further to go than another.",
  },
  own: {
    title: "Max slope step, absolute step, own end",
    axis: "max slope step (steps of fixed length)",
    meaning:
      "The same, where every path ends at its own target, as the authors cut it: a type with nearer targets then has less far to go.",
  },
  uncut: {
    title: "Max slope step, absolute step, uncut",
    axis: "max slope step (steps of fixed length)",
    meaning: "The same, where every path goes on beyond its target to the last step.",
  },
} as const satisfies Record<string, Pick<MaxSlopeStep, "title" | "axis" | "meaning">>;

/**
 * Max slope step (MSS) of a path towards a target. Absolute curves end at the nearest target of their base.
 *
 * Units: steps. null where no rise is above the blow-up level. Source: paper A.6, C.2; the common end is ours.
 */
export const maxSlopeStep: Readonly<Record<Schedule, MaxSlopeStep>> = both("l2");

/** The same of KL(P_0 || P_n), how far the prediction moves. Source: paper C.1, C.2. */
export const maxSlopeStepOfKl: Readonly<Record<Schedule, MaxSlopeStep>> = both("kl");

/** The same of the Jensen-Shannon distance. Source: paper C.1. */
export const maxSlopeStepOfJs: Readonly<Record<Schedule, MaxSlopeStep>> = both("js");

/** Further readings of the absolute schedule, beside the judged one: the authors' end at each path's own target, and none. */
export const maxSlopeStepTo: Readonly<Record<"own" | "uncut", MaxSlopeStep>> = {
  own: along("absolute", "l2", "own", "own"),
  uncut: along("absolute", "l2", "uncut", "last"),
};

/** The max slope step of paths of one perturbation. */
export function maxSlopeStepAlong(perturbation: Perturbation, output: Output): MaxSlopeStep {
  const { absolute, relative } = { l2: maxSlopeStep, kl: maxSlopeStepOfKl, js: maxSlopeStepOfJs }[output];
  return perturbation === towards.relative ? relative : absolute;
}

function both(output: Output): Readonly<Record<Schedule, MaxSlopeStep>> {
  return {
    absolute: along("absolute", output, "absolute", "nearest"),
    relative: along("relative", output, "relative", "last"),
  };
}

function along(schedule: Schedule, output: Output, words: keyof typeof WORDS, end: End): MaxSlopeStep {
  const { title, axis, meaning } = WORDS[words];
  return {
    key: `maxSlopeStep.${words}${output === "l2" ? "" : `.${output}`}`,
    title: output === "l2" ? title : `${title}, of ${output.toUpperCase()}`,
    symbol: "MSS",
    unit: "steps",
    axis,
    meaning,
    never: "never blew up",
    ifNever: PAPER.maxSlopeStepIfNever,
    along: towards[schedule],
    output,
    endsAtNearest: end === "nearest",
    of: (curve, facts) =>
      stepOfLargestRise(
        curve.subarray(0, admittedEntries(end, curve, facts)),
        blowUpLevelOf(output, facts.scales),
      ),
    atEnd: (step, curve, facts) => isAtEnd(admittedEntries(end, curve, facts), step),
  };
}

/** The rise that makes a blow-up: residual units for L2; the same for every model for KL (nats) and JS. */
function blowUpLevelOf(output: Output, { blowUpLevel }: Pick<LevelScales, "blowUpLevel">): number {
  return { l2: blowUpLevel, kl: PAPER.klBlowUpLevel, js: PAPER.jsBlowUpLevel }[output];
}
