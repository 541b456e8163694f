import { SaeMismatchError } from "../errors/index.ts";
import type { SparseAutoencoder } from "./sparse-autoencoder.ts";

/** A latent is replaced by another one, so a dictionary to compose from has at least two. */
export const FEWEST_ALIVE = 2;

/**
 * Checks, before anything is measured, that activations can be composed from an SAE's alive latents. An SAE without a
 * sparsity file is not judged: a run measures its frequencies.
 *
 * Throws: SaeMismatchError that says how many are alive and what such a sparsity file mostly is.
 */
export function checkAliveLatents(
  sae: Pick<SparseAutoencoder, "name" | "alive" | "dSae" | "frequencySource">,
): void {
  if (sae.frequencySource === null || sae.alive.length >= FEWEST_ALIVE) return;
  const n = sae.alive.length;
  throw new SaeMismatchError({
    sae: sae.name,
    fact: `has ${n === 0 ? "no alive latent" : "1 alive latent"} of ${sae.dSae} by its sparsity.safetensors (-10 marks a dead one), and activations are composed from at least ${FEWEST_ALIVE}`,
    hint:
      n === 0
        ? "Hint: such a file was written before any activation was counted; move sparsity.safetensors away, and the run measures the frequencies itself."
        : "Hint: check sparsity.safetensors, or move it away: the run then measures the frequencies itself.",
  });
}
