import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { checkEnoughLatents, cosinesTo, type Dictionary, nearestInFrequency } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";

/** How many candidates for the new top latent: 100 of 24,576 in the paper; a small dictionary has an eighth of its
 * alive latents instead, or every one would be "near" in frequency. */
export function structuredPool(dictionary: Pick<Dictionary, "alive">): number {
  return Math.max(1, Math.min(100, Math.floor(dictionary.alive.length / 8)));
}

/**
 * Synthetic-structured: a new top latent as frequent as A's and at a typical angle to it, and around it latents at
 * the cosines that A's latents have to A's top.
 *
 * 1. top = the strongest active latent of A; the pool = the latents nearest to it in firing frequency.
 * 2. C = the pool's member with cos(top, C) closest to the mean cosine of real pairs.
 * 3. Each active latent i, by ascending id, hands its activation to the unused latent j with cos(C, j) closest to
 *    cos(top, i).
 *
 * Keeps: L0, activation values, firing frequency of the top latent (within the pool), cosines between each latent
 * and the top one. Drops: firing frequencies of the others, cosines among them. Shape: [d_model]. Deterministic.
 * Ties: the earlier candidate. An A without active latents gives what no latents decode to.
 * Source: paper B.5. Ours leaves dead latents out and measures the cosine target (0.42 there) on the model at hand.
 */
export const structured = fromLatents(
  (_rng, { latents }) =>
    latents.sae.decode(
      structuredCode(
        latents.base,
        latents.dictionaries.alive,
        latents.cosineTarget,
        latents.shortlists?.alive ?? undefined,
      ),
    ),
  { shortlist: "alive" },
);

/**
 * The latents behind `structured`, before decoding. `among` is a shortlist, ascending, that is known to hold what would
 * be chosen among all alive latents.
 */
export function structuredCode(
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
  among: Int32Array = dictionary.alive,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  if (base.ids.length === 0) return base;
  const { newTop, cosines } = planStructured(base, dictionary, cosineTarget);
  const toNewTop = cosinesTo(dictionary, newTop, among);
  const pairs: [id: number, value: number][] = [];
  base.ids.forEach((_, i) => {
    const at = indexOfNearest(toNewTop, cosines[i]!);
    pairs.push([among[at]!, base.values[i]!]);
    toNewTop[at] = Number.POSITIVE_INFINITY; // used
  });
  return latentActivations(pairs, base);
}

/** What is looked for before any latent but the new top one is chosen. */
export interface StructuredPlan {
  readonly newTop: number;
  /** The cosine each active latent of A has to A's top one, by ascending id. Shape: [L0]. */
  readonly cosines: Float64Array;
}

/** Steps 1 and 2 of `structured`, for an activation with active latents. */
export function planStructured(
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
): StructuredPlan {
  const top = base.ids[indexOfLargest(base.values)]!;
  const pool = Int32Array.from(nearestInFrequency(dictionary, top, structuredPool(dictionary)));
  const newTop = pool[indexOfNearest(cosinesTo(dictionary, top, pool), cosineTarget)]!;
  return { newTop, cosines: cosinesTo(dictionary, top, base.ids) };
}

/**
 * Structured on a shuffled dictionary: the same choices, looked up under another latent's name and decoded with the
 * true rows. The control of what structured controls.
 *
 * Keeps: L0, activation values. Drops: frequencies and cosines, whose distributions stay and whose meaning goes.
 */
export const structuredOnShuffledDictionary = fromLatents(
  (_rng, { latents }) =>
    latents.sae.decode(
      structuredCode(
        latents.base,
        latents.dictionaries.shuffled,
        latents.cosineTarget,
        latents.shortlists?.shuffled ?? undefined,
      ),
    ),
  { shortlist: "shuffled" },
);

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function indexOfNearest(values: Float64Array, target: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if (Math.abs(values[i]! - target) < Math.abs(values[best]! - target)) best = i;
  return best;
}
