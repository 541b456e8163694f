import type { Activation, Matrix, Vec } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { ResidualConvention } from "../model/language-model.ts";

/** The active latents of one vector: a sparse [d_sae] vector. `ids` ascend; `values` are > 0. */
export interface LatentActivations {
  readonly ids: Int32Array;
  readonly values: Float32Array;
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
  readonly W_enc: Matrix<"d_model", "d_sae">;
  readonly b_enc: Vec<"d_sae">;
  readonly W_dec: Matrix<"d_sae", "d_model">;
  readonly b_dec: Activation;
  /** Fraction of tokens on which a latent is active, 0..1; 0 for a dead latent. Shape: [d_sae]. */
  readonly firingFrequency: Vec<"d_sae">;
  /** Ascending ids of latents that are not dead. */
  readonly alive: Int32Array;
  /** encode(x) = ReLU((x - b_dec) W_enc + b_enc), as its active latents. */
  encode(x: Activation): LatentActivations;
  /** decode(f) = f W_dec + b_dec. */
  decode(latents: LatentActivations): Activation;
}
