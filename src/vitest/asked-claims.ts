import { inject, test } from "vitest";
import type { Criterion } from "../claim/criterion.ts";
import { judgedAgain } from "../claim/judged-again.ts";
import { pairedDifference } from "../claim/paired-difference.ts";
import { rngFromSeed } from "../math/rng.ts";
import { factsFor } from "../paper/ledgers.ts";
import type { Paper } from "../paper/paper.ts";
import type { ToCompare } from "./compare-evidence.ts";
import type { ToRegister } from "./criteria-as-they-are.ts";
import type { ToJudge } from "./judge-evidence.ts";

/** Registers what is asked of a criterion of a paper in the place of a run, and says whether anything is. It asserts nothing. */
export function registerAsked(criterion: Criterion, paper: Paper): boolean {
  const toJudge: ToJudge | undefined = inject("judge");
  const toCompare: ToCompare | undefined = inject("compare");
  if (toJudge !== undefined) registerJudging(criterion, toJudge);
  if (toCompare !== undefined) registerComparing(criterion, toCompare);
  const toRegister: ToRegister | undefined = inject("register");
  if (toRegister !== undefined) registerSaying(criterion, paper, toRegister);
  return [toJudge, toCompare, toRegister].some((asked) => asked !== undefined);
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

/** Has one criterion say what decides it, for each ledger of its paper. */
function registerSaying(criterion: Criterion, paper: Paper, ledgers: ToRegister): void {
  test(`says what decides ${criterion.key}`, async ({ task }) => {
    const own = ledgers.filter((ledger) => ledger.paper === paper.id);
    const facts = own.map(async (ledger) => {
      const found = await factsFor(paper, [criterion], ledger);
      return [ledger.file, found.get(criterion.name)!] as const;
    });
    task.meta.asItIs = { name: criterion.name, facts: Object.fromEntries(await Promise.all(facts)) };
  });
}
