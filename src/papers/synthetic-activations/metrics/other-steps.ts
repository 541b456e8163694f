import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import {
  halfRiseStep,
  isAtEnd,
  nonLinearityStep,
  aucStep as stepOfArea,
} from "../../../experiment/curve-steps.ts";
import { towards } from "../perturbations/towards.ts";
import type { LevelScales } from "../scales.ts";
import { PAPER, type Schedule } from "../setup.ts";
import { admittedEntries } from "./admitted-entries.ts";

type StepMetric = CurveMetric<LevelScales>;

/**
 * AUC step: the prefix whose triangle is largest next to the area below it. Absolute curves end as for the max slope
 * step. null for fewer than 6 points or a curve that does not rise; it counts as 99. Answers of 5 to 8 are curves
 * without a flat part. Units: steps. Source: paper C.4.
 */
export const aucStep: Readonly<Record<Schedule, StepMetric>> = both({
  key: "aucStep",
  title: "AUC step",
  symbol: "AUC step",
  axis: "step of the largest triangle over area",
  meaning:
    "The step up to which the output's curve lies furthest below the straight line to it: the end of the flat part and its rise.",
  never: "never rose",
  ifNever: PAPER.maxSlopeStepIfNever,
  of: stepOfArea,
});

/**
 * First non-linearity step (NL): the last step within 20 % of the line through entries 0 and 9. Absolute curves end as
 * for the max slope step. null where the line does not rise or is never left; it counts as 100. Units: steps. Source: paper C.3.
 */
export const nonLinearity: Readonly<Record<Schedule, StepMetric>> = both({
  key: "nonLinearityStep",
  title: "First non-linearity step",
  symbol: "NL",
  axis: "last step within 20 % of the first line",
  meaning:
    "The step after which the output is more than 20 % off the straight line of its first nine steps, above or below.",
  never: "never left the line",
  ifNever: PAPER.nonLinearityStepIfNever,
  of: nonLinearityStep,
});

/**
 * Half-rise step: the first step at half of the final height. Absolute curves end as for the max slope step. null where
 * a curve does not end above its start; it counts as 99. Units: steps. Source: ours.
 */
export const halfRise: Readonly<Record<Schedule, StepMetric>> = both({
  key: "halfRiseStep",
  title: "Half-rise step",
  symbol: "half-rise step",
  axis: "first step at half of the final height",
  meaning: "The first step at which the output has moved half as far as it moves in all.",
  never: "never rose",
  ifNever: PAPER.maxSlopeStepIfNever,
  of: halfRiseStep,
});

interface Step
  extends Pick<StepMetric, "key" | "title" | "symbol" | "axis" | "meaning" | "never" | "ifNever"> {
  of(curve: Float64Array): number | null;
}

function both(step: Step): Readonly<Record<Schedule, StepMetric>> {
  const along = (schedule: Schedule): StepMetric => {
    const end = schedule === "absolute" ? "nearest" : "last";
    return {
      ...step,
      key: `${step.key}.${schedule}`,
      title: `${step.title}, ${schedule} step`,
      unit: "steps",
      along: towards[schedule],
      output: "l2",
      endsAtNearest: end === "nearest",
      of: (curve, facts) => step.of(curve.subarray(0, admittedEntries(end, curve, facts))),
      atEnd: (value, curve, facts) => isAtEnd(admittedEntries(end, curve, facts), value),
    };
  };
  return { absolute: along("absolute"), relative: along("relative") };
}
