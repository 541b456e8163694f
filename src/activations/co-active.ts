import { type Rng, sampleWithoutReplacement } from "../math/rng.ts";
import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { type CoActive, type CoOccurrence, coActiveWith } from "./co-occurrence.ts";
import { checkEnoughLatents, type Dictionary } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";
import { aroundTop, planStructured, structuredPool, topLatent } from "./structured/structured.ts";

/** The pool of the new top in `graph`. Source: paper B.10. */
export const GRAPH_POOL = 10;

/**
 * Graph: around a new top latent, the latents that are most often active together with it in real activations.
 *
 * 1. C = a new top as structured draws it, from the 10 alive latents nearest to A's top in firing frequency; it takes the
 *    top's activation.
 * 2. The other activation values, the largest first, go to C's alive neighbours, the one that shares most activations of
 *    the population with C first.
 *
 * Keeps: L0, activation values, firing frequency of the top latent (within the pool), which latents go with the top.
 * Drops: cosines to the top and among the others, firing frequencies of the others. Shape: [d_model].
 * Ties: the latent of lower id. With fewer neighbours than values it is structured around C. An A without active latents
 * gives what no latents decode to.
 * Source: paper B.10. The authors' order of values is not known.
 */
export const graph = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(
      graphCode(rng, latents.base, latents.dictionaries.alive, latents.cosineTarget, latents.coOccurrence),
    ),
  { also: ["cosine target", "co-occurrence"] },
);

/** The latents behind `graph`, before decoding. */
export function graphCode(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
  coOccurrence: CoOccurrence,
): LatentActivations {
  const pool = Math.min(GRAPH_POOL, structuredPool(dictionary));
  return withNeighbours(rng, base, dictionary, { cosineTarget, coOccurrence, pool }, ({ ids, counts }) => {
    const strongest = Array.from(ids.keys()).sort((a, b) => counts[b]! - counts[a]!); // stable: of equals the lower id
    const order = Array.from(base.values.keys()).sort((a, b) => base.values[b]! - base.values[a]!);
    return new Map(order.slice(1).map((i, n) => [base.ids[i]!, ids[strongest[n]!]!]));
  });
}

/**
 * Challenger: around a new top latent, any latents that are active together with it in some real activation.
 *
 * 1. C = a new top as structured draws it; it takes the top's activation.
 * 2. Each other active latent hands its activation to an alive latent of its own that shares at least one activation of
 *    the population with C, all alike.
 *
 * Keeps: L0, activation values, firing frequency of the top latent (within the pool), that latents go with the top.
 * Drops: cosines to the top and among the others, firing frequencies of the others. Shape: [d_model].
 * With fewer such latents than are needed it is structured around C. An A without active latents gives what no latents
 * decode to.
 * Source: paper B.10; 64,000 activations there, the run's population here.
 */
export const challenger = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(
      challengerCode(
        rng,
        latents.base,
        latents.dictionaries.alive,
        latents.cosineTarget,
        latents.coOccurrence,
      ),
    ),
  { also: ["cosine target", "co-occurrence"] },
);

/** The latents behind `challenger`, before decoding. */
export function challengerCode(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
  coOccurrence: CoOccurrence,
): LatentActivations {
  const pool = structuredPool(dictionary);
  return withNeighbours(rng, base, dictionary, { cosineTarget, coOccurrence, pool }, ({ ids }) => {
    const drawn = sampleWithoutReplacement(rng, ids.length, base.ids.length - 1);
    const top = topLatent(base);
    const others = Array.from(base.ids).filter((latent) => latent !== top);
    return new Map(others.map((latent, n) => [latent, ids[drawn[n]!]!]));
  });
}

/** A new top and its neighbours; structured around it where it has too few. `choose` names a substitute for all others. */
function withNeighbours(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  facts: { readonly cosineTarget: number; readonly coOccurrence: CoOccurrence; readonly pool: number },
  choose: (neighbours: CoActive) => ReadonlyMap<number, number>,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  if (base.ids.length === 0) return base;
  const { tops, cosines } = planStructured(base, dictionary, facts.cosineTarget, facts.pool);
  const newTop = tops[rng.integer(tops.length)]!;
  const neighbours = aliveOf(coActiveWith(facts.coOccurrence, newTop), dictionary);
  if (neighbours.ids.length < base.ids.length - 1) return aroundTop(newTop, cosines, base, dictionary);
  const substitutes = choose(neighbours);
  return latentActivations(
    Array.from(base.ids, (latent, i) => [substitutes.get(latent) ?? newTop, base.values[i]!] as const),
    base,
  );
}

function aliveOf({ ids, counts }: CoActive, { alive }: Dictionary): CoActive {
  const living = new Set(alive);
  const kept = Array.from(ids.keys()).filter((n) => living.has(ids[n]!));
  return {
    ids: Int32Array.from(kept, (n) => ids[n]!),
    counts: Int32Array.from(kept, (n) => counts[n]!),
  };
}
