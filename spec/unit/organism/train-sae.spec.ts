import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { SAE_RECIPE, type SaeRecipe } from "../../../src/organism/recipe.ts";
import {
  type Activations,
  initialSae,
  inOriginalUnits,
  measureSae,
  saeTrainer,
} from "../../../src/organism/train-sae.ts";

/** Sums of two of eight fixed directions in four dimensions around a mean of (5, 5, 5, 5). */
function twoOfEight(rows: number): Activations {
  const rng = rngFromSeed("two-of-eight");
  const data = new Float32Array(rows * 4).fill(5);
  for (let i = 0; i < rows; i++)
    for (let draw = 0; draw < 2; draw++) {
      const j = rng.integer(8);
      data[i * 4 + (j % 4)]! += j < 4 ? 2 : -2;
    }
  return { rows, width: 4, data };
}

const recipe: SaeRecipe = {
  ...SAE_RECIPE,
  latents: 16,
  steps: 300,
  batch: 50,
  warmUpSteps: 10,
  peakLearningRate: 1e-2,
};

describe("SAE training", () => {
  it("learns to rebuild sums of two directions, with unit decoder rows throughout", async () => {
    const set = twoOfEight(15_000);
    const trainer = saeTrainer(recipe);
    const start = initialSae(recipe, set, rngFromSeed(0));
    const losses: number[] = [];
    const end = await trainer.advance({
      state: start,
      activations: set,
      onStep: (_, loss) => losses.push(loss),
    });
    trainer.dispose();
    expect(end.step).toBe(300);
    const { data, shape } = end.weights["W_dec"]!;
    for (let j = 0; j < shape[0]!; j++)
      expect(Math.hypot(...data.subarray(j * 4, j * 4 + 4))).toBeCloseTo(1, 5);
    const [before, after] = [measureSae(inOriginalUnits(start), set), measureSae(inOriginalUnits(end), set)];
    expect(after.fvu).toBeLessThan(0.02);
    expect(after.fvu).toBeLessThan(before.fvu / 10);
    expect(after.l0).toBeLessThan(before.l0);
    expect(losses[299]!).toBeLessThan(losses[0]! / 3);
  });

  it("reports as its first loss what the formula gives", async () => {
    const one = { ...recipe, steps: 1 };
    const set = twoOfEight(50);
    const state = initialSae(one, set, rngFromSeed(0));
    const trainer = saeTrainer(one);
    let reported = Number.NaN;
    await trainer.advance({
      state,
      activations: set,
      onStep: (_, loss) => {
        reported = loss;
      },
    });
    trainer.dispose();
    const weights = inOriginalUnits(state);
    const weight = (name: string) => weights[name]!.data;
    let expected = 0;
    for (let i = 0; i < 50; i++) {
      const x = [...set.data.subarray(i * 4, i * 4 + 4)];
      const f = Array.from({ length: 16 }, (_, j) =>
        Math.max(
          0,
          x.reduce((sum, v, k) => sum + (v - weight("b_dec")[k]!) * weight("W_enc")[k * 16 + j]!, 0),
        ),
      );
      const errors = x.map(
        (v, k) => v - weight("b_dec")[k]! - f.reduce((s, a, j) => s + a * weight("W_dec")[j * 4 + k]!, 0),
      );
      expected += errors.reduce((s, e) => s + e * e, 0) / state.scale ** 2 / 50;
      expected += (recipe.sparsity * f.reduce((s, a) => s + a, 0)) / state.scale / 50;
    }
    expect(reported).toBeCloseTo(expected, 5);
  });
});

describe("inOriginalUnits", () => {
  it("rebuilds activations as well as the trained weights rebuild them in units of the scale", () => {
    const set = twoOfEight(200);
    const rng = rngFromSeed("units");
    const random = (...shape: number[]) => ({
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
    });
    const weights = { W_enc: random(4, 16), b_enc: random(16), W_dec: random(16, 4), b_dec: random(4) };
    const scale = 3;
    const inUnits = measureSae(weights, { ...set, data: set.data.map((v) => v / scale) });
    const original = measureSae(inOriginalUnits({ step: 0, weights, m: {}, v: {}, scale }), set);
    expect(original.fvu / inUnits.fvu).toBeCloseTo(1, 5);
    expect(original.l0).toBe(inUnits.l0);
  });
});

describe("measureSae", () => {
  const identity = (bias: number) => ({
    W_enc: { shape: [2, 3], data: Float32Array.of(1, 0, -1, 0, 1, 0) },
    b_enc: { shape: [3], data: Float32Array.of(0, 0, bias) },
    W_dec: { shape: [3, 2], data: Float32Array.of(1, 0, 0, 1, -1, 0) },
    b_dec: { shape: [2], data: Float32Array.of(0, 0) },
  });
  const set = { rows: 4, width: 2, data: Float32Array.of(1, 0, 3, 2, 2, 0, 2, 2) };

  it("finds nothing unexplained, the mean number of active latents and the dead latent", () => {
    const { fvu, l0, alive, firingFrequency } = measureSae(identity(0), set);
    expect({ fvu, l0, alive, f: [...firingFrequency] }).toEqual({
      fvu: 0,
      l0: 1.5,
      alive: 2 / 3,
      f: [1, 0.5, 0],
    });
  });

  it("compares the error with the spread around the mean, not around zero", () => {
    // the third latent fires by 2 - x0 on every row but the second: errors 1, 0, 0, 0 against 2 + 4 around (2, 1)
    expect(measureSae(identity(2), set).fvu).toBeCloseTo(1 / 6, 10);
  });
});
