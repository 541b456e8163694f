import { join } from "node:path";
import { rngFromSeed } from "../math/rng.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import type { Gpt2Recipe } from "./recipe.ts";
import { textStream } from "./text-stream.ts";
import { type Gpt2State, gpt2Trainer, initialGpt2, tokensPerStep } from "./train-gpt2.ts";
import type { Weights } from "./weights.ts";

/** Percentages of the steps at which the weights are kept. */
export const KEPT_PERCENTAGES = [0, 3, 10, 30, 100] as const;

/** Steps between two saves of the whole state: about a minute. */
const SAVE_EVERY = 100;

/** Tells how a stage goes. */
export interface Progress {
  readonly stage: "gpt2" | "sae";
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
}

export interface TrainedGpt2 {
  readonly weights: Weights;
  /** Training loss of each step, with dropout, in nats. */
  readonly losses: Float32Array;
}

/** The text that seed trains on: the n-gram model is fitted on the same tokens. */
export function trainingText(seed: number, recipe: Gpt2Recipe): Int32Array {
  return textStream(rngFromSeed(seed).fork("organism/training-text")).take(
    recipe.steps * tokensPerStep(recipe),
  );
}

/** Steps at which weights are kept, ascending. */
export function keptSteps(recipe: Gpt2Recipe): number[] {
  return KEPT_PERCENTAGES.map((percent) => Math.round((recipe.steps * percent) / 100));
}

/** The file of the weights kept at a step: group "w" holds them. */
export function keptFile(checkpointDir: string, step: number): string {
  return join(checkpointDir, `gpt2-step-${String(step).padStart(5, "0")}.safetensors`);
}

/**
 * Trains the organism's GPT-2 from a seed, going on from the last save in `checkpointDir` if there is one.
 *
 * Streams: `organism/training-text`, `organism/gpt2` (initial weights, dropout). Killed at any moment and started
 * again, it ends with the same bytes.
 */
export async function trainGpt2Stage(options: {
  readonly seed: number;
  readonly recipe: Gpt2Recipe;
  readonly checkpointDir: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly saveEvery?: number;
}): Promise<TrainedGpt2> {
  const { seed, recipe, checkpointDir, onProgress, saveEvery = SAVE_EVERY } = options;
  const rng = rngFromSeed(seed).fork("organism/gpt2");
  const latest = join(checkpointDir, "gpt2-latest.safetensors");
  const found = await loadCheckpoint(latest);
  const losses = [...(found?.losses ?? [])];
  let state: Gpt2State = found
    ? { step: found.step, weights: found.groups["w"]!, m: found.groups["m"]!, v: found.groups["v"]! }
    : initialGpt2(recipe, rng.fork("initial"));
  const kept = keptSteps(recipe);
  const text = trainingText(seed, recipe);
  const keep = async () => {
    const done = { step: state.step, losses: Float32Array.from(losses) };
    if (kept.includes(state.step))
      await saveCheckpoint(keptFile(checkpointDir, state.step), { ...done, groups: { w: state.weights } });
    await saveCheckpoint(latest, { ...done, groups: { w: state.weights, m: state.m, v: state.v } });
  };
  if (!found) await keep();
  const trainer = gpt2Trainer(recipe);
  while (state.step < recipe.steps) {
    const stops = [...kept, state.step - (state.step % saveEvery) + saveEvery, recipe.steps];
    const until = Math.min(...stops.filter((step) => step > state.step));
    state = await trainer.advance({
      rng,
      text,
      state,
      until,
      onStep: (step, loss) => {
        losses.push(loss);
        onProgress?.({ stage: "gpt2", step, steps: recipe.steps, loss });
      },
    });
    await keep();
  }
  trainer.dispose();
  return { weights: state.weights, losses: Float32Array.from(losses) };
}
