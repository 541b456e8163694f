import { BagOfLatentsError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import type { Criterion, Threshold } from "./criterion.ts";
import { type Evidence, judgeAgain } from "./evidence.ts";

/** What evidence comes to when it is judged once more, as plain data; or why it cannot be. */
export type JudgedAgain =
  | ({ readonly key: string; readonly threshold: Threshold; readonly statistic: string } & Pick<
      Evidence,
      "judgement" | "control" | "planted"
    >)
  | { readonly key: string; readonly fails: string };

/** Judges what may be anybody's file: whatever is wrong with it is said, and never thrown. */
export function judgedAgain(
  criterion: Criterion,
  evidence: Evidence,
  options: { readonly rng: Rng; readonly resamples: number },
): JudgedAgain {
  const { key, threshold, statistic } = criterion;
  try {
    return { key, threshold, statistic: statistic.name, ...judgeAgain(criterion, evidence, options) };
  } catch (error) {
    return { key, fails: whyNot(error) };
  }
}

/** What is wrong with samples that a statistic could not take, in a sentence. Throws what is no fault of theirs. */
export function whyNot(error: unknown): string {
  const known =
    error instanceof BagOfLatentsError || error instanceof TypeError || error instanceof RangeError;
  if (!known) throw error;
  return error.message;
}
