import { coActiveWith } from "../../../activations/co-occurrence.ts";
import { cosinesTo } from "../../../activations/dictionary.ts";
import { topLatent } from "../../../activations/structured/structured.ts";
import type { CodeMetric } from "../../../experiment/codes/code-metric.ts";
import { cosine, norm, subtract } from "../../../math/vec.ts";
import { mean } from "../../../stats/mean.ts";

/** What the sparse codes of activations are like: paper D9, E15. */

/** L0: how many latents are active. Units: latents. */
export const activeLatents: CodeMetric = {
  key: "activeLatents",
  title: "Active latents",
  symbol: "L0",
  unit: "latents",
  meaning: "How many latents are active in one activation.",
  ifNever: null,
  of: ({ ids }) => ids.length,
};

/** Share of the sum of all activations that the strongest latent has. null, counted as 0, without an active latent. */
export const shareOfStrongest: CodeMetric = {
  key: "shareOfStrongest",
  title: "Share of the strongest latent",
  symbol: "share of the strongest",
  unit: "share",
  meaning: "The share of the sum of all latents' activations that the strongest one has.",
  ifNever: 0,
  of: ({ values }) => (values.length === 0 ? null : Math.max(...values) / values.reduce((a, b) => a + b, 0)),
};

/** Mean cos(W_dec[top], W_dec[i]) over the other active latents. null, counted as 0, for fewer than 2. */
export const cosineToStrongest: CodeMetric = {
  key: "cosineToStrongest",
  title: "Cosine to the strongest latent",
  symbol: "cosine to the strongest",
  unit: "cosine",
  meaning: "The mean cosine of the directions of the other active latents to that of the strongest one.",
  ifNever: 0,
  of(code, { dictionary }) {
    const top = topLatentOf(code);
    const others = code.ids.filter((id) => id !== top);
    return others.length === 0 ? null : mean(cosinesTo(dictionary, top, others));
  },
};

/** Mean cos(W_dec[i], W_dec[j]) over all pairs of active latents. null, counted as 0, for fewer than 2. */
export const cosineOfPairs: CodeMetric = {
  key: "cosineOfPairs",
  title: "Cosine of pairs of active latents",
  symbol: "cosine of pairs",
  unit: "cosine",
  meaning: "The mean cosine of the directions of all pairs of active latents.",
  ifNever: 0,
  of({ ids }, { dictionary }) {
    const pairs = (ids.length * (ids.length - 1)) / 2;
    if (pairs === 0) return null;
    let sum = 0;
    ids.forEach((id, i) => {
      for (const cosine of cosinesTo(dictionary, id, ids.subarray(i + 1))) sum += cosine;
    });
    return sum / pairs;
  },
};

/**
 * Share of the other active latents that go with the strongest more often than chance has it: n(top, i) N > n(top) n(i),
 * n counting the N activations of the population. null, counted as 0, for fewer than 2 active latents.
 */
export const goesWithStrongest: CodeMetric = {
  key: "goesWithStrongest",
  title: "Latents that go with the strongest one",
  symbol: "go with the strongest",
  unit: "share",
  meaning:
    "The share of the other active latents that are active together with the strongest one, in other real activations, more often than if both fired by chance.",
  ifNever: 0,
  of(code, { coOccurrence }) {
    const top = topLatentOf(code);
    const others = code.ids.filter((id) => id !== top);
    if (others.length === 0) return null;
    const { firstCode, firstId } = coOccurrence;
    const activations = firstId.length - 1;
    const firing = (id: number) => firstCode[id + 1]! - firstCode[id]!;
    const { ids, counts } = coActiveWith(coOccurrence, top);
    const together = new Map(Array.from(ids, (id, n) => [id, counts[n]!]));
    const more = others.filter((id) => (together.get(id) ?? 0) * activations > firing(top) * firing(id));
    return more.length / others.length;
  },
};

/**
 * cos(A - c, T - c), c what no latents decode to: how far two activations point the same way. null, counted as 0, where
 * one of them is c. Source: paper D7.
 */
export const cosineToBase: CodeMetric = {
  key: "cosineToBase",
  title: "Cosine to the base",
  symbol: "cosine to the base",
  unit: "cosine",
  meaning: "The cosine between a base and a target, both taken from what no latents decode to.",
  ifNever: 0,
  of(_code, { base, centre, activation }) {
    const [own, other] = [subtract(base, centre), subtract(activation(), centre)];
    return norm(own) > 0 && norm(other) > 0 ? cosine(own, other) : null;
  },
};

/** The strongest latent; one that no code has where none is active. */
function topLatentOf(code: Parameters<typeof topLatent>[0]): number {
  return code.ids.length === 0 ? -1 : topLatent(code);
}
