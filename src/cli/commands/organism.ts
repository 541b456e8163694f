import { join, resolve } from "node:path";
import { loadModelDirectory } from "../../checkpoint/model-directory.ts";
import { defaultCacheDirectory } from "../../files/cache-directory.ts";
import { shippedIn } from "../../files/checkout.ts";
import { readJsonObject } from "../../files/read-json.ts";
import { writeFiles } from "../../organism/export.ts";
import { type MoreSaesProvenance, organismWeights, trainMoreSaes } from "../../organism/more-saes.ts";
import type { Provenance } from "../../organism/provenance.ts";
import { GPT2_RECIPE, HALF_GPT2_RECIPE } from "../../organism/recipe.ts";
import { trainOrganism } from "../../organism/train-organism.ts";
import { createProgressBar } from "../../run/progress-bar.ts";

export interface OrganismOptions {
  readonly seed: number;
  /** Whether the GPT-2 is trained with the shipped recipe's dropout, or without any. */
  readonly dropout: boolean;
  /** Whether the GPT-2 has half the width and half the blocks. */
  readonly half?: boolean;
  /** `trained/organism-seed-N` below the checkout unless given, with `-no-dropout` where there is none and `-half`. */
  readonly out?: string;
  /** Below the cache unless given. */
  readonly checkpoints?: string;
  /** Only further SAEs of the shipped organism, into `trained/more-saes-seed-N` unless `out` is given. */
  readonly moreSaes?: boolean;
}

/** Trains an organism, or further SAEs of the shipped one, and says how good it is and where it lies. */
export async function organism(root: string, options: OrganismOptions): Promise<string> {
  if (options.moreSaes) return moreSaes(root, options);
  const { seed, dropout, half = false, out, checkpoints } = options;
  const name = `organism-seed-${seed}${dropout ? "" : "-no-dropout"}${half ? "-half" : ""}`;
  const recipe = half ? HALF_GPT2_RECIPE : GPT2_RECIPE;
  const outDir = resolve(out ?? join(root, "trained", name));
  const checkpointDir = resolve(checkpoints ?? join(defaultCacheDirectory(), "organism"));
  const bar = createProgressBar(process.stderr, "steps");
  const trained = await trainOrganism({
    seed,
    outDir,
    checkpointDir,
    gpt2: dropout ? recipe : { ...recipe, dropout: 0 },
    onProgress: ({ stage, step, steps, loss }) =>
      bar.update({ what: `${stage}, loss ${loss.toFixed(3)}`, done: step, of: steps }),
  });
  bar.stop();
  return `${summary(trained, outDir, checkpointDir)}\n${await comparison(trained, root)}\n`;
}

/** Trains the further SAEs of the shipped organism into a folder of their own. */
async function moreSaes(root: string, { seed, out, checkpoints }: OrganismOptions): Promise<string> {
  const model = join(root, "fixtures/organism");
  const outDir = resolve(out ?? join(root, "trained", `more-saes-seed-${seed}`));
  const { weightsDigest } = await loadModelDirectory(model);
  const bar = createProgressBar(process.stderr, "steps");
  const files = await trainMoreSaes({
    seed,
    weights: await organismWeights(model),
    weightsDigest,
    checkpointDir: resolve(
      checkpoints ?? join(defaultCacheDirectory(), "organism"),
      `more-saes-seed-${seed}`,
    ),
    onProgress: ({ stage, step, steps, loss }) =>
      bar.update({ what: `${stage}, loss ${loss.toFixed(3)}`, done: step, of: steps }),
  });
  bar.stop();
  await writeFiles(outDir, files);
  const { saes } = JSON.parse(files["provenance.json"] as string) as MoreSaesProvenance;
  const told = saes.map(
    ({ folder, heldOut: { l0, fvu, alive } }) =>
      `${folder}: L0 ${l0.toFixed(1)}, unexplained variance ${fvu.toFixed(4)}, ${(100 * alive).toFixed(0)} % of latents alive.`,
  );
  return `${[...told, `SAEs: ${outDir}`].join("\n")}\n`;
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
