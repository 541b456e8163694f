/** What the claim files of this paper say of it. */
export { blowUpRatio } from "./metrics/blow-up-ratio.ts";
export { maxSlopeStep, maxSlopeStepOfKl, maxSlopeStepTo } from "./metrics/max-slope-step.ts";
export { plateauLength } from "./metrics/plateau-length.ts";
export { paper } from "./paper.ts";
export { SCHEDULES, type Schedule } from "./setup.ts";
