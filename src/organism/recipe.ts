import type { Gpt2Config } from "../model/families/gpt2/config.ts";
import { LEXICON } from "./lexicon.ts";

/** Everything that decides the trained bytes besides the seed. */
export interface Gpt2Recipe {
  readonly config: Gpt2Config;
  readonly steps: number;
  /** Sequences a step, each of config.positions tokens. */
  readonly batch: number;
  readonly dropout: number;
  readonly peakLearningRate: number;
  readonly warmUpSteps: number;
  /** Learning rate of the last step as a fraction of the peak. */
  readonly finalFraction: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  readonly clip: number;
  /** Standard deviation of initial weights; residual projections get it divided by sqrt(2 layers). */
  readonly initialSd: number;
}

/** What the SAE is trained with. */
export interface SaeRecipe {
  readonly latents: number;
  readonly steps: number;
  /** Activations a step. */
  readonly batch: number;
  /** Weight of ‖f‖1 / s against ‖x - x̂‖² / s², s being the mean distance of activations from their mean. */
  readonly sparsity: number;
  /** Length of the encoder's initial columns: well below 1, as all latents fire at first. */
  readonly initialEncoder: number;
  readonly peakLearningRate: number;
  readonly warmUpSteps: number;
  readonly finalFraction: number;
  readonly beta1: number;
  readonly beta2: number;
}

/** The shipped organism: about 5.9 million tokens. */
export const GPT2_RECIPE: Gpt2Recipe = {
  config: {
    layers: 8,
    heads: 4,
    dModel: 64,
    dInner: 256,
    positions: 32,
    vocabulary: LEXICON.words.length,
    gelu: "tanh",
    layerNormEpsilon: 1e-5,
    scaleScores: true,
    scaleScoresByLayer: false,
    tiedEmbeddings: true,
  },
  steps: 2900,
  batch: 64,
  dropout: 0.1,
  peakLearningRate: 2e-3,
  warmUpSteps: 100,
  finalFraction: 0.05,
  beta1: 0.9,
  beta2: 0.95,
  weightDecay: 0.1,
  clip: 1,
  initialSd: 0.02,
};

/** The same training of a GPT-2 of half the width and half the blocks, with as many dimensions a head. */
export const HALF_GPT2_RECIPE: Gpt2Recipe = {
  ...GPT2_RECIPE,
  config: { ...GPT2_RECIPE.config, layers: 4, heads: 2, dModel: 32, dInner: 128 },
};

/**
 * The shipped SAE. Many small steps at a high rate: at 1e-3 with batches of 600, 3000 steps left 60 latents active on
 * a token, most of them barely.
 */
export const SAE_RECIPE: SaeRecipe = {
  latents: 512,
  steps: 15_000,
  batch: 200,
  sparsity: 0.1,
  initialEncoder: 0.1,
  peakLearningRate: 5e-3,
  warmUpSteps: 100,
  finalFraction: 0.05,
  beta1: 0.9,
  beta2: 0.999,
};

/**
 * Learning rate of step t = 1 .. steps: linear warm-up, then half a cosine down to `finalFraction` of the peak.
 *
 * Counts steps, never time. The cosine is our own series, so that every engine rounds it alike.
 */
export function learningRate(
  schedule: Pick<Gpt2Recipe, "peakLearningRate" | "warmUpSteps" | "finalFraction" | "steps">,
  step: number,
): number {
  const { peakLearningRate, warmUpSteps, finalFraction, steps } = schedule;
  if (step <= warmUpSteps) return (peakLearningRate * step) / warmUpSteps;
  const progress = (step - warmUpSteps) / Math.max(1, steps - warmUpSteps);
  return peakLearningRate * (finalFraction + (1 - finalFraction) * 0.5 * (1 + cosine(Math.PI * progress)));
}

/** cos(x) for 0 <= x <= π by its series, error below 1e-13: sums and products only. */
function cosine(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 15; k++) {
    term *= (-x * x) / ((2 * k - 1) * (2 * k));
    sum += term;
  }
  return sum;
}
