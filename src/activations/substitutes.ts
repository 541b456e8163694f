import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { checkEnoughLatents, cosinesTo, type Dictionary } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";
import { indexOfNearest } from "./structured/structured.ts";

/** Types that replace each active latent of A by its own look-alike, one after the other, whatever the others are. */

/**
 * Among how many of a latent's most similar ones `cosFrequency` looks for one as frequent: 200 of 24,576 in the paper; a
 * small dictionary has an eighth of its alive latents instead, as in the pool of structured.
 */
export function similarPool(dictionary: Pick<Dictionary, "alive">): number {
  return Math.max(1, Math.min(200, Math.floor(dictionary.alive.length / 8)));
}

/** What frequency counts against cosine in `weighted`. Source: paper B.10, the first of two values tried. */
export const FREQUENCY_WEIGHT = 0.5;

/**
 * Cosine-nearest: every active latent of A hands its activation to the unused latent most cosine-similar to it.
 *
 * Keeps: L0, activation values, each latent's direction as near as another latent has it. Drops: firing frequency, which
 * latents go together. Shape: [d_model]. Deterministic, by ascending id, no latent replaced by itself.
 * Ties: the latent of lower id. An A without active latents gives what no latents decode to.
 * Source: paper B.10. Ours takes no latent twice and no dead one.
 */
export const cosNearest = fromLatents((_rng, { latents }) =>
  latents.sae.decode(cosNearestCode(latents.base, latents.dictionaries.alive)),
);

/** The latents behind `cosNearest`, before decoding. */
export function cosNearestCode(base: LatentActivations, dictionary: Dictionary): LatentActivations {
  return substituted(base, dictionary, (latent, free) => largest(free, cosinesTo(dictionary, latent, free)));
}

/**
 * Cosine and frequency: every active latent of A hands its activation to that one of the 200 unused latents most
 * cosine-similar to it that is nearest to it in firing frequency.
 *
 * Keeps: L0, activation values, firing frequency and direction as near as another latent has both. Drops: which latents
 * go together. Shape: [d_model]. Deterministic, by ascending id, no latent replaced by itself.
 * Ties: the latent of lower id. An A without active latents gives what no latents decode to.
 * Source: paper B.10. Ours takes no dead latent; see `similarPool` for small dictionaries.
 */
export const cosFrequency = fromLatents((_rng, { latents }) =>
  latents.sae.decode(cosFrequencyCode(latents.base, latents.dictionaries.alive)),
);

/** The latents behind `cosFrequency`, before decoding. */
export function cosFrequencyCode(base: LatentActivations, dictionary: Dictionary): LatentActivations {
  const { frequency } = dictionary;
  return substituted(base, dictionary, (latent, free) => {
    const cosines = cosinesTo(dictionary, latent, free);
    const similar = Array.from(free.keys()).sort((a, b) => cosines[b]! - cosines[a]!); // stable: of equals the lower id
    const pool = Int32Array.from(similar.slice(0, similarPool(dictionary)), (n) => free[n]!).sort();
    return pool[
      indexOfNearest(
        Float64Array.from(pool, (j) => frequency[j]!),
        frequency[latent]!,
      )
    ]!;
  });
}

/**
 * Weighted: every active latent of A hands its activation to the unused latent j with the largest
 * w (1 - |f_j - f_i|) + (1 - w) cos(i, j), w = 0.5.
 *
 * Keeps: L0, activation values, firing frequency and direction as near as another latent has both. Drops: which latents
 * go together. Shape: [d_model]. Deterministic, by ascending id, no latent replaced by itself.
 * Ties: the latent of lower id. An A without active latents gives what no latents decode to.
 * Source: paper B.10. Ours takes no latent twice and no dead one.
 */
export const weighted = fromLatents((_rng, { latents }) =>
  latents.sae.decode(weightedCode(latents.base, latents.dictionaries.alive)),
);

/** The latents behind `weighted`, before decoding. */
export function weightedCode(base: LatentActivations, dictionary: Dictionary): LatentActivations {
  const { frequency } = dictionary;
  return substituted(base, dictionary, (latent, free) => {
    const scores = cosinesTo(dictionary, latent, free).map((cosine, n) => {
      const near = 1 - Math.abs(frequency[free[n]!]! - frequency[latent]!);
      return FREQUENCY_WEIGHT * near + (1 - FREQUENCY_WEIGHT) * cosine;
    });
    return largest(free, scores);
  });
}

/**
 * Fixed cosine: every active latent of A hands its activation to the unused latent whose cosine to it is closest to the
 * typical one of real pairs.
 *
 * Keeps: L0, activation values, the typical angle between a latent and its substitute. Drops: firing frequency, which
 * latents go together. Shape: [d_model]. Deterministic, by ascending id, no latent replaced by itself.
 * Ties: the latent of lower id. An A without active latents gives what no latents decode to.
 * Source: paper B.10 (0.42; the second closest taken). Ours takes the closest that is unused and alive, and the cosine
 * of the model at hand.
 */
export const fixedCosine = fromLatents(
  (_rng, { latents }) =>
    latents.sae.decode(fixedCosineCode(latents.base, latents.dictionaries.alive, latents.cosineTarget)),
  { also: ["cosine target"] },
);

/** The latents behind `fixedCosine`, before decoding. */
export function fixedCosineCode(
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
): LatentActivations {
  return substituted(
    base,
    dictionary,
    (latent, free) => free[indexOfNearest(cosinesTo(dictionary, latent, free), cosineTarget)]!,
  );
}

/** Replaces latent by latent, by ascending id, among the alive ones that are neither used nor the latent itself. */
function substituted(
  base: LatentActivations,
  dictionary: Dictionary,
  choose: (latent: number, free: Int32Array) => number,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length, base.ids.length + 1);
  const used = new Set<number>();
  const pairs = Array.from(base.ids, (latent, i): [id: number, value: number] => {
    const chosen = choose(
      latent,
      dictionary.alive.filter((j) => j !== latent && !used.has(j)),
    );
    used.add(chosen);
    return [chosen, base.values[i]!];
  });
  return latentActivations(pairs, base);
}

/** The candidate with the largest score; the first on ties. */
function largest(candidates: Int32Array, scores: Float64Array): number {
  let best = 0;
  for (let n = 1; n < scores.length; n++) if (scores[n]! > scores[best]!) best = n;
  return candidates[best]!;
}
