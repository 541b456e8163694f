import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { createVitest } from "vitest/node";
import { createProgressBar } from "../cli/progress-bar.ts";
import { InvalidInputError } from "../errors.ts";
import { RETURNED_BLOCK_BYTES } from "../limits.ts";
import { renderTerminal } from "../report/terminal.ts";
import { isUnexpected } from "../report/words/verdict-words.ts";
import type { RunOptions } from "../run/run-options.ts";
import { removeRunStore } from "../store/run-store.ts";
import ClaimReporter, { type RunOutcome, type ToldError } from "./claim-reporter.ts";

/** Exit codes of commands that run claims. */
export const EXIT = {
  /** Every claim has the verdict expected of the model; without a standing file: the run is complete. */
  asExpected: 0,
  /** At least one claim has not. */
  unexpected: 1,
  /** Bad input, or the run failed. */
  failed: 2,
} as const;

/**
 * Runs the vitest project `claims` in this process's name: the same code as `npm test`.
 *
 * The run's store is removed once its report is written, so a finished run is always measured afresh.
 */
export async function runClaims(root: string, run: RunOptions, claim: string | null): Promise<RunOutcome> {
  const files = claim === null ? [] : [`spec/claims/${claim.split(".")[0]}.spec.ts`];
  if (files[0] !== undefined && !existsSync(resolve(root, files[0])))
    throw new InvalidInputError({
      what: "--claim",
      got: claim,
      want: "the name of a file in spec/claims",
      hint: "Hint: npm run reproduce -- --claim earlier-towards-real",
    });
  process.env["MALLOC_MMAP_THRESHOLD_"] ??= String(RETURNED_BLOCK_BYTES); // the measuring process inherits it
  const bar = createProgressBar(process.stderr);
  let outcome: RunOutcome | undefined;
  const [, , command = "reproduce", ...rest] = process.argv;
  const reporter = new ClaimReporter({
    root,
    command: `npm run ${command}${rest.length > 0 ? ` -- ${rest.join(" ")}` : ""}`,
    onProgress: bar.update,
    onWarning: tellError,
    onFinished: (finished) => {
      outcome = finished;
    },
  });
  const vitest = await createVitest("test", {
    root,
    project: ["claims"],
    watch: false,
    reporters: [reporter],
    passWithNoTests: true,
  });
  try {
    for (const project of vitest.projects) project.provide("run", run);
    await vitest.start(files);
  } finally {
    await vitest.close();
    bar.stop();
    process.exitCode = undefined; // vitest counts a claim that is not supported as a failure; `tellOutcome` decides
  }
  if (outcome?.written && outcome.kept && outcome.errors.length === 0)
    await removeRunStore(outcome.kept.folder);
  return outcome ?? { written: null, errors: [{ message: "No claim was run.", hint: null }], kept: null };
}

/** Prints what a person needs of the outcome and gives the exit code. A claim that left no evidence fails the run. */
export function tellOutcome({ written, errors }: RunOutcome): number {
  if (written) {
    const { report, dir } = written;
    process.stdout.write(`${renderTerminal(report)}\n`);
    process.stdout.write(
      `Report: ${relative(process.cwd(), dir) || "."}/report.html (also report.md, report.json, badges)\n`,
    );
  }
  errors.forEach(tellError);
  if (!written || errors.length > 0) return EXIT.failed;
  const { criteria } = written.report;
  if (criteria.some(({ verdict }) => verdict === "error")) return EXIT.failed;
  return criteria.some(isUnexpected) ? EXIT.unexpected : EXIT.asExpected;
}

/** A sentence and what to do, on stderr. */
export function tellError({ message, hint }: ToldError): void {
  process.stderr.write(`${message}\n${hint === null ? "" : `${hint}\n`}`);
}
