import type { Command } from "commander";
import { parseCount } from "../../run/parse-option.ts";
import type { OrganismOptions } from "../commands/organism.ts";

/** `organism`: trains the model organism and its SAE from a seed. */
export function organismCommand(program: Command, root: string): void {
  program
    .command("organism")
    .description("Train the model organism and its SAE from a seed: half an hour to an hour, resumable.")
    .option("--seed <n>", "seed of data, initial weights and dropout", parseCount("--seed", 0), 0)
    .option("--no-dropout", "train the GPT-2 without dropout, which its plateaus partly come from")
    .option("--more-saes", "train only SAEs of other sparsity for the shipped organism, half an hour")
    .option(
      "--half",
      "train a GPT-2 of half the width and half the blocks, to be compared with the shipped one",
    )
    .option("--out <dir>", "model directory to write (default: trained/organism-seed-N[-no-dropout])")
    .option(
      "--checkpoints <dir>",
      "where saves and the models at 0, 3, 10, 30 and 100 % of the steps are kept",
    )
    .addHelpText(
      "after",
      `
An interrupted training goes on from its last save when the same command is given again.

Examples:
  npm run organism -- --seed 0
  npm run reproduce -- --model trained/organism-seed-0 --sae trained/organism-seed-0/sae/blocks.1.hook_resid_pre`,
    )
    .action(async (options: OrganismOptions) => {
      const { organism } = await import("../commands/organism.ts");
      process.stdout.write(await organism(root, options));
    });
}
