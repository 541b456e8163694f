import { norm, rowOf } from "../math/vec.ts";
import type { LatentActivations, SparseAutoencoder } from "./sparse-autoencoder.ts";

/** Number of latents that are active on one vector. Units: count. */
export function l0({ ids }: LatentActivations): number {
  return ids.length;
}

/** Mean L0 of a set. Units: count. NaN for an empty set. */
export function meanL0(set: readonly LatentActivations[]): number {
  return set.reduce((sum, latents) => sum + l0(latents), 0) / set.length;
}

/**
 * Fraction of the vectors on which each latent is active, 0..1. Shape: [d_sae].
 *
 * SAELens stores log10 of it (over training tokens, never below -10) and calls it sparsity.
 */
export function firingFrequency(set: readonly LatentActivations[], dSae: number): Float32Array {
  const counts = new Float32Array(dSae);
  for (const { ids } of set) for (const j of ids) counts[j]! += 1;
  return counts.map((count) => count / set.length);
}

/** Length of every decoder direction. Shape: [d_sae]. Published SAEs have 1 everywhere. */
export function decoderNorms({ W_dec }: Pick<SparseAutoencoder, "W_dec">): Float64Array {
  return Float64Array.from({ length: W_dec.rows }, (_, j) => norm(rowOf(W_dec, j)));
}

/** Unit length as training in float32 leaves it. */
const UNIT_TOLERANCE = 1e-3;

/** What a report must say about an SAE that is not as published SAEs are. */
export function saeRemarks(
  sae: Pick<SparseAutoencoder, "name" | "decoderNorms" | "frequencySource" | "assumptions">,
): readonly string[] {
  const { shortest, longest } = sae.decoderNorms;
  const length = (x: number) => Number(x.toPrecision(4));
  return [
    ...sae.assumptions.map((sentence) => `${sae.name}: ${sentence}`),
    ...(shortest < 1 - UNIT_TOLERANCE || longest > 1 + UNIT_TOLERANCE
      ? [
          `The decoder directions of ${sae.name} are not unit vectors but ${length(shortest)} to ${length(longest)} long: its latent activations are not in residual units, and which one is the strongest depends on that.`,
        ]
      : []),
    ...(sae.frequencySource === "file"
      ? []
      : [
          `${sae.name} comes without firing frequencies; they were measured on the activations behind the covariance, where a latent that is never active counts as dead.`,
        ]),
  ];
}
