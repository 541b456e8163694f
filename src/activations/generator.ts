import type { Rng } from "../math/rng.ts";
import type { Activation } from "../math/vec.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import type { CoOccurrence } from "./co-occurrence.ts";
import type { Dictionaries } from "./dictionary.ts";
import type { Population } from "./population.ts";

/** A base prompt, its partner, and the partners of the others. */
export interface PairContext {
  /** A: the base prompt's own activation. */
  readonly base: Activation;
  /** T: the activation of another prompt. */
  readonly target: Activation;
  /** The targets of the run's other bases, by reference. */
  readonly others: readonly Activation[];
}

/** Prompts that are in none of a run's pairs, with their activations where the run perturbs. */
export interface PromptPool {
  /** Token ids of each. */
  readonly prompts: readonly (readonly number[])[];
  /** Indices of those that end in a token, ascending. */
  endingIn(token: number): readonly number[];
  /** The activation of one, by reference. Shape: [d_model]. */
  activation(index: number): Activation;
  /** What prompts are about; left out where their source knows no topics. */
  readonly topics?: PromptTopics;
}

/** Equal numbers stand for one topic, null for a prompt without one. */
export interface PromptTopics {
  of(tokens: readonly number[]): number | null;
  /** Those of the pool's prompts, in their order. */
  readonly ofPool: readonly (number | null)[];
}

/** The part of the context that says which prompts activations belong to. */
export interface PromptContext {
  /** Token ids of the base prompt. */
  readonly tokens: readonly number[];
  readonly pool: PromptPool;
}

/** What a generator may look at for one base prompt. Generators never change it. */
export interface GenerationContext extends PairContext {
  /** Estimated when the first generator that needs it is asked for. */
  readonly population: Population;
  /** Run when the first generator that chooses among prompts is asked for. */
  readonly prompts: PromptContext;
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
  /** The active latents of the targets of the run's other bases, by reference. */
  readonly others: readonly LatentActivations[];
  /** Where structured need not look at every alive latent: those among which its choices are; null for all. */
  readonly shortlists?: { readonly alive: Int32Array | null; readonly shuffled: Int32Array | null };
  /**
   * Mean cos(x - b_dec, y - b_dec) over all pairs of the population, x and y normalised as the SAE does it (0.42 on GPT-2
   * small, over the authors' pairs). Measured for generators that say they look at it.
   */
  readonly cosineTarget: number;
  /** Which latents are active together in the population. Encoded for generators that say they look at it. */
  readonly coOccurrence: CoOccurrence;
  /** Several SAEs of this place and what each makes of A, the sparsest first. For generators that say they look at it. */
  readonly siblings: readonly SaeAndCode[];
}

/** A sparse autoencoder, and the active latents of A in it. */
export interface SaeAndCode {
  readonly sae: SparseAutoencoder;
  readonly base: LatentActivations;
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

/** A generator that looks at the pairs of a run alone. */
export type GenerateFromPair = (rng: Rng, context: PairContext) => Activation;

/** A generator that chooses among prompts by their words. */
export type GenerateFromPrompts = (
  rng: Rng,
  context: PairContext & { readonly prompts: PromptContext },
) => Activation;

/** What is known of a base before anything is drawn for it. */
export interface PairsThatThereAre {
  /** Whether some prompt makes such a pair with the base prompt: a claim about such pairs says nothing of other bases. */
  hasPair(prompts: PromptContext): boolean;
}

/** The dictionary among whose latents a generator chooses by cosine. */
export type ShortlistOf = "alive" | "shuffled";

/** What is prepared beside latents, and only where a generator says that it looks at it. */
export type Besides = "population" | "prompts" | "cosine target" | "co-occurrence" | "siblings";

/** What a generator of latents says of itself. A `shortlist` is made around the cosine target: it need not be named. */
export interface LatentNeeds {
  readonly shortlist?: ShortlistOf | null;
  readonly also?: readonly Besides[];
}

/** A registered activation type: it says what must be prepared for it, and is called to draw. */
export type Generator =
  | (GenerateFromPair & { readonly needs: "pair" })
  | (Generate & { readonly needs: "population" })
  | (GenerateFromPrompts & { readonly needs: "prompts" } & PairsThatThereAre)
  | (GenerateFromLatents & { readonly needs: "sae" } & Required<LatentNeeds>);

/** A generator that looks at its base and target, and at the run's other targets, only. */
export function fromPair(generate: GenerateFromPair): GenerateFromPair & { readonly needs: "pair" } {
  return Object.assign(generate, { needs: "pair" } as const);
}

/** A generator that looks at real activations only. */
export function fromPopulation(generate: Generate): Generate & { readonly needs: "population" } {
  return Object.assign(generate, { needs: "population" } as const);
}

/** A generator that chooses among prompts by their words, and gives the activation of one. `hasPair`: whether there is one. */
export function fromPrompts(
  generate: GenerateFromPrompts,
  hasPair: PairsThatThereAre["hasPair"],
): GenerateFromPrompts & { readonly needs: "prompts" } & PairsThatThereAre {
  return Object.assign(generate, { needs: "prompts", hasPair } as const);
}

/**
 * A generator that composes latents. With a `shortlist` the latents among which its choices lie are looked up for all
 * bases at once; without one it draws the same, slower.
 */
export function fromLatents(
  generate: GenerateFromLatents,
  { shortlist = null, also = [] }: LatentNeeds = {},
): GenerateFromLatents & { readonly needs: "sae" } & Required<LatentNeeds> {
  return Object.assign(generate, { needs: "sae", shortlist, also } as const);
}

/** Whether something must be prepared for a generator beside its base, its target and their latents. */
export function looksAt(generator: Generator, what: Besides): boolean {
  if (generator.needs === "sae")
    return generator.also.includes(what) || (what === "cosine target" && generator.shortlist !== null);
  return generator.needs === what;
}
