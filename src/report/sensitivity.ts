import type { Threshold as Rule } from "../claim/criterion.ts";
import type { Judgement } from "../claim/judge.ts";
import { steadinessOf } from "../claim/steadiness.ts";
import { turningPoints } from "../claim/turning-points.ts";
import type { CriterionEntry, Threshold } from "./report.generated.ts";

/** Where a criterion's verdict would turn, and how much it hangs on the draw of its bases. */
export function sensitivityOf(
  threshold: Readonly<Threshold>,
  judgement: Pick<Judgement, "verdict" | "interval" | "standardError">,
): Pick<CriterionEntry, "turningPoints" | "standardError" | "narrow" | "flipProbability"> {
  const rule = threshold as Rule;
  const { interval, standardError = null } = judgement;
  const steadiness = steadinessOf(rule, judgement);
  return {
    turningPoints: interval && { ...turningPoints(rule, interval) },
    standardError,
    narrow: steadiness?.narrow ?? false,
    flipProbability: steadiness?.flipProbability ?? null,
  };
}
