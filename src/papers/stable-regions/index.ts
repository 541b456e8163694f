/** What the claim files of this paper say of it. */
export { klBetweenEnds } from "./metrics/kl-between-ends.ts";
export { endSlope, heightAt40, jumpAt, jumps, maxSlope } from "./metrics/of-the-response.ts";
export { signChanges } from "./metrics/sign-changes.ts";
export { paper } from "./paper.ts";
export {
  endsWithLength,
  line,
  parabola,
  partOf,
  risesTo,
  sharperWithLength,
  stepOfWidth,
} from "./planted.ts";
export { CHECKPOINTS, EFFECTS, PAPER, SIZES } from "./setup.ts";
