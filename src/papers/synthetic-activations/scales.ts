import { curveOf } from "../../experiment/measure.ts";
import type { ScaleFacts, ScaleRule, Scales } from "../../experiment/scales.ts";
import { mean } from "../../stats/mean.ts";
import { towards } from "./perturbations/towards.ts";
import { PAPER, SCALED } from "./setup.ts";

/** The absolute step and the levels that make an event. Residual units. */
export interface LevelScales extends Scales {
  readonly plateauLevel: number;
  readonly blowUpLevel: number;
}

/** Real relative curves: the levels off GPT-2 small are shares of where those end. */
const LEVEL_ARM = { perturbation: towards.relative, type: "real" } as const;

/**
 * On GPT-2 small the paper's numbers; elsewhere the same in the model's own units: step = mean real-to-real distance
 * / 80, plateau level = 8.3 % of the mean final distance towards real targets, blow-up level = plateau level / 1000.
 */
export const scales: ScaleRule<LevelScales> = {
  words: {
    step: "Absolute step, residual units",
    plateauLevel: "Plateau level, residual units",
    blowUpLevel: "Smallest rise that counts as a blow-up, residual units",
  },
  from: [LEVEL_ARM],
  step: stepOf,
  of(facts, curvesOf) {
    const step = stepOf(facts);
    if (facts.onSubject)
      return { step, plateauLevel: PAPER.gpt2PlateauLevel, blowUpLevel: PAPER.gpt2BlowUpLevel };
    const towardsReal = curvesOf(LEVEL_ARM);
    const final = Array.from(towardsReal.distance, (_, row) => curveOf(towardsReal, row).at(-1)!);
    const plateauLevel = SCALED.plateauFraction * mean(final);
    return { step, plateauLevel, blowUpLevel: plateauLevel / SCALED.plateauOverBlowUp };
  },
};

function stepOf({ onSubject, grid, meanTargetDistance }: ScaleFacts): number {
  const gpt2Step = grid === "paper" ? PAPER.gpt2Step : PAPER.gpt2AuthorsStep;
  if (onSubject) return gpt2Step;
  return (meanTargetDistance / SCALED.stepsToMeanTarget) * (gpt2Step / PAPER.gpt2Step);
}
