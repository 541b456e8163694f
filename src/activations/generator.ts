import type { Rng } from "../math/rng.ts";
import type { Activation } from "../math/vec.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import type { Dictionaries } from "./dictionary.ts";
import type { Population } from "./population.ts";

/** A base prompt and its partner. */
export interface PairContext {
  /** A: the base prompt's own activation. */
  readonly base: Activation;
  /** T: the activation of another prompt. */
  readonly target: Activation;
}

/** What a generator may look at for one base prompt. Generators never change it. */
export interface GenerationContext extends PairContext {
  /** Estimated when the first generator that needs it is asked for. */
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

/** A generator that looks at the pair alone. */
export type GenerateFromPair = (rng: Rng, context: PairContext) => Activation;

/** The dictionary among whose latents a generator chooses by cosine. */
export type ShortlistOf = "alive" | "shuffled";

/** A registered activation type: it says what must be prepared for it, and is called to draw. */
export type Generator =
  | (GenerateFromPair & { readonly needs: "pair" })
  | (Generate & { readonly needs: "population" })
  | (GenerateFromLatents & { readonly needs: "sae"; readonly shortlist: ShortlistOf | null });

/** A generator that looks at its base and target only. */
export function fromPair(generate: GenerateFromPair): GenerateFromPair & { readonly needs: "pair" } {
  return Object.assign(generate, { needs: "pair" } as const);
}

/** A generator that looks at real activations only. */
export function fromPopulation(generate: Generate): Generate & { readonly needs: "population" } {
  return Object.assign(generate, { needs: "population" } as const);
}

/**
 * A generator that composes latents. With a `shortlist` the latents among which its choices lie are looked up for all
 * bases at once; without one it draws the same, slower.
 */
export function fromLatents(
  generate: GenerateFromLatents,
  { shortlist = null }: { readonly shortlist?: ShortlistOf | null } = {},
): GenerateFromLatents & { readonly needs: "sae"; readonly shortlist: ShortlistOf | null } {
  return Object.assign(generate, { needs: "sae", shortlist } as const);
}
