import type { Evidence } from "../claim/evidence.ts";
import type { JudgedAgain } from "../claim/judged-again.ts";
import { askClaims } from "./ask-claims.ts";

/** Evidence that is to be judged once more, and how it was judged. */
export interface ToJudge {
  readonly evidence: readonly Evidence[];
  /** The seed of its run. */
  readonly seed: string;
  /** Resamples of every interval. */
  readonly resamples: number;
}

/**
 * Judges evidence once more with the claims of the checkout `root`, by key. Nothing is measured and no model is opened: a
 * claim's statistic is code, and its file registers it where vitest runs. A key that no claim has is not in the answer.
 */
export async function judgeEvidence(
  root: string,
  toJudge: ToJudge,
): Promise<ReadonlyMap<string, JudgedAgain>> {
  const keys = toJudge.evidence.map(({ key }) => key);
  const judged = await askClaims(root, keys, {
    provide: (project) => project.provide("judge", toJudge),
    answer: ({ judgedAgain }) => judgedAgain,
  });
  return new Map(judged.map((one) => [one.key, one]));
}
