import type { OwnType } from "../paper/types.ts";

/** The activation type that the repository of `init` adds, as a report tells it. */
export const ISOTROPIC: OwnType = {
  key: "isotropic",
  long: "as far from the base as the real target is, in a direction that prefers none",
};

/** The text of `generators/isotropic.ts`: an example of a generator. */
export function isotropicTemplate(): string {
  return `import { type Activation, distance, fromPair } from "bag-of-latents";

/**
 * Isotropic: as far from A as the real target is, in a direction that prefers none.
 *
 * T = A + ‖T_real - A‖ z / ‖z‖, z standard normal.
 *
 * Keeps: the distance from A. Drops: mean, covariance, the sparse code. Shape: [d_model].
 */
export const isotropic = fromPair((rng, { base, target }) => {
  const z = Float64Array.from(base, () => rng.normal());
  const scale = distance(base, target) / Math.hypot(...z);
  return Float32Array.from(base, (a, i) => a + scale * z[i]!) as Activation;
});
`;
}

/** The text of `generators/index.ts`: where a paper's own generators are registered. */
export function generatorsIndexTemplate(): string {
  return `import { type Generator, ownGenerators } from "bag-of-latents";
import { isotropic } from "./isotropic.ts";

// the names that claims may ask for, besides those that ship
declare module "bag-of-latents" {
  interface OwnGenerators {
    isotropic: Generator;
  }
}

ownGenerators({ isotropic });
`;
}

/** The text of the generator's law: what it says it keeps, it keeps. */
export function lawTemplate(paper: string): string {
  return `import { type Activation, distance, rngFromSeed } from "bag-of-latents";
import { expect, it } from "vitest";
import { isotropic } from "../../src/papers/${paper}/generators/isotropic.ts";

it("isotropic keeps the distance from the base", () => {
  for (let seed = 0; seed < 20; seed++) {
    const rng = rngFromSeed(seed);
    const draw = (name: string) =>
      Float32Array.from({ length: 8 }, () => rng.fork(name).normal()) as Activation;
    const [base, target] = [draw("base"), draw("target")];
    const drawn = isotropic(rng, { base, target, others: [] });
    expect(distance(base, drawn)).toBeCloseTo(distance(base, target), 4);
  }
});
`;
}
