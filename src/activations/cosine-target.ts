import { InvalidInputError } from "../errors/index.ts";
import { type Activation, norm } from "../math/vec.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";

/** The typical cosine of two real activations, and how well it is known. */
export interface CosineTarget {
  readonly value: number;
  /** Of `value` over draws of the population; null for fewer than three vectors. */
  readonly standardError: number | null;
}

/**
 * Mean cos(x_i - b_dec, x_j - b_dec) over all pairs i < j, normalised as the SAE does it.
 *
 * With unit vectors u_i and S their sum: (|S|^2 - sum |u_i|^2) / (n (n - 1)), in float64, O(n d_model). A vector without
 * length has cosine 0 to all. Standard error of a U-statistic of pairs: 2 sd(h_i) / sqrt(n), h_i the mean cosine of
 * vector i to all others.
 * Throws: InvalidInputError for fewer than two vectors.
 */
export function cosineTargetOf(
  sae: Pick<SparseAutoencoder, "withoutBias">,
  rows: readonly Activation[],
): CosineTarget {
  const n = rows.length;
  if (n < 2)
    throw new InvalidInputError({
      what: "the number of real activations behind the cosine target",
      got: n,
      want: "at least 2",
      hint: "Hint: a cosine is that of a pair; give more prompts.",
    });
  const dModel = rows[0]!.length;
  const sum = new Float64Array(dModel);
  let squares = 0;
  for (const x of rows) {
    const { direction, inverse } = directionOf(sae, x);
    let square = 0;
    for (let k = 0; k < dModel; k++) {
      const u = direction[k]! * inverse;
      sum[k]! += u;
      square += u * u;
    }
    squares += square;
  }
  const value = (sum.reduce((total, s) => total + s * s, 0) - squares) / (n * (n - 1));
  if (n < 3) return { value, standardError: null };
  let deviations = 0;
  for (const x of rows) {
    const { direction, inverse } = directionOf(sae, x);
    let toAll = 0;
    for (let k = 0; k < dModel; k++) {
      const u = direction[k]! * inverse;
      toAll += u * (sum[k]! - u);
    }
    deviations += (toAll / (n - 1) - value) ** 2;
  }
  return { value, standardError: 2 * Math.sqrt(deviations / (n - 1) / n) };
}

/** x - b_dec and one over its length; 0 for a vector without length. */
function directionOf(
  sae: Pick<SparseAutoencoder, "withoutBias">,
  x: Activation,
): { readonly direction: Activation; readonly inverse: number } {
  const direction = sae.withoutBias(x);
  const length = norm(direction);
  return { direction, inverse: length === 0 ? 0 : 1 / length };
}
