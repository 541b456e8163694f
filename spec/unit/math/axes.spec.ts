import { describe, expect, it } from "vitest";
import { linesWithErrors } from "../../support/lines-with-errors.ts";

const HEAD = `
import { type Activation, cosine, distance, dot, subtract, type Vec } from "../../../src/math/vec.ts";
declare const residual: Activation;
declare const latents: Vec<"d_sae">;
declare const plain: Float32Array;
`;

/** One line each, and whether the compiler takes it. */
const LINES: Readonly<Record<string, boolean>> = {
  "distance(residual, latents);": false,
  "distance(latents, residual);": false,
  "dot(residual, latents);": false,
  "cosine(residual, latents);": false,
  "subtract(residual, latents);": false,
  "distance(residual, residual);": true,
  "dot(latents, latents);": true,
  "cosine(residual, residual.slice());": true,
  "const difference: Activation = subtract(residual, residual);": true,
  "distance(plain, plain);": true,
  "distance(residual, plain);": true,
  "distance(plain, residual);": true,
};

describe("two vectors", () => {
  const wrong = linesWithErrors("spec/unit/math", HEAD, Object.keys(LINES));

  it.each(Object.entries(LINES).map(([line, compiles], i) => ({ line, compiles, i })))(
    "of equal axes are taken by the compiler, of others not: $line is $compiles",
    ({ compiles, i }) => {
      expect(wrong.has(i)).toBe(!compiles);
    },
  );
});
