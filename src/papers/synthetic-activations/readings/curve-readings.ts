import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { maxSlopeStep as stepOfLargestRise } from "../../../experiment/curve-metrics.ts";
import { aucStep, halfRiseStep, nonLinearityStep } from "../../../experiment/curve-steps.ts";
import { admittedEntries, type End } from "../metrics/admitted-entries.ts";
import { maxSlopeStep, maxSlopeStepTo } from "../metrics/max-slope-step.ts";
import { towards } from "../perturbations/towards.ts";
import type { LevelScales } from "../scales.ts";
import type { Schedule } from "../setup.ts";
import { optionsOf } from "./dimensions.ts";

/** A way to make a number of a curve towards a target. */
export interface CurveReading {
  readonly choices: Readonly<Record<string, string>>;
  readonly metric: CurveMetric;
  /** Whether the criteria of both schedules read it so. */
  readonly isRegistered: boolean;
}

/** How a path is looked at. Residual units would scale absolute steps by one number: no other reading. */
const PATHS: readonly { readonly schedule: Schedule; readonly end: End; readonly unit: string }[] = [
  { schedule: "absolute", end: "nearest", unit: "steps" },
  { schedule: "absolute", end: "own", unit: "steps" },
  { schedule: "absolute", end: "last", unit: "steps" },
  { schedule: "relative", end: "own", unit: "steps" },
  { schedule: "relative", end: "own", unit: "residual" },
];

/** The number of a curve by its option; null where the curve does not show the event. */
const NUMBERS: Readonly<Record<string, (curve: Float64Array, blowUpLevel: number) => number | null>> = {
  "max-slope": stepOfLargestRise,
  area: (curve) => aucStep(curve),
  "non-linearity": (curve) => nonLinearityStep(curve),
  "half-rise": (curve) => halfRiseStep(curve),
};

/** The metrics that claims and reports have already, by schedule and end. */
const REGISTERED: Readonly<Record<string, CurveMetric>> = {
  "absolute nearest": maxSlopeStep.absolute,
  "absolute own": maxSlopeStepTo.own,
  "absolute last": maxSlopeStepTo.uncut,
  "relative own": maxSlopeStep.relative,
};

/**
 * Every way to make a number of a curve towards a target: 5 kinds of path by 4 numbers, and for the max slope step on
 * the registered paths two higher levels of what counts as a blow-up. The first is that of the absolute criteria.
 */
export const curveReadings: readonly CurveReading[] = [
  ...optionsOf("number").flatMap((number) =>
    PATHS.map((path) => reading(path, number, number === "max-slope" ? "1" : null)),
  ),
  ...["10", "100"].flatMap((level) =>
    PATHS.filter((path) => isRegisteredPath(path)).map((path) => reading(path, "max-slope", level)),
  ),
];

function isRegisteredPath({ schedule, end, unit }: (typeof PATHS)[number]): boolean {
  return unit === "steps" && end === (schedule === "absolute" ? "nearest" : "own");
}

function reading(path: (typeof PATHS)[number], number: string, blowUp: string | null): CurveReading {
  const { schedule, end, unit } = path;
  const known = number === "max-slope" && blowUp === "1" && unit === "steps";
  return {
    choices: { schedule, end, unit, number, ...(blowUp !== null && { "blow-up": blowUp }) },
    metric: known ? REGISTERED[`${schedule} ${end}`]! : metricOf(path, number, Number(blowUp ?? 1)),
    isRegistered: known && isRegisteredPath(path),
  };
}

/**
 * A number of a curve as one reading takes it. Units: steps, or residual units: step x distance / (points - 1) of a
 * relative path. A base without the event counts as the last entry that is looked at.
 */
function metricOf(
  { schedule, end, unit }: (typeof PATHS)[number],
  number: string,
  level: number,
): CurveMetric<LevelScales> {
  const ofCurve = NUMBERS[number]!;
  return {
    key: `reading.${number}.${schedule}.${end}.${unit}.${level}`,
    title: `${number}, ${schedule} step, ends at ${end}`,
    symbol: number,
    unit: unit === "steps" ? "steps" : "residual units",
    axis: number,
    meaning: "A further reading of the same curves.",
    never: "counts as the last entry looked at",
    ifNever: null,
    along: towards[schedule],
    output: "l2",
    endsAtNearest: end === "nearest",
    of(curve, facts) {
      const entries = schedule === "relative" ? curve.length : admittedEntries(end, curve, facts);
      const looked = curve.subarray(0, entries);
      const step = ofCurve(looked, level * facts.scales.blowUpLevel) ?? entries - 1;
      return unit === "steps" ? step : (step * facts.distance) / (curve.length - 1);
    },
  };
}
