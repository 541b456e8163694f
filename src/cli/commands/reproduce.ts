import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { createVitest } from "vitest/node";
import { checkFolderIsWritable } from "../../assets/evidence-files.ts";
import { InvalidInputError, UnknownModelError } from "../../errors.ts";
import { isUnexpected } from "../../report/build-report.ts";
import { renderTerminal } from "../../report/render-terminal.ts";
import ClaimReporter, { type RunOutcome } from "../../vitest/claim-reporter.ts";
import { DEFAULT_THREADS, defaultRunOptions, type RunOptions } from "../../vitest/run-options.ts";
import { parseCount } from "../arguments.ts";
import { createProgressBar } from "../progress-bar.ts";

/** Exit codes of `reproduce`. */
export const EXIT = {
  /** Every claim has the verdict expected of the model; without a standing file: the run is complete. */
  asExpected: 0,
  /** At least one claim has not. */
  unexpected: 1,
  /** Bad input, or the run failed. */
  failed: 2,
} as const;

interface Flags {
  readonly model?: string;
  readonly sae?: string;
  readonly prompts?: string;
  readonly bases: number;
  readonly seed: string;
  readonly out?: string;
  readonly threads: number;
  readonly claim?: string;
  readonly publish?: true;
}

/** `reproduce`: runs the claims on a model and writes the report. */
export function reproduceCommand(program: Command, root: string): void {
  const defaults = defaultRunOptions(root);
  program
    .command("reproduce")
    .description("Run the paper's claims on a model and write a report. Default: the organism that ships.")
    .option("--model <dir>", "Hugging Face GPT-2 directory (default: fixtures/organism, with its SAE)")
    .option("--sae <dir>", "SAELens directory; without it the claims that need one are not-run")
    .option("--prompts <file>", "JSON array of token-id arrays, .jsonl, or .txt with one prompt a line")
    .option("--bases <n>", "base prompts", parseCount("--bases", 1), defaults.bases)
    .option("--seed <seed>", "seed of all random streams", defaults.seed)
    .option("--out <dir>", "report folder (default: reports/latest)")
    .option("--threads <n>", "threads of one matrix product", parseCount("--threads", 1), DEFAULT_THREADS)
    .option("--claim <id>", "only this claim")
    .option("--publish", "write reports/organism, the report that is committed")
    .addHelpText(
      "after",
      `
Exit code: 0 every claim has the verdict expected of this model, 1 one has not, 2 bad input or a failed run.

Examples:
  npm run reproduce
  npm run reproduce -- --claim earlier-towards-real --bases 300
  npm run reproduce -- --model DIR --sae DIR --prompts prompts.jsonl --out reports/mine`,
    )
    .action(async (flags: Flags) => {
      const run = runOptions(root, flags);
      await checkFolderIsWritable(run.out);
      const outcome = await runClaims(root, run, flags);
      process.exitCode = tell(outcome);
    });
}

function runOptions(root: string, flags: Flags): RunOptions {
  const defaults = defaultRunOptions(root);
  const out = flags.publish ? "reports/organism" : flags.out;
  const own = flags.model === undefined;
  if (flags.publish && !own)
    throw new InvalidInputError({
      what: "--model",
      got: flags.model,
      want: "left out with --publish",
      hint: "Hint: the committed report is about the organism that ships; use --out for another model.",
    });
  const model = own ? defaults.model : resolve(flags.model!);
  if (!existsSync(resolve(model, "config.json")))
    throw new UnknownModelError({ model: flags.model ?? model });
  return {
    model,
    sae: flags.sae !== undefined ? resolve(flags.sae) : own ? defaults.sae : null,
    prompts: flags.prompts === undefined ? null : resolve(flags.prompts),
    bases: flags.bases,
    seed: flags.seed,
    out: out === undefined ? defaults.out : resolve(out),
    threads: flags.threads,
  };
}

/** Runs the vitest project `claims` in this process's name: the same code as `npm test`. */
async function runClaims(root: string, run: RunOptions, { claim }: Flags): Promise<RunOutcome> {
  const bar = createProgressBar(process.stderr);
  let outcome: RunOutcome | undefined;
  const reporter = new ClaimReporter({
    root,
    command: `npm run reproduce${process.argv.length > 3 ? ` -- ${process.argv.slice(3).join(" ")}` : ""}`,
    onProgress: bar.update,
    onFinished: (finished) => {
      outcome = finished;
    },
  });
  const files = claim === undefined ? [] : [`spec/claims/${claim.split(".")[0]}.spec.ts`];
  if (files[0] !== undefined && !existsSync(resolve(root, files[0])))
    throw new InvalidInputError({
      what: "--claim",
      got: claim,
      want: "the name of a file in spec/claims",
      hint: "Hint: npm run reproduce -- --claim earlier-towards-real",
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
    process.exitCode = undefined; // vitest counts a claim that is not supported as a failure; `tell` decides
  }
  return outcome ?? { written: null, errors: [{ message: "No claim was run.", hint: null }] };
}

/** Prints what a person needs of the outcome and gives the exit code. A claim that left no evidence fails the run. */
function tell({ written, errors }: RunOutcome): number {
  if (written) {
    const { report, dir } = written;
    process.stdout.write(`${renderTerminal(report)}\n`);
    process.stdout.write(
      `Report: ${relative(process.cwd(), dir) || "."}/report.html (also report.md, report.json, badges)\n`,
    );
  }
  for (const { message, hint } of errors)
    process.stderr.write(`${message}\n${hint === null ? "" : `${hint}\n`}`);
  if (!written || errors.length > 0) return EXIT.failed;
  const { claims } = written.report;
  if (claims.some(({ verdict }) => verdict === "error")) return EXIT.failed;
  return claims.some(isUnexpected) ? EXIT.unexpected : EXIT.asExpected;
}
