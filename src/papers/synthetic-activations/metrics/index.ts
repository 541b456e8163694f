import { maxSlopeStep, maxSlopeStepOfJs, maxSlopeStepOfKl, maxSlopeStepTo } from "./max-slope-step.ts";
import { aucStep, halfRise, nonLinearity } from "./other-steps.ts";
import { plateauLength } from "./plateau-length.ts";
import { targetDistance } from "./target-distance.ts";

/** The metrics that every report of this paper shows, a line each, in the order of the page. */
// biome-ignore format: one a line
export const metrics = [
  maxSlopeStep.relative,
  maxSlopeStep.absolute,
  maxSlopeStepTo.own,
  maxSlopeStepTo.uncut,
  maxSlopeStepOfKl.absolute,
  maxSlopeStepOfJs.absolute,
  aucStep.absolute,
  aucStep.relative,
  nonLinearity.absolute,
  nonLinearity.relative,
  halfRise.absolute,
  halfRise.relative,
  plateauLength,
  targetDistance,
] as const;
