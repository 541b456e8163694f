import type { Rng } from "../math/rng.ts";
import type { Activation } from "../math/vec.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import type { Dictionaries } from "./dictionary.ts";
import type { Population } from "./population.ts";

/** What a generator may look at for one base prompt. Generators never change it. */
export interface GenerationContext {
  /** A: the base prompt's own activation. */
  readonly base: Activation;
  /** T: the activation of another prompt. */
  readonly target: Activation;
  readonly population: Population;
  readonly latents: LatentContext | null;
}

/** The part of the context that exists only where there is a sparse autoencoder. */
export interface LatentContext {
  readonly sae: SparseAutoencoder;
  readonly dictionaries: Dictionaries;
  /** The active latents of A. */
  readonly base: LatentActivations;
  /** The active latents of T. */
  readonly target: LatentActivations;
  /** Where structured need not look at every alive latent: those among which its choices are; null for all. */
  readonly shortlists?: { readonly alive: Int32Array | null; readonly shuffled: Int32Array | null };
  /** Mean cos(A - b_dec, T - b_dec) over real pairs of this model (0.42 on GPT-2 small), A and T normalised as the SAE
   * does it. */
  readonly cosineTarget: number;
}

/**
 * One activation type: a pure function of a random stream and a context.
 *
 * The stream is keyed by what is drawn (type, draw, base index), so adding a type or changing a batch size changes
 * no draw.
 */
export type Generate = (rng: Rng, context: GenerationContext) => Activation;

/** A generator that composes latents: it runs only where there is a sparse autoencoder. */
export type GenerateFromLatents = (
  rng: Rng,
  context: GenerationContext & { readonly latents: LatentContext },
) => Activation;

/** A registered activation type: it says what it needs, and is called to draw. */
export type Generator =
  | (Generate & { readonly needs: "population" })
  | (GenerateFromLatents & { readonly needs: "sae" });

/** A generator that looks at real activations only. */
export function fromPopulation(generate: Generate): Generate & { readonly needs: "population" } {
  return Object.assign(generate, { needs: "population" } as const);
}

/** A generator that composes latents. */
export function fromLatents(generate: GenerateFromLatents): GenerateFromLatents & { readonly needs: "sae" } {
  return Object.assign(generate, { needs: "sae" } as const);
}
