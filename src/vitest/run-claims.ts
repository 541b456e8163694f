import { RETURNED_BLOCK_BYTES } from "../limits.ts";
import { claimFiles } from "../run/claim-files.ts";
import { continuesText, createHowFar, keptText } from "../run/out/how-far.ts";
import { createProgressBar, createRunProgress } from "../run/progress-bar.ts";
import type { RunOptions } from "../run/run-options.ts";
import { removeRunStore } from "../store/run-store.ts";
import ClaimReporter, { type RunOutcome, type ToldError } from "./claim-reporter.ts";
import { openClaims } from "./open-claims.ts";

/** Has a sentence said where the process is ended before its time; null: nothing. Gives what takes it back. */
type OnEnd = (lastWord: () => string | null) => () => void;

export interface RunClaimsOptions {
  /** The checkout. */
  readonly root: string;
  /** The command that makes this run again, for its report. */
  readonly command: string;
  readonly onWarning: (warning: ToldError) => void;
  /** How a sentence is said where a signal ends this process: how far it came, and how it goes on. */
  readonly onEnd?: OnEnd;
}

/**
 * Runs the vitest project `claims` in this process's name: the same code as `npm test`.
 *
 * The run's store is removed once its report is written, so a finished run is always measured afresh. `process.exitCode`
 * is left as it was found: vitest counts a claim that is not supported as a failure. A run that a signal ends says
 * what is kept, and one that goes on says where.
 * Throws: as `claimFiles`.
 */
export async function runClaims(
  run: RunOptions,
  { root, command, onWarning, onEnd = () => () => undefined }: RunClaimsOptions,
): Promise<RunOutcome> {
  const all = claimFiles(root, run);
  const files = run.claim === null && run.papers === null ? [] : all;
  giveBlocksBack();
  // seconds pass before there is something to count; a log needs no such line
  if (process.stderr.isTTY) process.stderr.write("Loading claims, model and prompts.\n");
  const bar = createProgressBar(process.stderr);
  const inAll = createRunProgress(all.length);
  let outcome: RunOutcome | undefined;
  const howFar = createHowFar();
  const reporter = new ClaimReporter({
    root,
    command,
    onProgress: (progress, claim) => {
      const isNew = progress.unit !== undefined || howFar.hear(progress); // bases are kept as they are measured
      if (progress.continues) process.stderr.write(`${continuesText(progress)}\n`);
      else if (isNew) bar.update(inAll(progress, claim));
    },
    onWarning,
    onFinished: (finished) => {
      outcome = finished;
    },
  });
  const { exitCode } = process;
  const vitest = await openClaims(root, reporter);
  const offEnd = onEnd(() => (run.runStore === null ? null : keptText(howFar.last())));
  try {
    for (const project of vitest.projects) project.provide("run", run);
    await vitest.start([...files]);
  } finally {
    await vitest.close();
    offEnd();
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
