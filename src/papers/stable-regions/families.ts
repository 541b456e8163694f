import type { Families } from "../../paper/registered-families.ts";

/**
 * Which criteria decide what, chosen before any was run. Primary: what the sentences of the abstract say. Secondary: what
 * else of the same sentences was planned, the sizes among it that few machines can run. The topic of a prompt, which no one has asked for, is exploratory.
 */
export const families: Families = {
  primary: [
    "flat-jump-flat.max-slope",
    "sharpens-in-training.emerges",
    "sharpens-in-training.at-every-checkpoint",
    "sharper-with-size.smaller",
    "regions-follow-meaning.last-token",
    "same-region-same-prediction.pairs",
    "larger-than-polytopes",
  ],
  secondary: [
    "flat-jump-flat.flat-ends",
    "sharper-with-size.larger",
    "sharper-with-size.largest",
    "regions-follow-meaning.last-token-at-equal-distance",
    "same-region-same-prediction.last-token",
  ],
};
