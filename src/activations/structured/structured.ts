import type { Rng } from "../../math/rng.ts";
import type { LatentActivations } from "../../sae/sparse-autoencoder.ts";
import { checkEnoughLatents, cosinesTo, type Dictionary, nearestInFrequency } from "../dictionary.ts";
import { fromLatents } from "../generator.ts";
import { latentActivations } from "../latent-activations.ts";

/** How many candidates for the new top latent: 100 of 24,576 in the paper; a small dictionary has an eighth of its
 * alive latents instead, or every one would be "near" in frequency. */
export function structuredPool(dictionary: Pick<Dictionary, "alive">): number {
  return Math.max(1, Math.min(100, Math.floor(dictionary.alive.length / 8)));
}

/**
 * Among how many members of the pool the new top is drawn: those at the most typical angle to A's top. The nearest one
 * alone is the same for every base with that top, and another as soon as the cosine target moves by a hair.
 */
export const STRUCTURED_TOPS = 5;

/**
 * Synthetic-structured: a new top latent as frequent as A's and at a typical angle to it, and around it latents at
 * the cosines that A's latents have to A's top.
 *
 * 1. top = the strongest active latent of A; the pool = the latents nearest to it in firing frequency.
 * 2. C = one of the 5 members of the pool with cos(top, C) closest to the mean cosine of real pairs, all alike (any
 *    member of a smaller pool).
 * 3. Each active latent i, by ascending id, hands its activation to the unused latent j with cos(C, j) closest to
 *    cos(top, i).
 *
 * Keeps: L0, activation values, firing frequency of the top latent (within the pool), cosines between each latent
 * and the top one. Drops: firing frequencies of the others, cosines among them. Shape: [d_model].
 * Ties: the earlier candidate. An A without active latents gives what no latents decode to.
 * Source: paper B.5. Ours leaves dead latents out, measures the cosine target (0.42 there) on all pairs of the population
 * and draws C among five, where theirs is the nearest.
 */
export const structured = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(
      structuredCode(
        rng,
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
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
  among: Int32Array = dictionary.alive,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  if (base.ids.length === 0) return base;
  const { tops, cosines } = planStructured(base, dictionary, cosineTarget);
  return aroundTop(tops[rng.integer(tops.length)]!, cosines, base, dictionary, among);
}

/**
 * Step 3 of `structured`: around a new top, latents at given cosines to it, each with the value of A's latent of that
 * place. `among` must hold at least as many latents as are active.
 */
export function aroundTop(
  newTop: number,
  cosines: Float64Array,
  base: LatentActivations,
  dictionary: Dictionary,
  among: Int32Array = dictionary.alive,
): LatentActivations {
  const toNewTop = cosinesTo(dictionary, newTop, among);
  const pairs: [id: number, value: number][] = [];
  base.ids.forEach((_, i) => {
    const at = indexOfNearest(toNewTop, cosines[i]!);
    pairs.push([among[at]!, base.values[i]!]);
    toNewTop[at] = Number.POSITIVE_INFINITY; // used
  });
  return latentActivations(pairs, base);
}

/** What is looked for before any latent is chosen. */
export interface StructuredPlan {
  /** The latents among which the new top one is drawn, the most typical angle first. */
  readonly tops: Int32Array;
  /** The cosine each active latent of A has to A's top one, by ascending id. Shape: [L0]. */
  readonly cosines: Float64Array;
}

/** Steps 1 and 2 of `structured` but for the draw, for an activation with active latents. */
export function planStructured(
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
  poolSize: number = structuredPool(dictionary),
): StructuredPlan {
  const top = topLatent(base);
  const pool = Int32Array.from(nearestInFrequency(dictionary, top, poolSize));
  return {
    tops: atTypicalAngle(dictionary, top, pool, cosineTarget),
    cosines: cosinesTo(dictionary, top, base.ids),
  };
}

/** The members of a pool at the most typical angle to `top`, the best first; on ties the earlier candidate. */
export function atTypicalAngle(
  dictionary: Dictionary,
  top: number,
  pool: Int32Array,
  cosineTarget: number,
): Int32Array {
  const error = cosinesTo(dictionary, top, pool).map((cosine) => Math.abs(cosine - cosineTarget));
  const byAngle = Array.from(pool.keys()).sort((a, b) => error[a]! - error[b]! || a - b);
  return Int32Array.from(byAngle.slice(0, STRUCTURED_TOPS), (n) => pool[n]!);
}

/** The strongest active latent; the first on ties. */
export function topLatent({ ids, values }: LatentActivations): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return ids[best]!;
}

/**
 * Structured on a shuffled dictionary: the same choices, looked up under another latent's name and decoded with the
 * true rows. The control of what structured controls.
 *
 * Keeps: L0, activation values. Drops: frequencies and cosines, whose distributions stay and whose meaning goes.
 */
export const structuredOnShuffledDictionary = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(
      structuredCode(
        rng,
        latents.base,
        latents.dictionaries.shuffled,
        latents.cosineTarget,
        latents.shortlists?.shuffled ?? undefined,
      ),
    ),
  { shortlist: "shuffled" },
);

/** The index of the value nearest to `target`; the first on ties. */
export function indexOfNearest(values: Float64Array, target: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if (Math.abs(values[i]! - target) < Math.abs(values[best]! - target)) best = i;
  return best;
}
