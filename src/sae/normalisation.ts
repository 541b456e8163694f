import { norm } from "../math/vec.ts";

/**
 * What is done to a vector before it is encoded and undone after decoding, under SAELens's names.
 *
 * layer_norm: (x - mean) / (std + 1e-5), std the sample standard deviation over d_model (d_model - 1 below the line).
 * constant_norm_rescale: x times sqrt(d_model) / ‖x‖. expected_average_only_in: x times a fixed factor.
 */
export type Normalisation =
  | { readonly kind: "none" }
  | { readonly kind: "layer_norm" }
  | { readonly kind: "constant_norm_rescale" }
  | { readonly kind: "expected_average_only_in"; readonly factor: number };

/** How a normalised vector y becomes one of the residual stream again: y scale + mean. Residual units. */
export interface Rescale {
  readonly mean: number;
  readonly scale: number;
}

/** Source: SAELens, eps of its run-time layer norm: added to the deviation, and not when it is undone. */
const LAYER_NORM_EPSILON = 1e-5;

/**
 * A vector in the units the weights work in, in float64, and what undoes it; null where nothing is to be undone.
 *
 * A vector without length stays as it is under constant_norm_rescale (SAELens: NaN).
 */
export function normalise(
  normalisation: Normalisation,
  x: Float32Array,
): { readonly y: ArrayLike<number>; readonly rescale: Rescale | null } {
  switch (normalisation.kind) {
    case "none":
      return { y: x, rescale: null };
    case "layer_norm": {
      const mean = Float64Array.from(x).reduce((sum, v) => sum + v, 0) / x.length;
      const offset = Float64Array.from(x, (v) => v - mean);
      const scale = Math.sqrt(offset.reduce((sum, v) => sum + v * v, 0) / (x.length - 1));
      return { y: offset.map((v) => v / (scale + LAYER_NORM_EPSILON)), rescale: { mean, scale } };
    }
    case "constant_norm_rescale": {
      const scale = norm(x) / Math.sqrt(x.length) || 1;
      return { y: Float64Array.from(x, (v) => v / scale), rescale: { mean: 0, scale } };
    }
    case "expected_average_only_in": {
      const { factor } = normalisation;
      return { y: Float64Array.from(x, (v) => v * factor), rescale: { mean: 0, scale: 1 / factor } };
    }
    default:
      return normalisation satisfies never;
  }
}
