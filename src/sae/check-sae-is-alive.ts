import { SaeMismatchError } from "../errors/index.ts";
import type { SparseAutoencoder } from "./sparse-autoencoder.ts";

/** A latent is replaced by another one, so there must be two. */
const FEWEST_ALIVE = 2;

/**
 * Refuses an SAE from whose latents nothing can be composed, by its own firing frequencies: before anything is measured.
 *
 * Where it brings none they are measured, and `saeHealth` looks. Throws: SaeMismatchError.
 */
export function checkSaeIsAlive(
  sae: Pick<SparseAutoencoder, "name" | "alive" | "dSae" | "frequencySource">,
): void {
  if (sae.frequencySource === null || sae.alive.length >= FEWEST_ALIVE) return;
  const alive = sae.alive.length === 0 ? "none is alive" : "only one is alive";
  throw new SaeMismatchError({
    sae: sae.name,
    fact: `has ${sae.dSae} latents, of which ${alive} by its sparsity.safetensors (log10 firing frequency, -10 for a dead one), so no activation can be composed from them`,
    hint: "Hint: --no-sae runs the claims that need no latents; without sparsity.safetensors the frequencies are measured by the run.",
  });
}
