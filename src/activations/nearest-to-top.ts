import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { checkEnoughLatents, cosinesTo, type Dictionary } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";
import { topLatent } from "./structured/structured.ts";

/**
 * Nearest to top: A's strongest latent, and for the others the alive latents nearest to it in cosine.
 *
 * Keeps: L0, activation values, the top latent. Drops: the other latents, their firing frequencies and cosines.
 * Shape: [d_model]. Deterministic: the other values, by ascending id, go to the nearest first. Ties: the latent of lower
 * id. An A without active latents gives what no latents decode to. Source: ours, a code whose cosines are as high as the
 * dictionary has them.
 */
export const nearestToTop = fromLatents((_rng, { latents }) =>
  latents.sae.decode(nearestToTopCode(latents.base, latents.dictionaries.alive)),
);

/** The latents behind `nearestToTop`, before decoding. */
export function nearestToTopCode(base: LatentActivations, dictionary: Dictionary): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  if (base.ids.length === 0) return base;
  const top = topLatent(base);
  const others = dictionary.alive.filter((latent) => latent !== top);
  const cosines = cosinesTo(dictionary, top, others);
  const nearest = Array.from(others.keys()).sort((a, b) => cosines[b]! - cosines[a]! || a - b);
  let next = 0;
  return latentActivations(
    Array.from(base.ids, (id, i) => [id === top ? top : others[nearest[next++]!]!, base.values[i]!] as const),
    base,
  );
}
