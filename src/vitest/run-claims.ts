import { createVitest } from "vitest/node";
import { RETURNED_BLOCK_BYTES } from "../limits.ts";
import { claimFiles } from "../run/claim-files.ts";
import { createProgressBar, createRunProgress } from "../run/progress-bar.ts";
import type { RunOptions } from "../run/run-options.ts";
import { removeRunStore } from "../store/run-store.ts";
import ClaimReporter, { type RunOutcome, type ToldError } from "./claim-reporter.ts";

export interface RunClaimsOptions {
  /** The checkout. */
  readonly root: string;
  /** The command that makes this run again, for its report. */
  readonly command: string;
  readonly onWarning: (warning: ToldError) => void;
}

/**
 * Runs the vitest project `claims` in this process's name: the same code as `npm test`.
 *
 * The run's store is removed once its report is written, so a finished run is always measured afresh. `process.exitCode`
 * is left as it was found: vitest counts a claim that is not supported as a failure.
 * Throws: as `claimFiles`.
 */
export async function runClaims(
  run: RunOptions,
  { root, command, onWarning }: RunClaimsOptions,
): Promise<RunOutcome> {
  const all = claimFiles(root, run);
  const files = run.claim === null && run.papers === null ? [] : all;
  giveBlocksBack();
  const bar = createProgressBar(process.stderr);
  const inAll = createRunProgress(all.length);
  let outcome: RunOutcome | undefined;
  const reporter = new ClaimReporter({
    root,
    command,
    onProgress: (progress, claim) => bar.update(inAll(progress, claim)),
    onWarning,
    onFinished: (finished) => {
      outcome = finished;
    },
  });
  const { exitCode } = process;
  const vitest = await createVitest("test", {
    root,
    project: ["claims"],
    watch: false,
    configLoader: "runner", // the others write a file beside the configuration
    reporters: [reporter],
    passWithNoTests: true,
  });
  try {
    for (const project of vitest.projects) project.provide("run", run);
    await vitest.start([...files]);
  } finally {
    await vitest.close();
    bar.stop();
    process.exitCode = exitCode;
  }
  if (outcome?.errors.length === 0)
    for (const { written, kept } of outcome.papers) if (written && kept) await removeRunStore(kept.folder);
  if (outcome?.papers.length === 0 && outcome.errors.length === 0) return NOTHING_RAN;
  return outcome ?? NOTHING_RAN;
}

/** Every paper was unfit for the model, or no test was found. */
const NOTHING_RAN: RunOutcome = {
  papers: [],
  errors: [
    {
      message: "No claim was run.",
      hint: "Hint: name a --paper, and the run says what the model lacks for it.",
    },
  ],
};

/** Has the measuring process, which inherits it, give large blocks back to the system when they are freed. */
function giveBlocksBack(): void {
  process.env["MALLOC_MMAP_THRESHOLD_"] ??= String(RETURNED_BLOCK_BYTES);
}
