import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { defaultCacheDirectory } from "../../files/cache-directory.ts";
import type { Provenance } from "../../organism/provenance.ts";
import { createProgressBar } from "../../run/progress-bar.ts";
import { parseCount } from "../arguments.ts";

/** `organism`: trains the model organism and its SAE from a seed. */
export function organismCommand(program: Command, root: string): void {
  program
    .command("organism")
    .description("Train the model organism and its SAE from a seed: half an hour to an hour, resumable.")
    .option("--seed <n>", "seed of data, initial weights and dropout", parseCount("--seed", 0), 0)
    .option("--out <dir>", "model directory to write (default: trained/organism-seed-N)")
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
    .action(async (flags: { seed: number; out?: string; checkpoints?: string }) => {
      const { trainOrganism } = await import("../../organism/train-organism.ts");
      const outDir = resolve(flags.out ?? join(root, "trained", `organism-seed-${flags.seed}`));
      const checkpointDir = resolve(flags.checkpoints ?? join(defaultCacheDirectory(), "organism"));
      const bar = createProgressBar(process.stderr, "steps");
      const trained = await trainOrganism({
        seed: flags.seed,
        outDir,
        checkpointDir,
        onProgress: ({ stage, step, steps, loss }) =>
          bar.update({ what: `${stage}, loss ${loss.toFixed(3)}`, done: step, of: steps }),
      });
      bar.stop();
      process.stdout.write(`${summary(trained, outDir, checkpointDir)}\n${comparison(trained, root)}\n`);
    });
}

function summary({ gpt2, sae }: Provenance, outDir: string, checkpointDir: string): string {
  const { model, ngram, margin } = gpt2.validation;
  const { l0, fvu, alive } = sae.heldOut;
  return [
    `Validation loss ${model.toFixed(3)} nats; best n-gram ${Math.min(...ngram).toFixed(3)}, ${margin.toFixed(3)} above it.`,
    `SAE: L0 ${l0.toFixed(1)}, unexplained variance ${fvu.toFixed(4)}, ${(100 * alive).toFixed(0)} % of latents alive.`,
    `Model: ${outDir}`,
    `Checkpoints: ${checkpointDir}`,
  ].join("\n");
}

/** Whether the training gave the bytes that ship, when the seed is the shipped one. */
function comparison(trained: Provenance, root: string): string {
  const shipped: Provenance = JSON.parse(
    readFileSync(join(root, "fixtures/organism/provenance.json"), "utf8"),
  );
  if (shipped.seed !== trained.seed) return `The shipped organism has seed ${shipped.seed}.`;
  const differing = Object.keys(trained.files).filter((file) => shipped.files[file] !== trained.files[file]);
  return differing.length === 0
    ? "Every file equals the shipped organism's, byte for byte."
    : `Other bytes than the shipped organism's: ${differing.join(", ")}.`;
}
