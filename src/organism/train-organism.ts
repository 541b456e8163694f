import { createHash } from "node:crypto";
import { join } from "node:path";
import { rngFromSeed } from "../math/rng.ts";
import { loadCheckpoint } from "./checkpoint.ts";
import { gpt2Files, saeFiles, writeFiles } from "./export.ts";
import { checkExportFolder, exportOrganism } from "./export-folder.ts";
import { keptFile, keptSteps, type Progress, trainGpt2Stage, trainingText } from "./gpt2-stage.ts";
import { fitNgram } from "./ngram.ts";
import { describeTraining, type Provenance } from "./provenance.ts";
import { GPT2_RECIPE, type Gpt2Recipe, SAE_RECIPE, type SaeRecipe } from "./recipe.ts";
import { trainSaeStage } from "./sae-stage.ts";
import { textStream } from "./text-stream.ts";
import { validationLoss } from "./train-gpt2.ts";
import type { Weights } from "./weights.ts";

export interface TrainOrganismOptions {
  readonly seed: number;
  /** Receives the model directory, with the SAE below `sae/` and `provenance.json`. Written at the very end. */
  readonly outDir: string;
  /** Keeps the saves it goes on from, and model directories of 0, 3, 10, 30 and 100 % of the steps. */
  readonly checkpointDir: string;
  readonly onProgress?: (progress: Progress) => void;
  /** Another recipe than the shipped one, for trying things out. */
  readonly gpt2?: Gpt2Recipe;
  readonly sae?: SaeRecipe;
  /** Tokens of each text on which losses and the SAE are measured. */
  readonly heldOutTokens?: number;
  /** GPT-2 steps between two saves. */
  readonly saveEvery?: number;
}

/** Tokens on which the n-gram weights are tuned, and again on which both losses are measured. */
const HELD_OUT_TOKENS = 200_000;

/**
 * Trains the organism from a seed: GPT-2, then its SAE, then export with provenance.
 *
 * Each seed and recipe has a folder of its own below `checkpointDir`; a run that was killed goes on there. The result
 * depends on seed and recipe only. About half an hour on one core.
 * Throws: as `checkExportFolder`, before anything is trained.
 */
export async function trainOrganism(options: TrainOrganismOptions): Promise<Provenance> {
  const { seed, outDir, gpt2: recipe = GPT2_RECIPE, sae: saeRecipe = SAE_RECIPE } = options;
  const { heldOutTokens = HELD_OUT_TOKENS } = options;
  const report = options.onProgress ? { onProgress: options.onProgress } : {};
  const saving = options.saveEvery ? { saveEvery: options.saveEvery } : {};
  await checkExportFolder(outDir);
  const gpt2Dir = join(options.checkpointDir, `seed-${seed}-gpt2-${shortDigest(recipe)}`);
  const saeDir = join(gpt2Dir, `sae-${shortDigest(saeRecipe)}`);
  const gpt2 = await trainGpt2Stage({ seed, recipe, checkpointDir: gpt2Dir, ...report, ...saving });
  const sae = await trainSaeStage({
    seed,
    gpt2: { recipe, weights: gpt2.weights },
    recipe: saeRecipe,
    checkpointDir: saeDir,
    heldOutTokens,
    ...report,
  });
  await writeKeptModels(gpt2Dir, recipe);
  const files = { ...gpt2Files(gpt2.weights, recipe), ...saeFiles(sae, recipe, "organism") };
  const provenance = describeTraining({
    seed,
    nodeVersion: process.version,
    gpt2: { recipe, trained: gpt2 },
    validation: measureLosses(seed, recipe, gpt2.weights, heldOutTokens),
    sae: { recipe: saeRecipe, trained: sae },
    files,
  });
  await exportOrganism(outDir, files, provenance);
  return provenance;
}

/** Makes a model directory `model-step-<n>` of the weights kept at each of 0, 3, 10, 30 and 100 % of the steps. */
async function writeKeptModels(gpt2Dir: string, recipe: Gpt2Recipe): Promise<void> {
  for (const step of keptSteps(recipe)) {
    const kept = await loadCheckpoint(keptFile(gpt2Dir, step));
    const directory = join(gpt2Dir, `model-step-${String(step).padStart(5, "0")}`);
    if (kept) await writeFiles(directory, gpt2Files(kept.groups["w"]!, recipe));
  }
}

/** Validation loss of the model and of n-gram models on the same unseen text, in nats per token. */
function measureLosses(seed: number, recipe: Gpt2Recipe, weights: Weights, tokens: number) {
  const rng = rngFromSeed(seed);
  const validation = textStream(rng.fork("organism/validation-text")).take(tokens);
  const ngram = fitNgram({
    train: trainingText(seed, recipe),
    heldOut: textStream(rng.fork("organism/ngram-held-out-text")).take(tokens),
    vocabulary: recipe.config.vocabulary,
  });
  return {
    tokens,
    model: validationLoss(weights, recipe.config, validation),
    ngram: ngram.losses(validation),
  };
}

function shortDigest(recipe: unknown): string {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
}
