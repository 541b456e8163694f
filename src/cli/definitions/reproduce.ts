import type { Command } from "commander";
import { NOTHING_TYPED } from "../../run/run-options.ts";
import { addEveryOption, typedOptions } from "../options.ts";

/** `reproduce`: runs the claims on a model and writes the report. */
export function reproduceCommand(program: Command, root: string): void {
  addEveryOption(program.command("reproduce"))
    .description("Run the paper's claims on a model and write a report. Default: the organism that ships.")
    .addHelpText(
      "after",
      `
A run that was killed continues where it was when it is started again.
A report replaces an earlier report's files and no others; without --out only the registered run writes
reports/latest, every other a folder below reports/tries.
Exit code: 0 every claim has the verdict expected of this model, 1 one has not, 2 bad input or a failed run.
With --dry-run: 0 it could run, 2 it could not.

Examples:
  npm run reproduce
  npm run reproduce -- --claim earlier-towards-real --bases 300
  npm run reproduce -- --model gpt2 --dry-run
  npm run reproduce -- --model gpt2
  npm run reproduce -- --model gpt2 --sae gpt2-small-res-jb/blocks.6.hook_resid_pre
  npm run reproduce -- --model DIR --sae DIR --prompts prompts.jsonl --out reports/mine
  npm run reproduce -- --replicates 8
  npm run reproduce -- --shard 2/8 --out parts && npm run merge -- parts/part-*-of-8.jsonl`,
    )
    .action(async (_options: unknown, command: Command) => {
      const typed = { ...NOTHING_TYPED, ...typedOptions(command) };
      const { checkOptions } = await import("../../run/check-options.ts");
      checkOptions(root, typed);
      if (typed.replicates !== null && !typed.dryRun) {
        const { reproduceReplicates } = await import("../commands/reproduce-replicates.ts");
        process.exitCode = await reproduceReplicates(root, typed, process.argv.slice(2));
        return;
      }
      if (typed.dryRun) {
        const { reproduceDryRun } = await import("../commands/dry-run.ts");
        process.exitCode = await reproduceDryRun(root, typed);
        return;
      }
      const { reproduce } = await import("../commands/reproduce.ts");
      process.exitCode = await reproduce(root, typed, process.argv.slice(2));
    });
}
