/**
 * Runs files of claims in one worker, reports nothing and prints what each criterion left, a JSON line each; in a process
 * of its own, since it is a test runner: node claims-left.mjs OPTIONS_JSON FILE...
 */
import { createVitest } from "vitest/node";

/** One criterion, and the names of the fields it left. */
export interface CriterionLeft {
  readonly criterion: string;
  readonly fields: readonly string[];
}

const [, , options = "", ...files] = process.argv;
const vitest = await createVitest("test", {
  root: process.cwd(),
  project: ["claims"],
  watch: false,
  reporters: [
    {
      onTestCaseResult(test) {
        const left: CriterionLeft = { criterion: test.name, fields: Object.keys(test.meta()).sort() };
        process.stdout.write(`${JSON.stringify(left)}\n`);
      },
    },
  ],
});
for (const project of vitest.projects) project.provide("run", JSON.parse(options));
await vitest.start(files);
await vitest.close();
process.exitCode = 0;
