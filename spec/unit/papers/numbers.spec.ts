import { expect, it } from "vitest";
import * as sensitive from "../../../src/papers/sensitive-directions/setup.ts";
import * as stable from "../../../src/papers/stable-regions/setup.ts";
import * as synthetic from "../../../src/papers/synthetic-activations/setup.ts";

// A second transcription: a digit that slips in a setup moves every curve and threshold that hangs on it.

const numbersOf = (all: object) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => typeof value !== "string" && !isWords(value)));
const isWords = (value: unknown) => Array.isArray(value) && typeof value[0] === "string";

it("synthetic activations: the protocol's numbers (A.4 to A.7, C.2 to C.5, D7), and ours", () => {
  expect(numbersOf(synthetic.PAPER)).toEqual({
    promptTokens: 10,
    points: 100,
    bases: 1000,
    gpt2Step: 0.5,
    gpt2AuthorsStep: 50 / (100 - 1),
    gpt2BlowUpLevel: 0.02,
    klBlowUpLevel: 0.02,
    jsBlowUpLevel: 0.02,
    maxSlopeStepIfNever: 99,
    nonLinearityStepIfNever: 100,
    gpt2PlateauLevel: 20,
    gpt2Latents: 24576,
    plateauLengthIfNever: 100,
  });
  expect(synthetic.STEP_SHAPE).toEqual({ within: 5, sharpnessAbove: 0.2, endsBelow: 0.5 });
  expect(synthetic.MORE_BASES).toBe(7);
  expect(synthetic.SCALED).toEqual({
    stepsToMeanTarget: 80, // 39.9 / 0.5
    plateauFraction: 0.083, // 20 / 240
    plateauOverBlowUp: 1000, // 20 / 0.02
  });
});

it("stable regions: the numbers of the paper's notes and of the prototype's figures, and ours", () => {
  expect(numbersOf(stable.PAPER)).toEqual({
    promptTokens: 10,
    points: 50,
    bases: 1000,
    sameLastTokenSlope: 1.2,
    otherLastTokenSlope: 10,
    signChanges: 100,
    heightAt40: 0.35,
    jumps: [0.4, 0.65],
  });
  expect(stable.EFFECTS).toEqual({ slope: 2, endSlope: 0.5, mediumShare: 0.64, smallShare: 0.56 });
});

it("sensitive directions: eleven points to 200 on GPT-2 small, and the margins as logarithms", () => {
  expect(numbersOf(sensitive.PAPER)).toEqual({ gpt2Latents: 24576, gpt2Step: 200 / (11 - 1) });
  expect(sensitive.OURS).toEqual({ promptTokens: 10, bases: 1000, points: 11, stepsToMeanTarget: 5 });
  expect(sensitive.LADDER).toEqual({ short: 1, middle: 2, long: 5 });
  expect(sensitive.LOG_MARGIN).toBeCloseTo(Math.log(1.5), 3);
  expect(sensitive.LOG_TWO).toBe(Math.ceil(10 * Math.log(2)) / 10);
});
