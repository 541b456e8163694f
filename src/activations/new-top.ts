import type { Rng } from "../math/rng.ts";
import { sampleWithoutReplacement } from "../math/rng.ts";
import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { checkEnoughLatents, cosinesTo, type Dictionary, nearestInFrequency } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";
import { aroundTop, atTypicalAngle, planStructured, topLatent } from "./structured/structured.ts";

/** Structured with parts of it left out: what is kept of the top latent's frequency and angle, and of the rest. */

/**
 * Structured-v1: around the latent nearest to A's top in firing frequency, latents at the cosines that A's latents have
 * to A's top.
 *
 * Keeps: L0, activation values, firing frequency of the top latent, cosines between each latent and the top one.
 * Drops: the angle of the new top to A's, firing frequencies of the others, cosines among them. Shape: [d_model].
 * Deterministic. Ties: the rarer latent, then the earlier. An A without active latents gives what no latents decode to.
 * Source: paper B.6. Ours leaves dead latents out.
 */
export const structuredV1 = fromLatents((_rng, { latents }) =>
  latents.sae.decode(structuredV1Code(latents.base, latents.dictionaries.alive)),
);

/** The latents behind `structuredV1`, before decoding. */
export function structuredV1Code(base: LatentActivations, dictionary: Dictionary): LatentActivations {
  return around(base, dictionary, (top) => nearestInFrequency(dictionary, top, 1)[0]!);
}

/**
 * Profile only: around a random latent, latents at the cosines that A's latents have to A's top.
 *
 * The new top is any other alive latent, all alike.
 *
 * Keeps: L0, activation values, cosines between each latent and the top one. Drops: firing frequencies, the top's too,
 * the angle of the new top to A's, cosines among the others. Shape: [d_model].
 * An A without active latents gives what no latents decode to.
 */
export const profileOnly = fromLatents((rng, { latents }) =>
  latents.sae.decode(profileOnlyCode(rng, latents.base, latents.dictionaries.alive)),
);

/** The latents behind `profileOnly`, before decoding. */
export function profileOnlyCode(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
): LatentActivations {
  return around(base, dictionary, (top) => {
    const others = dictionary.alive.filter((j) => j !== top);
    return others[rng.integer(others.length)]!;
  });
}

/**
 * Cosine top: structured with a new top of any frequency.
 *
 * The new top is drawn as structured's is, from all alive latents but A's top in the place of the pool.
 *
 * Keeps: L0, activation values, the typical angle of the new top to A's, cosines between each latent and the top one.
 * Drops: firing frequencies, the top's too, cosines among the others. Shape: [d_model].
 * An A without active latents gives what no latents decode to.
 */
export const cosineTop = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(cosineTopCode(rng, latents.base, latents.dictionaries.alive, latents.cosineTarget)),
  { also: ["cosine target"] },
);

/** The latents behind `cosineTop`, before decoding. */
export function cosineTopCode(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
): LatentActivations {
  return around(base, dictionary, (top) => {
    const others = dictionary.alive.filter((j) => j !== top);
    const tops = atTypicalAngle(dictionary, top, others, cosineTarget);
    return tops[rng.integer(tops.length)]!;
  });
}

/**
 * Top only: a new top as structured draws it, and any other latents.
 *
 * Keeps: L0, activation values, firing frequency of the top latent (within the pool), the typical angle of the new top to
 * A's. Drops: cosines to the top, firing frequencies of the others, cosines among them. Shape: [d_model].
 * An A without active latents gives what no latents decode to.
 */
export const topOnly = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(topOnlyCode(rng, latents.base, latents.dictionaries.alive, latents.cosineTarget)),
  { also: ["cosine target"] },
);

/** The latents behind `topOnly`, before decoding. */
export function topOnlyCode(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  if (base.ids.length === 0) return base;
  const { tops } = planStructured(base, dictionary, cosineTarget);
  const newTop = tops[rng.integer(tops.length)]!;
  const free = dictionary.alive.filter((j) => j !== newTop);
  const others = sampleWithoutReplacement(rng, free.length, base.ids.length - 1);
  const top = topLatent(base);
  let drawn = 0;
  const pairs = Array.from(base.ids, (latent, i): [id: number, value: number] => [
    latent === top ? newTop : free[others[drawn++]!]!,
    base.values[i]!,
  ]);
  return latentActivations(pairs, base);
}

/** A code around a new top; an empty one for an A without active latents. */
function around(
  base: LatentActivations,
  dictionary: Dictionary,
  newTopFor: (top: number) => number,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  if (base.ids.length === 0) return base;
  const top = topLatent(base);
  return aroundTop(newTopFor(top), cosinesTo(dictionary, top, base.ids), base, dictionary);
}
