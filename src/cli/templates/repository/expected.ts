import type { FirstThreshold } from "../paper/first-claim.ts";

/**
 * What decides the first claim of the repository that `init` writes.
 *
 * The curve has a value at every step and none between: a step is the smallest difference that it can show.
 */
export const THRESHOLD: FirstThreshold = { above: 1, because: "a step is the unit of the curve" };

/** The weights of the shipped organism. */
const ORGANISM = "de49a94795f7b456820b8eadeacf1255adb7b97436607786b9fa51ec4c521ca5";

/** The text of `fixtures/organism/standing.json`: every claim of the paper is expected to be supported. */
export function standingTemplate(paper: string): string {
  return `${JSON.stringify({ [ORGANISM]: { [paper]: {} } }, null, 2)}\n`;
}
