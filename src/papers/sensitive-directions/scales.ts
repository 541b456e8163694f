import type { ScaleRule, Scales } from "../../experiment/scales.ts";
import { OURS, PAPER } from "./setup.ts";

/** On GPT-2 small, at the paper's layer, the authors' lengths; elsewhere a fifth of the mean distance of two real activations. */
export const scales: ScaleRule<Scales> = {
  words: { step: "Step of a walk, residual units" },
  from: [],
  step: stepOf,
  of: (facts) => ({ step: stepOf(facts) }),
};

function stepOf({ onSubject, meanTargetDistance }: Parameters<ScaleRule["step"]>[0]): number {
  return onSubject ? PAPER.gpt2Step : meanTargetDistance / OURS.stepsToMeanTarget;
}
