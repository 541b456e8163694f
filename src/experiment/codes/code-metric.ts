import type { CoOccurrence } from "../../activations/co-occurrence.ts";
import type { Dictionary } from "../../activations/dictionary.ts";
import type { Activation } from "../../math/vec.ts";
import type { LatentActivations } from "../../sae/sparse-autoencoder.ts";
import type { Quantity } from "../../stats/quantity.ts";

/** What a code may be compared with. */
export interface CodeFacts {
  /** A, and what no latents decode to. Shape: [d_model]. */
  readonly base: Activation;
  readonly centre: Activation;
  /** The activation whose code it is. Shape: [d_model]. */
  activation(): Activation;
  /** Directions and firing frequencies of the latents. */
  readonly dictionary: Dictionary;
  /** Which latents are active together in the population, whose activations are none of the run's pairs. */
  readonly coOccurrence: CoOccurrence;
}

/** One number of one sparse code, with its words. No model runs for it. */
export interface CodeMetric extends Quantity {
  /** Unique within a paper. */
  readonly key: string;
  readonly title: string;
  /** One sentence: what is measured. */
  readonly meaning: string;
  /** The number; null where the code has none, which counts as `ifNever`. */
  of(code: LatentActivations, facts: CodeFacts): number | null;
}
