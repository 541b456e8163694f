import type { Rng } from "../math/rng.ts";
import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { checkEnoughLatents, type Dictionary, nearestInFrequency } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";

/** Paper B.4: top_k = 10. */
export const BASELINE_NEIGHBOURS = 10;

/**
 * Synthetic-baseline, the frequency-matched bag: every active latent of A hands its activation to one of the 10
 * latents nearest to it in firing frequency, chosen uniformly.
 *
 * Keeps: L0, activation values, firing frequency (to within the 10 nearest). Drops: which latents go together, hence
 * their cosines. Shape: [d_model].
 * Source: paper B.4, the "clean" reading: dead latents are not chosen and no latent twice. See `baselineAsCoded`.
 */
export const baseline = fromLatents((rng, { latents }) =>
  latents.sae.decode(baselineCode(rng, latents.base, latents.dictionaries.alive)),
);

/** The latents behind `baseline`, before decoding. */
export function baselineCode(rng: Rng, base: LatentActivations, dictionary: Dictionary): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length, base.ids.length + 1);
  const taken = new Set<number>();
  const pairs: [id: number, value: number][] = [];
  base.ids.forEach((latent, i) => {
    const nearest = nearestInFrequency(dictionary, latent, BASELINE_NEIGHBOURS, taken);
    const chosen = nearest[rng.integer(nearest.length)]!;
    taken.add(chosen);
    pairs.push([chosen, base.values[i]!]);
  });
  return latentActivations(pairs, base);
}

/**
 * Synthetic-baseline as the authors' code has it: substitution in place, so a substitute that is itself active and
 * not yet visited loses its activation and is moved on again; duplicates overwrite; dead latents can be chosen.
 *
 * Keeps: firing frequency (to within the 10 nearest); L0 is at most A's. Drops: cosines, and L0 and activation
 * values wherever substitutes collide. Shape: [d_model].
 * Source: paper B.4, as coded.
 */
export const baselineAsCoded = fromLatents((rng, { latents }) =>
  latents.sae.decode(baselineCodeAsCoded(rng, latents.base, latents.dictionaries.whole)),
);

/** The latents behind `baselineAsCoded`, before decoding. */
export function baselineCodeAsCoded(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length, 2);
  return substitutedInPlace(base, (latent) => {
    const nearest = nearestInFrequency(dictionary, latent, BASELINE_NEIGHBOURS);
    return nearest[rng.integer(nearest.length)]!;
  });
}

/** The authors' substitution: on one vector, latent by latent, each zeroed before its substitute is written. */
export function substitutedInPlace(
  base: LatentActivations,
  substituteOf: (latent: number) => number,
): LatentActivations {
  const code = new Map<number, number>();
  base.ids.forEach((latent, i) => {
    code.set(latent, base.values[i]!);
  });
  for (const latent of base.ids) {
    const value = code.get(latent)!;
    const substitute = substituteOf(latent);
    code.set(latent, 0);
    code.set(substitute, value);
  }
  return latentActivations(
    [...code].filter(([, value]) => value > 0),
    base,
  );
}
