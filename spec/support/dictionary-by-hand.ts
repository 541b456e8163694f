import { expect } from "vitest";
import { BASELINE_NEIGHBOURS } from "../../src/activations/baseline.ts";
import type { Dictionary } from "../../src/activations/dictionary.ts";
import { structuredPool } from "../../src/activations/structured/structured.ts";
import { cosine, rowOf } from "../../src/math/vec.ts";
import type { LatentActivations, SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";

/** Rounding of unit rows stored in float32. */
export const ROUNDING = 1e-6;

export function expectAliveAndDistinct({ ids }: LatentActivations, { alive }: SparseAutoencoder): void {
  expect(Array.from(alive)).toEqual(expect.arrayContaining(Array.from(ids)));
  expect(Array.from(ids)).toEqual([...new Set(ids)].sort((a, b) => a - b));
}

/** The latent that holds a value; values of the test codes are distinct. */
export function holderOf({ ids, values }: LatentActivations, value: number): number {
  return ids[values.indexOf(value)]!;
}

/** The 10 alive latents nearest in linear frequency, by sorting all of them. Distances of the grid are exact. */
export function nearestByHand(sae: SparseAutoencoder, latent: number, taken: ReadonlySet<number>): number[] {
  const distance = (j: number) => Math.abs(sae.firingFrequency[j]! - sae.firingFrequency[latent]!);
  const free = Array.from(sae.alive).filter((j) => j !== latent && !taken.has(j));
  const byDistance = free.sort(
    (a, b) => distance(a) - distance(b) || sae.firingFrequency[a]! - sae.firingFrequency[b]!,
  );
  return byDistance.slice(0, BASELINE_NEIGHBOURS);
}

/** The alive latents nearest in frequency, as many as structured's pool or fewer, without those taken. */
export function poolByHand(
  sae: SparseAutoencoder,
  latent: number,
  taken: ReadonlySet<number> = new Set(),
  most = Number.POSITIVE_INFINITY,
): number[] {
  const distance = (j: number) => Math.abs(sae.firingFrequency[j]! - sae.firingFrequency[latent]!);
  return Array.from(sae.alive)
    .filter((j) => j !== latent && !taken.has(j))
    .sort((a, b) => distance(a) - distance(b) || sae.firingFrequency[a]! - sae.firingFrequency[b]!)
    .slice(0, Math.min(most, structuredPool(sae)));
}

/** The members of the pool whose angle to the top is most typical, five at most. */
export function newTopsByHand(
  sae: SparseAutoencoder,
  base: LatentActivations,
  cosineTarget: number,
  most = Number.POSITIVE_INFINITY,
): number[] {
  const top = topOf(base);
  const error = (j: number) => Math.abs(cosineOf(sae, top, j) - cosineTarget);
  return poolByHand(sae, top, new Set(), most)
    .sort((a, b) => error(a) - error(b))
    .slice(0, 5);
}

export function topOf({ ids, values }: LatentActivations): number {
  return ids[values.indexOf(Math.max(...values))]!;
}

export function cosineOf({ W_dec }: SparseAutoencoder, a: number, b: number): number {
  return cosine(rowOf(W_dec, a), rowOf(W_dec, b));
}

/** A dictionary whose directions are nothing, but for those of `seen`; with frequencies of their own, as `alike` gives. */
export function blind(look: Dictionary, seen?: readonly number[]): Dictionary {
  const { rows, cols, data } = look.directions;
  const kept = data.map((x, n) => (seen?.includes(Math.floor(n / cols)) ? x : 0));
  const unseen = { ...look, directions: { rows, cols, data: kept } };
  return seen ? unseen : alike(unseen, []);
}

/** A dictionary in which all alive latents but `seen` are equally frequent, at frequency 1. */
export function alike(look: Dictionary, seen: readonly number[]): Dictionary {
  const frequency = look.frequency.map((f, j) => (seen.includes(j) || f === 0 ? f : 1));
  const byFrequency = look.alive.slice().sort((a, b) => frequency[a]! - frequency[b]! || a - b);
  return { ...look, frequency, byFrequency };
}

/** Whether a code has, latent by latent, the cosines to `newTop` nearest to those in A to A's top, no latent twice. */
export function followsProfile(
  sae: SparseAutoencoder,
  base: LatentActivations,
  code: LatentActivations,
  newTop: number,
): boolean {
  const top = topOf(base);
  const unused = new Set(sae.alive);
  return Array.from(base.ids).every((latent, i) => {
    const wanted = cosineOf(sae, top, latent);
    const error = (j: number) => Math.abs(cosineOf(sae, newTop, j) - wanted);
    const chosen = holderOf(code, base.values[i]!);
    const best = Math.min(...[...unused].map(error));
    return unused.delete(chosen) && error(chosen) <= best + ROUNDING;
  });
}

/** Pearson's statistic of draws that should be uniform on `among`; infinite where one is not among them. */
export function chiSquareOfUniform(draws: readonly number[], among: readonly number[]): number {
  const counts = new Map(among.map((j) => [j, 0]));
  for (const j of draws) counts.set(j, (counts.get(j) ?? Number.POSITIVE_INFINITY) + 1);
  const expected = draws.length / among.length;
  return [...counts.values()].reduce((sum, k) => sum + (k - expected) ** 2 / expected, 0);
}
