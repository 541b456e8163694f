import { join } from "node:path";
import { permutation, type Rng, rngFromSeed } from "../math/rng.ts";
import { type ActivationReader, activationReader } from "./activations-at.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import type { Progress } from "./gpt2-stage.ts";
import type { Gpt2Recipe, SaeRecipe } from "./recipe.ts";
import { textStream } from "./text-stream.ts";
import {
  type Activations,
  initialSae,
  inOriginalUnits,
  measureSae,
  type SaeQuality,
  type SaeState,
  saeTrainer,
} from "./train-sae.ts";
import type { Weights } from "./weights.ts";

/** The block whose resid_pre the SAE reads. */
export const SAE_LAYER = 1;

/** Steps whose activations are read at once and put in random order; also the steps between two saves. */
const STEPS_PER_CHUNK = 500;

/** Held-out tokens on which quality and firing frequencies are measured. */
const HELD_OUT_TOKENS = 200_000;

export interface TrainedSae {
  readonly weights: Weights;
  /** Training loss of each step. */
  readonly losses: Float32Array;
  readonly quality: SaeQuality;
  /** s of the loss: mean distance of activations from their mean. */
  readonly scale: number;
}

/**
 * Trains the organism's SAE on the raw residual stream at `blocks.1.hook_resid_pre`, going on from the last save in
 * `checkpointDir` if there is one, and measures it on held-out text.
 *
 * Streams, below `organism/sae`: text and order of each chunk of steps, initial directions, held-out text.
 */
export async function trainSaeStage(options: {
  readonly seed: number;
  readonly gpt2: { readonly recipe: Gpt2Recipe; readonly weights: Weights };
  readonly recipe: SaeRecipe;
  readonly checkpointDir: string;
  readonly heldOutTokens?: number;
  readonly onProgress?: (progress: Progress) => void;
}): Promise<TrainedSae> {
  const { seed, gpt2, recipe, checkpointDir, onProgress, heldOutTokens = HELD_OUT_TOKENS } = options;
  const rng = rngFromSeed(seed).fork("organism/sae");
  const latest = join(checkpointDir, "sae-latest.safetensors");
  const reader = activationReader(gpt2.weights, gpt2.recipe.config, SAE_LAYER);
  const found = await loadCheckpoint(latest);
  const losses = [...(found?.losses ?? [])];
  let state: SaeState = found
    ? {
        step: found.step,
        weights: found.groups["w"]!,
        m: found.groups["m"]!,
        v: found.groups["v"]!,
        scale: found.groups["unit"]!["scale"]!.data[0]!,
      }
    : initialSae(recipe, chunk(reader, rng, recipe, 0), rng.fork("initial"));
  const trainer = saeTrainer(recipe);
  while (state.step < recipe.steps) {
    const activations = chunk(reader, rng, recipe, state.step / STEPS_PER_CHUNK);
    state = await trainer.advance({
      state,
      activations,
      onStep: (step, loss) => {
        losses.push(loss);
        onProgress?.({ stage: "sae", step, steps: recipe.steps, loss });
      },
    });
    const unit = { scale: { shape: [1], data: Float32Array.of(state.scale) } };
    await saveCheckpoint(latest, {
      step: state.step,
      losses: Float32Array.from(losses),
      groups: { w: state.weights, m: state.m, v: state.v, unit },
    });
  }
  trainer.dispose();
  const heldOut = reader.read(textStream(rng.fork("held-out")).take(heldOutTokens));
  reader.dispose();
  const weights = inOriginalUnits(state);
  return {
    weights,
    losses: Float32Array.from(losses),
    quality: measureSae(weights, heldOut),
    scale: state.scale,
  };
}

/** The activations of steps 500 i + 1 .. 500 i + 500 in random order, from text of their own. */
function chunk(reader: ActivationReader, rng: Rng, recipe: SaeRecipe, i: number): Activations {
  const wanted = recipe.batch * Math.min(STEPS_PER_CHUNK, recipe.steps - i * STEPS_PER_CHUNK);
  const text = textStream(rng.fork("text").fork(i)).take(wanted + 64);
  const { rows, width, data } = reader.read(text);
  const order = permutation(rng.fork("order").fork(i), rows);
  const shuffled = new Float32Array(wanted * width);
  for (let to = 0; to < wanted; to++)
    shuffled.set(data.subarray(order[to]! * width, (order[to]! + 1) * width), to * width);
  return { rows: wanted, width, data: shuffled };
}
