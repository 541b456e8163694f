import type { Activation, Matrix, Vec } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { ResidualConvention } from "../model/language-model.ts";
import type { ActivationFunction } from "./activation-function.ts";
import type { Normalisation, Rescale } from "./normalisation.ts";

/** The active latents of one vector: a sparse [d_sae] vector. `ids` ascend; `values` are > 0. */
export interface LatentActivations {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /**
   * What normalisation took from the encoded vector and decoding puts back; absent where there is no normalisation.
   * A code that is composed from another one's values is decoded with that one's.
   */
  readonly rescale?: Rescale;
}

/** A trained sparse autoencoder: weights with the letters they have in the file, and what is known of its latents. */
export interface SparseAutoencoder {
  readonly name: string;
  /** sha256 of the weights file, hex. */
  readonly weightsDigest: string;
  readonly hook: HookPoint;
  readonly convention: ResidualConvention;
  readonly dModel: number;
  readonly dSae: number;
  /** Subtract b_dec before encoding; true for most published SAEs. */
  readonly applyBDecToInput: boolean;
  readonly activation: ActivationFunction;
  readonly normalisation: Normalisation;
  readonly W_enc: Matrix<"d_model", "d_sae">;
  readonly b_enc: Vec<"d_sae">;
  readonly W_dec: Matrix<"d_sae", "d_model">;
  readonly b_dec: Activation;
  /** Fraction of tokens on which a latent is active, 0..1; 0 for a dead latent. Shape: [d_sae]. */
  readonly firingFrequency: Vec<"d_sae">;
  /** What the SAE's files leave open and how it was read, a sentence each; empty for most. */
  readonly assumptions: readonly string[];
  /** The file beside the weights, or a run's own activations where there is none; null: not known yet, all are 0. */
  readonly frequencySource: "file" | "run" | null;
  /** Ascending ids of latents that are not dead. */
  readonly alive: Int32Array;
  /** Lengths of the alive decoder directions (of all where none is known to be alive); published SAEs have 1 and 1. */
  readonly decoderNorms: { readonly shortest: number; readonly longest: number };
  /**
   * encode(x) = activation(input(x) W_enc + b_enc), as its active latents; input(x) is x normalised, minus b_dec where
   * the SAE subtracts it first.
   */
  encode(x: Activation): LatentActivations;
  /** decode(f) = f W_dec + b_dec, with the normalisation undone. */
  decode(latents: LatentActivations): Activation;
  /** What W_enc is applied to, in float32, and the normalisation that was taken out. */
  input(x: Activation): { readonly input: Activation; readonly rescale: Rescale | null };
  /**
   * encode of every row when only its `candidates` (ascending ids) can be active: the same bits, without the other
   * latents' sums.
   */
  encodeAmong(rows: readonly Activation[], candidates: readonly Int32Array[]): readonly LatentActivations[];
  /** x normalised, minus b_dec: what the latents are to add up to. Shape: [d_model]. */
  withoutBias(x: Activation): Activation;
}
