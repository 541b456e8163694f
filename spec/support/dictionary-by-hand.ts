import { expect } from "vitest";
import { BASELINE_NEIGHBOURS } from "../../src/activations/baseline.ts";
import { structuredPool } from "../../src/activations/structured.ts";
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

export function poolByHand(sae: SparseAutoencoder, top: number): number[] {
  const size = structuredPool(sae);
  const distance = (j: number) => Math.abs(sae.firingFrequency[j]! - sae.firingFrequency[top]!);
  return Array.from(sae.alive)
    .filter((j) => j !== top)
    .sort((a, b) => distance(a) - distance(b) || sae.firingFrequency[a]! - sae.firingFrequency[b]!)
    .slice(0, size);
}

/** The members of the pool whose angle to the top is most typical, five at most. */
export function newTopsByHand(
  sae: SparseAutoencoder,
  base: LatentActivations,
  cosineTarget: number,
): number[] {
  const top = topOf(base);
  const error = (j: number) => Math.abs(cosineOf(sae, top, j) - cosineTarget);
  return poolByHand(sae, top)
    .sort((a, b) => error(a) - error(b))
    .slice(0, 5);
}

export function topOf({ ids, values }: LatentActivations): number {
  return ids[values.indexOf(Math.max(...values))]!;
}

export function cosineOf({ W_dec }: SparseAutoencoder, a: number, b: number): number {
  return cosine(rowOf(W_dec, a), rowOf(W_dec, b));
}
