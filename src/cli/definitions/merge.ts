import type { Command } from "commander";
import { optionOf, typedOptions } from "../options.ts";

/** `merge`: makes the report of a run from the parts of its shards. Measures nothing. */
export function mergeCommand(program: Command, root: string): void {
  program
    .command("merge")
    .description("Make the report of a run from the parts that reproduce --shard wrote.")
    .argument("<parts...>", "every part-i-of-n.jsonl of the run")
    .addOption(optionOf("out"))
    .addOption(optionOf("model", { help: "the model, if not where it was for the parts" }))
    .addOption(optionOf("sae", { help: "the SAE, if not where it was for the parts" }))
    .addOption(optionOf("acceptChanged"))
    .addOption(optionOf("prompts", { help: "where the prompts are, if not where they were for the parts" }))
    .addHelpText(
      "after",
      `
Exit code: as reproduce.

Example:
  npm run merge -- parts/part-*-of-8.jsonl --out reports/merged`,
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      const { merge } = await import("../commands/merge.ts");
      process.exitCode = await merge(root, files, typedOptions(command), process.argv.slice(2));
    });
}
