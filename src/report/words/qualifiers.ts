import type { CriterionEntry } from "../report.generated.ts";

/** What the judge may add to a reason, a word and a colon each. */
const ADDED = /(?:^|\. )(Confounded|Censored): /g;

/** What takes from a verdict though it does not change it: "confounded", "censored"; the reason says why. */
export function qualifiersOf({ reason }: Pick<CriterionEntry, "reason">): readonly string[] {
  return [...reason.matchAll(ADDED)].map(([, word]) => word!.toLowerCase());
}
