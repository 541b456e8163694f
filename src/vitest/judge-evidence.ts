import { existsSync } from "node:fs";
import { join } from "node:path";
import { createVitest, type Reporter, type TestModule } from "vitest/node";
import type { Evidence } from "../claim/evidence.ts";
import type { JudgedAgain } from "../claim/judged-again.ts";
import { compiledForClaims } from "./compiled-claims.ts";

/** Evidence that is to be judged once more, and how it was judged. */
export interface ToJudge {
  readonly evidence: readonly Evidence[];
  /** The seed of its run. */
  readonly seed: string;
  /** Resamples of every interval. */
  readonly resamples: number;
}

/** A claim's file: letters, digits and single dashes, so that no key leads elsewhere. */
const FILE_OF_KEY = /^([a-z0-9]+(?:-[a-z0-9]+)*\/[A-Za-z0-9][A-Za-z0-9_-]*)(?:\.|$)/;

/**
 * Judges evidence once more with the claims of the checkout `root`, by key. Nothing is measured and no model is opened: a
 * claim's statistic is code, and its file registers it where vitest runs. A key that no claim has is not in the answer.
 */
export async function judgeEvidence(
  root: string,
  toJudge: ToJudge,
): Promise<ReadonlyMap<string, JudgedAgain>> {
  const files = new Set(
    toJudge.evidence.flatMap(({ key }) => {
      const [, id] = FILE_OF_KEY.exec(key) ?? [];
      const file = join(root, "spec/claims", `${id}.spec.ts`);
      return id !== undefined && existsSync(file) ? [file] : [];
    }),
  );
  const judged = new Map<string, JudgedAgain>();
  if (files.size === 0) return judged;
  const reporter: Reporter = {
    onTestRunEnd(modules: readonly TestModule[]) {
      for (const module of modules)
        for (const one of module.children.allTests()) {
          const { judgedAgain } = one.meta();
          if (judgedAgain) judged.set(judgedAgain.key, judgedAgain);
        }
    },
  };
  const { exitCode } = process;
  const compiled = compiledForClaims(root);
  const vitest = await createVitest("test", {
    root,
    project: ["claims"],
    watch: false,
    ...(compiled === null
      ? { configLoader: "runner" }
      : { config: join(compiled, "vitest.config.mjs"), configLoader: "native" }),
    reporters: [reporter],
  });
  try {
    for (const project of vitest.projects) project.provide("judge", toJudge);
    await vitest.start([...files]);
  } finally {
    await vitest.close();
    process.exitCode = exitCode;
  }
  return judged;
}
