import { expect } from "vitest";
import {
  type GenerationContext,
  type Generator,
  type LatentContext,
  looksAt,
} from "../../src/activations/generator.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Activation } from "../../src/math/vec.ts";
import { fingerprint } from "../support/tiny-dictionary.ts";

/** What every generator is given here: a stream's seed and a context with everything in it. */
export interface ContractCase {
  readonly seed: number;
  readonly context: GenerationContext & { readonly latents: LatentContext };
}

/** One promise of every generator. `check` throws where it is broken. */
export interface GeneratorRule {
  readonly promise: string;
  check(generator: Generator, given: ContractCase): void;
}

export const GENERATOR_RULES: readonly GeneratorRule[] = [
  {
    promise: "gives the same bits for the same stream and context",
    check(generator, { seed, context }) {
      const first = draw(generator, seed, context);
      expect(draw(generator, seed, context)).toEqual(first);
      draw(generator, seed + 1, context);
      expect(draw(generator, seed, context)).toEqual(first);
    },
  },
  {
    promise: "gives d_model finite numbers",
    check(generator, { seed, context }) {
      const activation = draw(generator, seed, context);
      expect(activation).toBeInstanceOf(Float32Array);
      expect(activation).toHaveLength(context.base.length);
      expect(Array.from(activation).filter((x) => !Number.isFinite(x))).toEqual([]);
    },
  },
  {
    promise: "leaves its context as it was",
    check(generator, { seed, context }) {
      const before = fingerprint(context);
      draw(generator, seed, context);
      expect(fingerprint(context) === before).toBe(true);
    },
  },
  {
    promise: "gives memory of its own",
    check(generator, { seed, context }) {
      const before = fingerprint(context);
      draw(generator, seed, context).fill(12_345);
      expect(fingerprint(context) === before).toBe(true);
    },
  },
  {
    promise: "looks at no more than it says it needs",
    check(generator, { seed, context }) {
      const { base, target, others, population, prompts } = context;
      const pair = { base, target, others };
      const withPopulation = { ...pair, population, latents: null };
      const withPrompts = { ...pair, prompts, latents: null };
      const latents = { ...pair, latents: context.latents };
      const sae = looksAt(generator, "population") ? { ...latents, population } : latents;
      const given = { pair, population: withPopulation, prompts: withPrompts, sae };
      expect(drawFrom(generator, seed, given[generator.needs])).toEqual(draw(generator, seed, context));
    },
  },
  {
    promise: "needs what it says it needs",
    check(generator, { seed, context }) {
      const { base, target, others, population, prompts } = context;
      const without = {
        pair: {},
        population: { base, target, others, prompts, latents: context.latents },
        prompts: { base, target, others, population, latents: context.latents },
        sae: { base, target, others, population, latents: null },
      };
      expect(() => drawFrom(generator, seed, without[generator.needs])).toThrow(TypeError);
    },
  },
];

/** One draw from the stream of a seed. */
export function draw(generator: Generator, seed: number, context: ContractCase["context"]): Activation {
  return generator(rngFromSeed(seed).fork("contract"), context);
}

/** The same from a part of the context. */
function drawFrom(generator: Generator, seed: number, part: object): Activation {
  return draw(generator, seed, part as ContractCase["context"]);
}
