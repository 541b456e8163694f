import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SerializedError, TaskMeta } from "vitest";
import type { Reporter, TestModule, TestProject } from "vitest/node";
import { openClaims } from "./open-claims.ts";
import { failuresOf, type SpecFailures } from "./run-specs.ts";

/** What claims are asked, in the place of a run. */
export interface Question<T> {
  /** Gives a project of vitest what its criteria look for. */
  readonly provide: (project: TestProject) => void;
  /** What a criterion left; undefined for none. */
  readonly answer: (meta: TaskMeta) => T | undefined;
}

/** A claim's file: letters, digits and single dashes, so that no key leads elsewhere. */
const FILE_OF_KEY = /^([a-z0-9]+(?:-[a-z0-9]+)*\/[A-Za-z0-9][A-Za-z0-9_-]*)(?:\.|$)/;

/**
 * Asks the claims of the checkout `root` that these keys are of. Nothing is measured and no model is opened: a claim's
 * statistic is code, and its file registers it where vitest runs. A key that no claim has gets no answer.
 */
export async function askClaims<T>(
  root: string,
  keys: readonly string[],
  { provide, answer }: Question<T>,
): Promise<readonly T[]> {
  const files = new Set(
    keys.flatMap((key) => {
      const [, id] = FILE_OF_KEY.exec(key) ?? [];
      const file = join(root, "spec/claims", `${id}.spec.ts`);
      return id !== undefined && existsSync(file) ? [file] : [];
    }),
  );
  if (files.size === 0) return [];
  return (await askFiles(root, [...files], { provide, answer })).answers;
}

/** Asks every criterion of these files of claims, and says what kept one from answering. */
export async function askFiles<T>(
  root: string,
  files: readonly string[],
  { provide, answer }: Question<T>,
): Promise<{ readonly answers: readonly T[]; readonly failures: SpecFailures }> {
  const answers: T[] = [];
  const failures: string[] = [];
  const reporter: Reporter = {
    onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
      failures.push(...failuresOf(modules, unhandled));
      for (const module of modules)
        for (const one of module.children.allTests()) {
          const found = answer(one.meta());
          if (found !== undefined) answers.push(found);
        }
    },
  };
  const { exitCode } = process;
  const vitest = await openClaims(root, reporter);
  try {
    for (const project of vitest.projects) provide(project);
    await vitest.start([...files]);
  } finally {
    await vitest.close();
    process.exitCode = exitCode;
  }
  return { answers, failures };
}
