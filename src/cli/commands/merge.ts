import { resolve } from "node:path";
import type { Command } from "commander";
import { prepareDevice } from "../../device/prepare-device.ts";
import { checkFolderIsWritable } from "../../files/writable-folder.ts";
import { type Part, readPart } from "../../store/part-file.ts";
import { checkParts } from "../../store/parts.ts";
import { runClaims, tellError, tellOutcome } from "../../vitest/run-claims.ts";
import { type ReproduceFlags, runOptions } from "./reproduce.ts";

interface Flags {
  readonly out?: string;
  readonly model?: string;
  readonly sae?: string;
  readonly prompts?: string;
}

/** `merge`: makes the report of a run from the parts of its shards. Measures nothing. */
export function mergeCommand(program: Command, root: string): void {
  program
    .command("merge")
    .description("Make the report of a run from the parts that reproduce --shard wrote.")
    .argument("<parts...>", "every part-i-of-n.jsonl of the run")
    .option("--out <dir>", "report folder (default: reports/latest)")
    .option("--model <dir|name>", "the model, if not where it was for the parts")
    .option("--sae <dir|name>", "the SAE, if not where it was for the parts")
    .option("--prompts <file>", "where the prompts are, if not where they were for the parts")
    .addHelpText(
      "after",
      `
Exit code: as reproduce.

Example:
  npm run merge -- parts/part-*-of-8.jsonl --out reports/merged`,
    )
    .action(async (files: readonly string[], flags: Flags) => {
      const parts = await Promise.all(files.map(readPart));
      checkParts(parts);
      warnOfProcessors(parts);
      const { claim, ...options } = parts[0]!.header.options;
      await prepareDevice(options.device);
      const run = await runOptions(root, { ...withoutNulls(options), ...flags });
      await checkFolderIsWritable(run.out);
      const outcome = await runClaims(
        root,
        { ...run, runStore: null, parts: files.map((file) => resolve(file)) },
        claim,
      );
      process.exitCode = tellOutcome(outcome);
    });
}

function withoutNulls(options: Omit<Part["header"]["options"], "claim">): ReproduceFlags {
  const { model, sae, prompts, moreBases, ...rest } = options;
  return {
    ...rest,
    ...(moreBases === null ? {} : { moreBases }),
    ...(model === null ? {} : { model }),
    ...(sae === null ? {} : { sae }),
    ...(prompts === null ? {} : { prompts }),
  };
}

/** Other processors use other instructions: the report is right, but perhaps not bit for bit that of one machine. */
function warnOfProcessors(parts: readonly Part[]): void {
  const processors = [...new Set(parts.map(({ header }) => header.processor))];
  if (processors.length > 1)
    tellError({
      message: `The parts were measured on different processors: ${processors.join("; ")}.`,
      hint: "Hint: the last bits may differ from those of a run on one of them.",
    });
}
