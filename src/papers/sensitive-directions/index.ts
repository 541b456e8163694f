/** What the claim files of this paper say of it. */
export { klAtError, klAtErrorOver, klAtLength, klAtReplacement } from "./metrics/kl.ts";
export { paper } from "./paper.ts";
export { timesAsHigh } from "./planted.ts";
export { LADDER, LOG_MARGIN, LOG_TWO, type Rung } from "./setup.ts";
