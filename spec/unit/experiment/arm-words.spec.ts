import { expect, it } from "vitest";
import type { Arm } from "../../../src/experiment/arm.ts";
import { armsInWords } from "../../../src/experiment/arm-words.ts";

const arm = (type: string, output?: Arm["output"]) =>
  ({ perturbation: { short: "relative step" }, type, ...(output && { output }) }) as unknown as Arm;

it("names the first of the arms and counts the others", () => {
  const real = arm("real");
  expect(armsInWords("model", [real])).toBe("real, relative step");
  expect(armsInWords("model", [real, real])).toBe("real, relative step, and 1 more");
  expect(armsInWords("model", [arm("own-noise#2", "kl"), real, real])).toBe(
    "own noise, draw 2, relative step, KL, and 2 more",
  );
});

it("says of what model they are where it is not the run's own", () => {
  expect(armsInWords("untrained", [arm("real", "js")])).toBe("real, relative step, JS, untrained model");
  expect(armsInWords("other step-87", [arm("real", "crossings")])).toMatch(
    /^real, relative step, sign changes, .*step-87/,
  );
});
