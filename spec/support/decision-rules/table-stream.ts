import type { Rng } from "../../../src/math/rng.ts";

/** A stream for resampling only, whose uniforms come from elsewhere. */
export function withUniforms(rng: Rng, uniform: () => number): Rng {
  return {
    ...rng,
    uniform,
    fill(into, below) {
      for (let i = 0; i < into.length; i++) into[i] = uniform() * below;
    },
  };
}
