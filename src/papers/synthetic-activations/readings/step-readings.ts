import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { isStep } from "../../../experiment/curve-shape.ts";
import { admittedEntries, type End } from "../metrics/admitted-entries.ts";
import { aroundStep, stepShare } from "../metrics/step-shape.ts";
import type { LevelScales } from "../scales.ts";
import type { Schedule } from "../setup.ts";
import { STEP_SHAPE } from "../setup.ts";
import { optionsOf } from "./dimensions.ts";

/** A way to ask whether a response is a step. */
export interface StepReading {
  readonly choices: Readonly<Record<string, string>>;
  readonly metric: CurveMetric;
  readonly isRegistered: boolean;
}

const PATHS: readonly { readonly schedule: Schedule; readonly end: End }[] = [
  { schedule: "absolute", end: "own" },
  { schedule: "relative", end: "own" },
  { schedule: "absolute", end: "nearest" },
  { schedule: "absolute", end: "last" },
];

/** Every way to ask for a step: 4 kinds of path by 3 by 3 limits. The first two are those of the criteria. */
export const stepReadings: readonly StepReading[] = PATHS.flatMap(({ schedule, end }) =>
  optionsOf("gained").flatMap((gained) =>
    optionsOf("ends").map((ends): StepReading => {
      const isRegistered =
        end === "own" &&
        Number(gained) === STEP_SHAPE.sharpnessAbove &&
        Number(ends) === STEP_SHAPE.endsBelow;
      return {
        choices: { schedule, end, gained, ends },
        metric: isRegistered ? stepShare[schedule] : metricOf(schedule, end, Number(gained), Number(ends)),
        isRegistered,
      };
    }),
  ),
).sort((a, b) => Number(b.isRegistered) - Number(a.isRegistered));

/** Whether a response is a step by other limits, 1 or 0; a curve without a shape is none. */
function metricOf(schedule: Schedule, end: End, gained: number, ends: number): CurveMetric<LevelScales> {
  return {
    ...stepShare[schedule],
    key: `reading.step.${schedule}.${end}.${gained}.${ends}`,
    endsAtNearest: end === "nearest",
    of(curve, facts) {
      const entries =
        schedule === "relative"
          ? curve.length
          : admittedEntries(end, curve, facts as typeof facts & { scales: LevelScales });
      const looked = curve.subarray(0, entries);
      return Number(isStep(looked, { within: aroundStep(entries), sharpnessAbove: gained, endsBelow: ends }));
    },
  };
}
