import type { LatentActivations } from "../sae/sparse-autoencoder.ts";

/**
 * A sparse code from (id, value) pairs with distinct ids, in any order; the values come from `source`, and so does what
 * decoding puts back.
 */
export function latentActivations(
  pairs: readonly (readonly [id: number, value: number])[],
  source: Pick<LatentActivations, "rescale">,
): LatentActivations {
  const sorted = [...pairs].sort(([a], [b]) => a - b);
  return {
    ids: Int32Array.from(sorted, ([id]) => id),
    values: Float32Array.from(sorted, ([, value]) => value),
    ...(source.rescale && { rescale: source.rescale }),
  };
}
