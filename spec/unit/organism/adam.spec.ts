import { describe, expect, it } from "vitest";
import { fromFloats, toFloats } from "../../../src/model/jax/runtime.ts";
import { adamRates, adamStep, clipByGlobalNorm } from "../../../src/organism/adam.ts";
import { GPT2_RECIPE, learningRate } from "../../../src/organism/recipe.ts";

const settings = {
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  decays: (name: string) => name === "matrix",
};
const one = (value: number) => fromFloats(Float32Array.of(value), [1]);

describe("adamStep", () => {
  it("moves by the learning rate at first, whatever the gradient's size, and decays matrices only", () => {
    const gradients = { matrix: one(1e-3), bias: one(-500) };
    const zero = () => ({ matrix: one(0), bias: one(0) });
    const rates = fromFloats(adamRates(0.01, 1, settings), [3]);
    const next = adamStep(
      { matrix: one(2), bias: one(2) },
      gradients,
      { m: zero(), v: zero() },
      rates,
      settings,
    );
    expect(toFloats(next.params["matrix"]!)[0]).toBeCloseTo(2 - 0.01 * (1 + 0.1 * 2), 5);
    expect(toFloats(next.params["bias"]!)[0]).toBeCloseTo(2 + 0.01, 5);
  });

  it("agrees with the formula at the third step", () => {
    const g = [0.5, -1, 2];
    let [p, m, v] = [1, 0, 0];
    let state = {
      params: { bias: one(1) },
      moments: { m: { bias: one(0) }, v: { bias: one(0) } },
    } as ReturnType<typeof adamStep>;
    for (const [i, gradient] of g.entries()) {
      const t = i + 1;
      m = 0.9 * m + 0.1 * gradient;
      v = 0.95 * v + 0.05 * gradient ** 2;
      p -= (0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.95 ** t)) + 1e-8);
      const rates = fromFloats(adamRates(0.1, t, settings), [3]);
      state = adamStep(state.params, { bias: one(gradient) }, state.moments, rates, settings);
    }
    expect(toFloats(state.params["bias"]!)[0]).toBeCloseTo(p, 5);
  });
});

describe("clipByGlobalNorm", () => {
  it.each([
    [5, [3, 4]],
    [1, [0.6, 0.8]],
    [0.5, [0.3, 0.4]],
  ])("turns (3, 4) under a limit of %s into %j", (limit, [a, b]) => {
    const clipped = clipByGlobalNorm({ a: one(3), b: one(4) }, limit);
    expect(toFloats(clipped["a"]!)[0]).toBeCloseTo(a!, 5);
    expect(toFloats(clipped["b"]!)[0]).toBeCloseTo(b!, 5);
  });
});

describe("learningRate", () => {
  it("rises in equal steps to the peak, then falls along a cosine to 5 % of it", () => {
    const { steps, warmUpSteps, peakLearningRate } = GPT2_RECIPE;
    expect(learningRate(GPT2_RECIPE, 50)).toBeCloseTo(peakLearningRate / 2, 10);
    expect(learningRate(GPT2_RECIPE, warmUpSteps)).toBe(peakLearningRate);
    expect(learningRate(GPT2_RECIPE, (steps + warmUpSteps) / 2)).toBeCloseTo(peakLearningRate * 0.525, 10);
    expect(learningRate(GPT2_RECIPE, steps)).toBeCloseTo(peakLearningRate * 0.05, 10);
  });
});
