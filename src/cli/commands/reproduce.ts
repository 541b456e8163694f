import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { prepareDevice } from "../../device/prepare-device.ts";
import { renderDiagnosis } from "../../doctor/render-diagnosis.ts";
import { InvalidInputError, UnknownModelError } from "../../errors/index.ts";
import type { Shard } from "../../experiment/shard.ts";
import { defaultCacheDirectory } from "../../files/cache-directory.ts";
import { checkFolderIsWritable } from "../../files/writable-folder.ts";
import type { Device } from "../../model/device.ts";
import { MORE_BASES } from "../../papers/synthetic-activations/setup.ts";
import { doctorBeforeRun } from "../../run/doctor-before-run.ts";
import { fetchSources } from "../../run/fetch-sources.ts";
import { DEFAULT_THREADS, defaultRunOptions, type RunOptions } from "../../run/run-options.ts";
import type { PartOptions } from "../../store/part-file.ts";
import { EXIT, runClaims, tellOutcome } from "../../vitest/run-claims.ts";
import { parseCount, parseDevice, parseShard } from "../arguments.ts";
import { writeShard } from "../write-shard.ts";
import { readExpectedValues } from "./doctor.ts";

export interface ReproduceFlags {
  readonly model?: string;
  /** false: none, where one would be taken unasked. */
  readonly sae?: string | false;
  readonly prompts?: string;
  readonly bases: number;
  readonly moreBases?: number;
  readonly seed: string;
  readonly out?: string;
  readonly threads: number;
  readonly device: Device;
  readonly claim?: string;
  readonly publish?: true;
  readonly shard?: Shard;
  /** Examine the model first; left out: only when its weights are those of the published GPT-2 small. */
  readonly doctor?: boolean;
  readonly authorsGrid: boolean;
}

/** `reproduce`: runs the claims on a model and writes the report. */
export function reproduceCommand(program: Command, root: string): void {
  const defaults = defaultRunOptions(root);
  program
    .command("reproduce")
    .description("Run the paper's claims on a model and write a report. Default: the organism that ships.")
    .option(
      "--model <dir|name>",
      "GPT-2 directory, gpt2, or a Hub id (default: fixtures/organism, with its SAE)",
    )
    .option(
      "--sae <dir|name>",
      "SAELens directory or release; the run perturbs where it was trained (default: the organism's; gpt2-small-res-jb for GPT-2 small)",
    )
    .option("--no-sae", "none: claims that need one are not-run (default for other models)")
    .option(
      "--prompts <file>",
      "JSON array of token-id arrays, .jsonl, or .txt with one prompt a line (default: the organism's language; OpenWebText for GPT-2 as it was published)",
    )
    .option("--bases <n>", "base prompts", parseCount("--bases", 1), defaults.bases)
    .option(
      "--more-bases <n>",
      `base prompts of claims about a small effect (default: ${MORE_BASES} times --bases on GPT-2 small, elsewhere --bases)`,
      parseCount("--more-bases", 1),
    )
    .option("--seed <seed>", "seed of all random streams", defaults.seed)
    .option("--out <dir>", "report folder (default: reports/latest)")
    .option(
      "--threads <n>",
      "threads of one matrix product; equal bits need equal counts, so the default is no machine's own",
      parseCount("--threads", 1),
      DEFAULT_THREADS,
    )
    .option("--device <name>", "cpu, webgpu or cuda (README, On a GPU)", parseDevice, defaults.device)
    .option("--authors-grid", "absolute step of the authors' notebooks: 50/99 where the paper has 0.5", false)
    .option("--claim <id>", "only this claim")
    .option("--publish", "write reports/organism, the report that is committed")
    .option("--shard <i/n>", "measure share i of n only and write a part for merge", parseShard)
    .option("--doctor", "examine the model first and stop when it is not GPT-2 small as the paper used it")
    .option("--no-doctor", "do not (default: with the published GPT-2 small only)")
    .addHelpText(
      "after",
      `
A run that was killed continues where it was when it is started again.
Exit code: 0 every claim has the verdict expected of this model, 1 one has not, 2 bad input or a failed run.

Examples:
  npm run reproduce
  npm run reproduce -- --claim earlier-towards-real --bases 300
  npm run reproduce -- --model gpt2
  npm run reproduce -- --model gpt2 --sae gpt2-small-res-jb/blocks.6.hook_resid_pre
  npm run reproduce -- --model DIR --sae DIR --prompts prompts.jsonl --out reports/mine
  npm run reproduce -- --shard 2/8 --out parts && npm run merge -- parts/part-*-of-8.jsonl`,
    )
    .action(async (flags: ReproduceFlags) => {
      checkMoreBases(flags);
      checkShard(flags);
      await prepareDevice(flags.device);
      const run = await runOptions(root, flags);
      await checkFolderIsWritable(run.out);
      if (!(await isFitToRun(run, flags))) {
        process.exitCode = EXIT.failed;
        return;
      }
      const outcome = await runClaims(root, run, flags.claim ?? null);
      process.exitCode = run.shard
        ? await writeShard(run, outcome, partOptions(flags))
        : tellOutcome(outcome);
    });
}

/** Tells what the doctor says, in full when it is not "healthy". The organism that ships needs none. */
async function isFitToRun(run: RunOptions, { model, doctor }: ReproduceFlags): Promise<boolean> {
  const asked = model === undefined ? (doctor ?? false) : doctor;
  const diagnosis = await doctorBeforeRun(run, asked, await readExpectedValues());
  if (diagnosis === null) return true;
  const healthy = diagnosis.verdict === "healthy";
  process.stderr.write(healthy ? `Doctor: ${diagnosis.summary}\n` : renderDiagnosis(diagnosis));
  if (!healthy)
    process.stderr.write("The run was stopped. Hint: --no-doctor runs the claims all the same.\n");
  return healthy;
}

/**
 * What a run of the claims is about, from what was typed; models and SAEs of the Hub are fetched first.
 *
 * Throws: InvalidInputError, UnknownModelError; as `fetchSources`.
 */
export async function runOptions(root: string, flags: ReproduceFlags): Promise<RunOptions> {
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
  const sources = await fetchSources(flags, process.stderr);
  const model = sources.model === undefined ? defaults.model : resolve(sources.model);
  if (!existsSync(resolve(model, "config.json")))
    throw new UnknownModelError({ model: flags.model ?? model });
  return {
    model,
    names: { model: sources.modelName, sae: sources.saeName },
    typed: {
      model: sources.modelName === null ? null : (flags.model ?? null),
      sae: sources.saeName === null ? null : sources.saeTyped,
    },
    sae: sources.sae !== undefined ? resolve(sources.sae) : own && flags.sae !== false ? defaults.sae : null,
    prompts: flags.prompts === undefined ? null : resolve(flags.prompts),
    bases: flags.bases,
    moreBases: flags.moreBases ?? null,
    seed: flags.seed,
    out: out === undefined ? defaults.out : resolve(out),
    threads: flags.threads,
    device: flags.device,
    grid: flags.authorsGrid ? "authors" : "paper",
    runStore: { folder: join(defaultCacheDirectory(), "runs"), name: storeName(flags) },
    shard: flags.shard ?? null,
    parts: [],
  };
}

function checkMoreBases({ bases, moreBases = bases }: ReproduceFlags): void {
  if (moreBases < bases)
    throw new InvalidInputError({
      what: "--more-bases",
      got: moreBases,
      want: `at least --bases, ${bases}`,
      hint: "Hint: it counts the run's own bases too.",
    });
}

function checkShard({ shard, bases, publish }: ReproduceFlags): void {
  if (!shard) return;
  if (shard.of > bases)
    throw new InvalidInputError({
      what: "the number of shards",
      got: shard.of,
      want: `at most the ${bases} bases of the run`,
      hint: "Hint: a shard without a base measures nothing; use fewer shards.",
    });
  if (publish)
    throw new InvalidInputError({
      what: "--publish",
      got: true,
      want: "left out with --shard",
      hint: "Hint: a shard writes no report; merge the parts with --out.",
    });
}

/** Runs of one key that measure other things have stores of their own. */
function storeName({ shard, claim }: ReproduceFlags): string {
  const share = shard ? `${shard.index}-of-${shard.of}` : "whole";
  return claim === undefined ? share : `${share}-${claim.split(".")[0]}`;
}

function partOptions(flags: ReproduceFlags): PartOptions {
  const { model = null, sae = null, prompts = null, claim = null, moreBases = null } = flags;
  const { bases, seed, threads, device, authorsGrid } = flags;
  return { model, sae, prompts, bases, moreBases, seed, threads, device, claim, authorsGrid };
}
