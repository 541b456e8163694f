/** The text of `scales.ts`: the length of an absolute step on any model. */
export function scalesTemplate(): string {
  return `import type { ScaleFacts, ScaleRule, Scales } from "../../experiment/scales.ts";

/** Steps of fixed length to a target at the mean distance. */
const STEPS_TO_MEAN_TARGET = 80;

/** One absolute step is 1/80 of the mean real-to-real distance. A metric that needs a level adds it to \`of\` and \`words\`. */
export const scales: ScaleRule<Scales> = {
  words: { step: "Absolute step, residual units" },
  from: [],
  step: stepOf,
  of: (facts) => ({ step: stepOf(facts) }),
};

function stepOf({ meanTargetDistance }: ScaleFacts): number {
  return meanTargetDistance / STEPS_TO_MEAN_TARGET;
}
`;
}
