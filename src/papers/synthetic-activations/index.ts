/** What the claim files of this paper say of it. */
export { blowUpRatio } from "./metrics/blow-up-ratio.ts";
export {
  activeLatents,
  cosineOfPairs,
  cosineToBase,
  cosineToStrongest,
  goesWithStrongest,
  shareOfStrongest,
} from "./metrics/code-structure.ts";
export {
  maxSlopeStep,
  maxSlopeStepOfJs,
  maxSlopeStepOfKl,
  maxSlopeStepTo,
} from "./metrics/max-slope-step.ts";
export { aucStep, halfRise, nonLinearity } from "./metrics/other-steps.ts";
export { plateauLength } from "./metrics/plateau-length.ts";
export { klAt, klAtTarget, laterThan } from "./metrics/readings.ts";
export { endSlopeOf, sharpnessOf, stepShare } from "./metrics/step-shape.ts";
export { paper } from "./paper.ts";
export {
  farFromMiddle,
  later,
  parabola,
  sharpStep,
  smoothstep,
  sooner,
  stepAt,
  timesAsHigh,
} from "./planted.ts";
export { SCHEDULES, type Schedule } from "./setup.ts";
