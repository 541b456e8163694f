import type { LatentActivations } from "../sae/sparse-autoencoder.ts";

/** A sparse code from (id, value) pairs with distinct ids, in any order. */
export function latentActivations(
  pairs: readonly (readonly [id: number, value: number])[],
): LatentActivations {
  const sorted = [...pairs].sort(([a], [b]) => a - b);
  return {
    ids: Int32Array.from(sorted, ([id]) => id),
    values: Float32Array.from(sorted, ([, value]) => value),
  };
}
