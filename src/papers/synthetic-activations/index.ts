/** What the claim files of this paper say of it. */
export { blowUpRatio } from "./metrics/blow-up-ratio.ts";
export { maxSlopeStep, maxSlopeStepOfKl, maxSlopeStepTo } from "./metrics/max-slope-step.ts";
export { plateauLength } from "./metrics/plateau-length.ts";
export { endSlopeOf, sharpnessOf, stepShare } from "./metrics/step-shape.ts";
export { paper } from "./paper.ts";
export { later, sharpStep, smoothstep, sooner } from "./planted.ts";
export { SCHEDULES, type Schedule } from "./setup.ts";
