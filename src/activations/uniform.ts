import type { Rng } from "../math/rng.ts";
import { sampleWithoutReplacement } from "../math/rng.ts";
import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { substitutedInPlace } from "./baseline.ts";
import { checkEnoughLatents, type Dictionary } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";

/**
 * Uniform bag: every active latent of A hands its activation to a latent of its own, chosen uniformly among all that
 * are alive.
 *
 * Keeps: L0, activation values. Drops: firing frequency, cosines, which latents go together. Shape: [d_model].
 * An A without active latents gives what no latents decode to.
 * Source: paper B.7, the "clean" reading: no latent twice. See `uniformAsCoded`.
 */
export const uniform = fromLatents((rng, { latents }) =>
  latents.sae.decode(uniformCode(rng, latents.base, latents.dictionaries.alive)),
);

/** The latents behind `uniform`, before decoding. */
export function uniformCode(rng: Rng, base: LatentActivations, dictionary: Dictionary): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  const chosen = sampleWithoutReplacement(rng, dictionary.alive.length, base.ids.length);
  return latentActivations(
    Array.from(chosen, (at, i) => [dictionary.alive[at]!, base.values[i]!] as const),
    base,
  );
}

/**
 * Uniform bag as the authors' code has it: substitution in place, so a substitute that is itself active and not yet
 * visited loses its activation and is moved on again; duplicates overwrite.
 *
 * Keeps: activation values and L0 where no substitutes collide; L0 is at most A's. Drops: firing frequency, cosines.
 * Shape: [d_model].
 * Source: paper B.7, as coded.
 */
export const uniformAsCoded = fromLatents((rng, { latents }) =>
  latents.sae.decode(uniformCodeAsCoded(rng, latents.base, latents.dictionaries.alive)),
);

/** The latents behind `uniformAsCoded`, before decoding. */
export function uniformCodeAsCoded(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
): LatentActivations {
  const { alive } = dictionary;
  checkEnoughLatents(dictionary, base.ids.length, 2);
  return substitutedInPlace(base, () => alive[rng.integer(alive.length)]!);
}
