/** That a run is one draw of several, in words. */
import type { Report } from "../report.generated.ts";
import { shortName } from "./criterion-words.ts";
import { count } from "./format.ts";

/** What no interval of a single run holds. */
export function oneReplicateText({ protocol }: Report): string {
  return `One replicate, seed ${protocol.seed}: intervals hold the draw of its bases, not what all of them share.`;
}

/**
 * In which verdicts a run differs from the registered one, where it differs from it in its seed alone: "3 of 17 verdicts
 * are others than the registered run of this model gave: E3 relative (contradicted there, inconclusive here)."; null
 * elsewhere.
 */
export function otherSeedText({ criteria }: Report): string | null {
  const known = criteria.filter(({ ofOtherSeed }) => ofOtherSeed !== undefined);
  if (known.length === 0) return null;
  const others = known.filter(({ verdict, ofOtherSeed }) => verdict !== ofOtherSeed);
  if (others.length === 0)
    return "The registered run of this model, of another seed, gave the same verdicts.";
  const named = others.map(
    (criterion) => `${shortName(criterion)} (${criterion.ofOtherSeed} there, ${criterion.verdict} here)`,
  );
  const are = others.length === 1 ? "is another" : "are others";
  return `${others.length} of ${count(known.length, "verdict")} ${are} than the registered run of this model, of another seed, gave: ${named.join(", ")}.`;
}
