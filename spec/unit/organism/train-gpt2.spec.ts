import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { GPT2_RECIPE, type Gpt2Recipe } from "../../../src/organism/recipe.ts";
import { gpt2Trainer, initialGpt2, tokensPerStep, validationLoss } from "../../../src/organism/train-gpt2.ts";

const recipe: Gpt2Recipe = {
  ...GPT2_RECIPE,
  config: {
    ...GPT2_RECIPE.config,
    layers: 1,
    heads: 2,
    dModel: 16,
    dInner: 64,
    positions: 8,
    vocabulary: 12,
  },
  steps: 60,
  batch: 8,
  warmUpSteps: 5,
  peakLearningRate: 1e-2,
};
const rng = rngFromSeed("train-gpt2-spec");

describe("GPT-2 training", () => {
  it("starts at the loss of a uniform guess and learns a text that counts in a circle", async () => {
    const text = Int32Array.from({ length: recipe.steps * tokensPerStep(recipe) }, (_, i) => i % 12);
    const state = initialGpt2(recipe, rng);
    expect(Math.abs(validationLoss(state.weights, recipe.config, text, 8) - Math.log(12))).toBeLessThan(0.05);
    const trainer = gpt2Trainer(recipe);
    const trained = await trainer.advance({ rng, text, state, until: recipe.steps });
    trainer.dispose();
    expect(validationLoss(trained.weights, recipe.config, text, 8)).toBeLessThan(0.3);
  });

  it("refuses a text too short for its steps", async () => {
    const options = { rng, text: new Int32Array(100), state: initialGpt2(recipe, rng), until: 2 };
    await expect(gpt2Trainer(recipe).advance(options)).rejects.toThrow(
      "The text has 100 tokens; 2 steps need 144.",
    );
  });

  it("refuses to state a validation loss of a text that fills no batch", () => {
    const { weights } = initialGpt2(recipe, rng);
    expect(() => validationLoss(weights, recipe.config, new Int32Array(71), 8)).toThrow(
      "The text has 71 tokens; one batch of 8 windows needs 72.",
    );
  });
});
