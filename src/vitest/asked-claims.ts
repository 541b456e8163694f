import { inject, test } from "vitest";
import type { Criterion } from "../claim/criterion.ts";
import { judgedAgain } from "../claim/judged-again.ts";
import { pairedDifference } from "../claim/paired-difference.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { ToCompare } from "./compare-evidence.ts";
import type { ToJudge } from "./judge-evidence.ts";

/** Registers what is asked of a criterion in the place of a run, and says whether anything is. It asserts nothing. */
export function registerAsked(criterion: Criterion): boolean {
  const toJudge: ToJudge | undefined = inject("judge");
  const toCompare: ToCompare | undefined = inject("compare");
  if (toJudge !== undefined) registerJudging(criterion, toJudge);
  if (toCompare !== undefined) registerComparing(criterion, toCompare);
  return toJudge !== undefined || toCompare !== undefined;
}

/** Judges what a page or a folder holds of one criterion once more. */
function registerJudging(criterion: Criterion, { evidence, seed, resamples }: ToJudge): void {
  const kept = evidence.find(({ key }) => key === criterion.key);
  test.skipIf(kept === undefined)(`judges ${criterion.key} again`, ({ task }) => {
    task.meta.judgedAgain = judgedAgain(criterion, kept!, {
      rng: rngFromSeed(seed).fork("bootstrap"),
      resamples,
    });
  });
}

/** Compares what two folders hold of one criterion. */
function registerComparing(criterion: Criterion, { pairs, seed, resamples }: ToCompare): void {
  const pair = pairs.find(({ key }) => key === criterion.key);
  test.skipIf(pair === undefined)(`compares ${criterion.key}`, ({ task }) => {
    task.meta.pairedDifference = pairedDifference(criterion, pair!, {
      rng: rngFromSeed(seed).fork("compare"),
      resamples,
    });
  });
}
