import type { ScaleFacts, ScaleRule, Scales } from "../../experiment/scales.ts";
import { PAPER } from "./setup.ts";

/** All paths are shares of the way; the step is only told: that of a path of the mean length. */
export const scales: ScaleRule<Scales> = {
  words: { step: "Step of a path of the mean length, residual units" },
  from: [],
  step: stepOf,
  of: (facts) => ({ step: stepOf(facts) }),
};

function stepOf({ meanTargetDistance }: ScaleFacts): number {
  return meanTargetDistance / (PAPER.points - 1);
}
