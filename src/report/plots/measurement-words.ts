/** What each measurement is, for headings, axes and captions. */
import type { Distribution } from "../report.generated.ts";

/** Title, axis and meaning of a measurement. */
export interface MeasurementWords {
  title: string;
  axis: string;
  unit: string;
  /** One sentence: what is measured. */
  meaning: string;
  /** What a base without the event is. */
  never: string;
}

export const MEASUREMENTS: Readonly<Record<Distribution["measurement"], MeasurementWords>> = {
  "maxSlopeStep.relative": {
    title: "Max slope step, relative step",
    axis: "max slope step (of 99 equal shares of the way)",
    unit: "steps",
    meaning:
      "The step at which the output rises most, when every path goes all the way to its target in 99 equal shares. Nearer targets have shorter steps, so types at different distances are not compared on equal terms.",
    never: "never blew up",
  },
  "maxSlopeStep.absolute": {
    title: "Max slope step, absolute step",
    axis: "max slope step (steps of fixed length)",
    unit: "steps",
    meaning:
      "The step at which the output rises most, when every step has the same length in the residual stream. Paths are cut at their target.",
    never: "never blew up",
  },
  plateauLength: {
    title: "Plateau length",
    axis: "plateau length (steps of fixed length)",
    unit: "steps",
    meaning:
      "The first step at which the output has moved by the plateau level, walking away from a base of each type. A longer plateau is a more stable base.",
    never: "never reached the plateau level",
  },
  targetDistance: {
    title: "Distance to the target",
    axis: "distance from base to target (residual units)",
    unit: "residual units",
    meaning:
      "How far each type's target lies from its base: types that differ here differ in more than direction.",
    never: "without a distance",
  },
};
