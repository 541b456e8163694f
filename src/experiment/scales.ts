import { type Grid, PAPER, SCALED } from "../papers/synthetic-activations/setup.ts";
import { mean } from "../stats/mean.ts";
import type { Output } from "./arm.ts";
import { type ArmCurves, curveOf } from "./measure.ts";

/** The units of the absolute schedule and the levels that make an event. Residual units. */
export interface Scales {
  readonly step: number;
  readonly plateauLevel: number;
  readonly blowUpLevel: number;
}

/** "paper": the paper's step and levels, for GPT-2 small. "scaled": the same in the model's own units. */
export type Scale = "paper" | "scaled";

/** The absolute step, residual units; on other models than GPT-2 small in proportion to the mean target distance. */
export function stepOf(scale: Scale, grid: Grid, meanTargetDistance: number): number {
  const gpt2Step = grid === "paper" ? PAPER.gpt2Step : PAPER.gpt2AuthorsStep;
  if (scale === "paper") return gpt2Step;
  return (meanTargetDistance / SCALED.stepsToMeanTarget) * (gpt2Step / PAPER.gpt2Step);
}

/**
 * The absolute step and the levels of events, in residual units.
 *
 * On GPT-2 small the paper's numbers; elsewhere the same in the model's own units: step = mean real-to-real distance
 * / 80, plateau level = 8.3 % of the mean final distance towards real targets, blow-up level = plateau level / 1000.
 */
export function scalesOf(scale: Scale, step: number, towardsReal: ArmCurves): Scales {
  if (scale === "paper")
    return { step, plateauLevel: PAPER.gpt2PlateauLevel, blowUpLevel: PAPER.gpt2BlowUpLevel };
  const final = Array.from(towardsReal.distance, (_, row) => curveOf(towardsReal, row).at(-1)!);
  const plateauLevel = SCALED.plateauFraction * mean(final);
  return { step, plateauLevel, blowUpLevel: plateauLevel / SCALED.plateauOverBlowUp };
}

/** The rise that makes a blow-up: residual units for L2; nats, the same for every model, for KL. */
export function blowUpLevelOf(output: Output, { blowUpLevel }: Pick<Scales, "blowUpLevel">): number {
  return output === "l2" ? blowUpLevel : PAPER.klBlowUpLevel;
}
