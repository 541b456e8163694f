import { join } from "node:path";
import { openSafetensors, readTensor } from "../checkpoint/safetensors.ts";
import { type Files, saeFiles } from "./export.ts";
import type { Progress } from "./gpt2-stage.ts";
import { digests } from "./provenance.ts";
import { GPT2_RECIPE, type Gpt2Recipe, SAE_RECIPE, type SaeRecipe } from "./recipe.ts";
import { trainSaeStage } from "./sae-stage.ts";
import type { Weights } from "./weights.ts";

/**
 * The sparsity penalties of the further SAEs that ship: half a decade to either side of the first one's 0.1, chosen before
 * any was trained. Nothing else of the recipe differs, and neither do texts nor initial directions.
 */
export const MORE_SPARSITIES = [0.3, 0.03] as const;

/** How the further SAEs of an organism were made: `sae/more/provenance.json`. */
export interface MoreSaesProvenance {
  readonly what: string;
  readonly seed: number;
  /** The command that makes them again. */
  readonly command: string;
  /** sha256 of the weights of the model whose activations they are trained on. */
  readonly model: string;
  readonly saes: readonly {
    readonly folder: string;
    readonly recipe: SaeRecipe;
    readonly scale: number;
    readonly heldOut: {
      readonly activations: number;
      readonly l0: number;
      readonly fvu: number;
      readonly alive: number;
    };
  }[];
  /** sha256 of every file, by path below the folder of this one. */
  readonly files: Readonly<Record<string, string>>;
}

/** The folder of one of them, below `sae/more`. */
export function moreSaeFolder(sparsity: number): string {
  return `sparsity-${sparsity}`;
}

/**
 * Trains one SAE for each of some sparsity penalties on a model's activations, going on from the saves in
 * `checkpointDir`, and gives their files by path below `sae/more`, with `provenance.json`.
 *
 * Streams: those of `trainSaeStage`, for every sparsity the same.
 */
export async function trainMoreSaes(options: {
  readonly seed: number;
  readonly weights: Weights;
  readonly weightsDigest: string;
  readonly checkpointDir: string;
  readonly sparsities?: readonly number[];
  readonly gpt2?: Gpt2Recipe;
  readonly sae?: SaeRecipe;
  readonly heldOutTokens?: number;
  readonly onProgress?: (progress: Progress) => void;
}): Promise<Files> {
  const { seed, weights, checkpointDir, sparsities = MORE_SPARSITIES } = options;
  const { gpt2: gpt2Recipe = GPT2_RECIPE, sae: common = SAE_RECIPE, ...rest } = options;
  const files: Record<string, string | Uint8Array> = {};
  const saes: MoreSaesProvenance["saes"][number][] = [];
  for (const sparsity of sparsities) {
    const recipe: SaeRecipe = { ...common, sparsity };
    const folder = moreSaeFolder(sparsity);
    const trained = await trainSaeStage({
      seed,
      gpt2: { recipe: gpt2Recipe, weights },
      recipe,
      checkpointDir: join(checkpointDir, folder),
      ...(rest.heldOutTokens !== undefined && { heldOutTokens: rest.heldOutTokens }),
      ...(rest.onProgress && { onProgress: rest.onProgress }),
    });
    for (const [path, content] of Object.entries(saeFiles(trained, gpt2Recipe, "organism")))
      files[`${folder}/${path.split("/").at(-1)!}`] = content;
    const { l0, fvu, alive, activations } = trained.quality;
    saes.push({ folder, recipe, scale: trained.scale, heldOut: { activations, l0, fvu, alive } });
  }
  const provenance: MoreSaesProvenance = {
    what: "Sparse autoencoders of other sparsity on the organism's activations, where its own was trained.",
    seed,
    command: `npm run organism -- --more-saes --seed ${seed}`,
    model: options.weightsDigest,
    saes,
    files: digests(files),
  };
  return { ...files, "provenance.json": `${JSON.stringify(provenance, null, 2)}\n` };
}

/** The weights of an organism's directory, under the names its training gives them. */
export async function organismWeights(dir: string): Promise<Weights> {
  const file = await openSafetensors(join(dir, "model.safetensors"));
  const weights: Record<string, Weights[string]> = {};
  for (const [name, { shape }] of file.tensors)
    weights[name.replace("transformer.", "")] = { shape, data: await readTensor(file, name) };
  return weights;
}
