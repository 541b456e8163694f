import type { Rng } from "../math/rng.ts";
import type { LatentActivations } from "../sae/sparse-autoencoder.ts";
import { checkEnoughLatents, cosinesTo, type Dictionary, nearestInFrequency } from "./dictionary.ts";
import { fromLatents } from "./generator.ts";
import { latentActivations } from "./latent-activations.ts";
import { indexOfNearest, planStructured, structuredPool, topLatent } from "./structured/structured.ts";

/** Structured with more kept: what it keeps of the top latent or to it, kept of all latents. */

/**
 * All frequencies: structured whose every latent is also about as frequent as the one it replaces.
 *
 * 1. C = a new top as structured draws it; it takes the top's activation.
 * 2. Each other active latent i, by ascending id, hands its activation to that one of the unused latents nearest to it in
 *    firing frequency, as many as the pool of structured, whose cosine to C is closest to cos(top, i).
 *
 * Keeps: L0, activation values, firing frequencies of all latents (within a pool each), cosines between each latent and
 * the top one as far as a pool allows. Drops: cosines among the others. Shape: [d_model].
 * Ties: the nearer in frequency. An A without active latents gives what no latents decode to.
 */
export const allFrequencies = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(
      allFrequenciesCode(rng, latents.base, latents.dictionaries.alive, latents.cosineTarget),
    ),
  { also: ["cosine target"] },
);

/** The latents behind `allFrequencies`, before decoding. */
export function allFrequenciesCode(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length, base.ids.length + 1);
  if (base.ids.length === 0) return base;
  const { tops, cosines } = planStructured(base, dictionary, cosineTarget);
  const newTop = tops[rng.integer(tops.length)]!;
  const top = topLatent(base);
  const taken = new Set([newTop]);
  const pairs = Array.from(base.ids, (latent, i): [id: number, value: number] => {
    if (latent === top) return [newTop, base.values[i]!];
    const pool = Int32Array.from(nearestInFrequency(dictionary, latent, structuredPool(dictionary), taken));
    const chosen = pool[indexOfNearest(cosinesTo(dictionary, newTop, pool), cosines[i]!)]!;
    taken.add(chosen);
    return [chosen, base.values[i]!];
  });
  return latentActivations(pairs, base);
}

/**
 * All cosines: latents whose cosines among themselves are those among A's, chosen one after the other.
 *
 * 1. C = a new top as structured draws it; it takes the top's activation.
 * 2. Each other active latent i, the strongest first, hands its activation to the unused latent j with the least
 *    sum over k of (cos(C_k, j) - cos(A_k, i))^2, A_k the latents already replaced and C_k their substitutes.
 *
 * Keeps: L0, activation values, firing frequency of the top latent (within the pool), cosines between all latents as
 * near as one choice after the other brings them. Drops: firing frequencies of the others. Shape: [d_model].
 * Ties: the latent of lower id, in A and among candidates. An A without active latents gives what no latents decode to.
 */
export const allCosines = fromLatents(
  (rng, { latents }) =>
    latents.sae.decode(allCosinesCode(rng, latents.base, latents.dictionaries.alive, latents.cosineTarget)),
  { also: ["cosine target"] },
);

/** The latents behind `allCosines`, before decoding. */
export function allCosinesCode(
  rng: Rng,
  base: LatentActivations,
  dictionary: Dictionary,
  cosineTarget: number,
): LatentActivations {
  checkEnoughLatents(dictionary, base.ids.length);
  if (base.ids.length === 0) return base;
  const { tops } = planStructured(base, dictionary, cosineTarget);
  const { alive } = dictionary;
  const strongestFirst = Array.from(base.ids.keys()).sort(
    (a, b) => base.values[b]! - base.values[a]! || a - b,
  );
  const used = new Uint8Array(alive.length);
  /** For each latent already replaced: the cosines of A's latents to it, and those of all candidates to its substitute. */
  const replaced: { readonly inA: Float64Array; readonly here: Float64Array }[] = [];
  const pairs = strongestFirst.map((i, n): [id: number, value: number] => {
    const at = n === 0 ? alive.indexOf(tops[rng.integer(tops.length)]!) : leastSquares(replaced, i, used);
    const chosen = alive[at]!;
    used[at] = 1;
    replaced.push({
      inA: cosinesTo(dictionary, base.ids[i]!, base.ids),
      here: cosinesTo(dictionary, chosen, alive),
    });
    return [chosen, base.values[i]!];
  });
  return latentActivations(pairs, base);
}

/** The unused candidate whose cosines to the substitutes are nearest, in squares, to those of A's latent i. */
function leastSquares(
  replaced: readonly { readonly inA: Float64Array; readonly here: Float64Array }[],
  i: number,
  used: Uint8Array,
): number {
  const errors = new Float64Array(used.length);
  for (const { inA, here } of replaced)
    for (let n = 0; n < errors.length; n++) errors[n]! += (here[n]! - inA[i]!) ** 2;
  let best = -1;
  for (let n = 0; n < errors.length; n++)
    if (used[n] === 0 && (best < 0 || errors[n]! < errors[best]!)) best = n;
  return best;
}
