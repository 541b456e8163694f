import { join, resolve } from "node:path";
import { defaultCacheDirectory } from "../../files/cache-directory.ts";
import { shippedIn } from "../../files/checkout.ts";
import { readJsonObject } from "../../files/read-json.ts";
import type { Provenance } from "../../organism/provenance.ts";
import { GPT2_RECIPE } from "../../organism/recipe.ts";
import { trainOrganism } from "../../organism/train-organism.ts";
import { createProgressBar } from "../../run/progress-bar.ts";

export interface OrganismOptions {
  readonly seed: number;
  /** Whether the GPT-2 is trained with the shipped recipe's dropout, or without any. */
  readonly dropout: boolean;
  /** `trained/organism-seed-N` below the checkout unless given, with `-no-dropout` where there is none. */
  readonly out?: string;
  /** Below the cache unless given. */
  readonly checkpoints?: string;
}

/** Trains an organism and says how good it is and where it lies. */
export async function organism(root: string, options: OrganismOptions): Promise<string> {
  const { seed, dropout, out, checkpoints } = options;
  const name = `organism-seed-${seed}${dropout ? "" : "-no-dropout"}`;
  const outDir = resolve(out ?? join(root, "trained", name));
  const checkpointDir = resolve(checkpoints ?? join(defaultCacheDirectory(), "organism"));
  const bar = createProgressBar(process.stderr, "steps");
  const trained = await trainOrganism({
    seed,
    outDir,
    checkpointDir,
    ...(dropout ? {} : { gpt2: { ...GPT2_RECIPE, dropout: 0 } }),
    onProgress: ({ stage, step, steps, loss }) =>
      bar.update({ what: `${stage}, loss ${loss.toFixed(3)}`, done: step, of: steps }),
  });
  bar.stop();
  return `${summary(trained, outDir, checkpointDir)}\n${await comparison(trained, root)}\n`;
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
async function comparison(trained: Provenance, root: string): Promise<string> {
  const file = join(shippedIn(root), "fixtures/organism/provenance.json");
  const hint = "Hint: restore it from version control.";
  const read: unknown = await readJsonObject(file, "the provenance of the shipped organism", hint);
  const shipped = read as Provenance;
  if (shipped.command !== trained.command) return `The shipped organism is another: ${shipped.command}.`;
  const differing = Object.keys(trained.files).filter((file) => shipped.files[file] !== trained.files[file]);
  return differing.length === 0
    ? "Every file equals the shipped organism's, byte for byte."
    : `Other bytes than the shipped organism's: ${differing.join(", ")}.`;
}
