import { PRODUCT_BATCH_VALUES } from "../limits.ts";
import { type MatrixProducts, productError } from "../math/matrix-products.ts";
import { type Activation, type Matrix, norm, rowOf, stackRows } from "../math/vec.ts";
import type { ActivationFunction } from "./activation-function.ts";
import type { LatentActivations, SparseAutoencoder } from "./sparse-autoencoder.ts";

/**
 * Encodes many vectors: the same bits as `encode` of each, at a fraction of its time.
 *
 * A float32 product says which latents can be active, by the bound on its error; only those are summed in float64.
 * Without `products` every vector is encoded by itself.
 */
export async function encodeAll(
  sae: SparseAutoencoder,
  rows: readonly Activation[],
  products: MatrixProducts | null,
): Promise<readonly LatentActivations[]> {
  if (!products || rows.length === 0) return rows.map((x) => sae.encode(x));
  const margins = columnNorms(sae.W_enc).map((length) => length * productError(sae.dModel));
  const batch = Math.max(1, Math.floor(PRODUCT_BATCH_VALUES / sae.dSae));
  const begin = (start: number) => {
    const some = rows.slice(start, start + batch);
    const inputs = stackRows<"row", "d_model">(some.map((x) => sae.input(x).input));
    return { some, inputs, product: products.times(inputs, sae.W_enc) };
  };
  const encoded: LatentActivations[] = [];
  let next = begin(0);
  for (let start = 0; start < rows.length; start += batch) {
    const { some, inputs, product } = next;
    const sums = await product;
    if (start + batch < rows.length) next = begin(start + batch); // multiplied while these are summed
    const candidates = some.map((_, i) => mayBeActive(sae, rowOf(sums, i), margins, norm(rowOf(inputs, i))));
    encoded.push(...sae.encodeAmong(some, candidates));
  }
  return encoded;
}

/** Ascending ids of the latents that can be active, given x W_enc to within `margins` times ‖x‖. */
function mayBeActive(
  { b_enc, activation }: SparseAutoencoder,
  sums: Float32Array,
  margins: Float64Array,
  length: number,
): Int32Array {
  const threshold = activation.kind === "jumprelu" ? activation.threshold : undefined;
  const able: number[] = [];
  for (let j = 0; j < sums.length; j++) {
    const highest = sums[j]! + b_enc[j]! + margins[j]! * length;
    if (highest >= 0 && (threshold === undefined || highest >= threshold[j]!)) able.push(j);
  }
  return Int32Array.from(
    activation.kind === "topk" ? mayBeLargest(able, sums, b_enc, margins, length, activation) : able,
  );
}

/** Those of `able` that can be among the k largest: not surely below k others. */
function mayBeLargest(
  able: readonly number[],
  sums: Float32Array,
  b_enc: Float32Array,
  margins: Float64Array,
  length: number,
  { k }: Extract<ActivationFunction, { kind: "topk" }>,
): readonly number[] {
  if (able.length <= k) return able;
  // pre-activations are compared in float32: half a unit in the last place on either side
  const bounds = (sign: 1 | -1) =>
    Float64Array.from(able, (j) => {
      const sum = sums[j]! + b_enc[j]!;
      return sum + sign * (margins[j]! * length + Math.abs(sum) * 2 ** -23);
    });
  const kth = bounds(-1).sort()[able.length - k]!;
  const highest = bounds(1);
  return able.filter((_, n) => highest[n]! >= kth);
}

/** ‖W_enc[:, j]‖ for every latent, accumulated in float64. Shape: [d_sae]. */
function columnNorms({ rows, cols, data }: Matrix<"d_model", "d_sae">): Float64Array {
  const squares = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    for (let j = 0; j < cols; j++) squares[j]! += row[j]! * row[j]!;
  }
  return squares.map(Math.sqrt);
}
