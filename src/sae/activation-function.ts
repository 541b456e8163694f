import type { Vec } from "../math/vec.ts";

/**
 * From pre-activations to latent activations.
 *
 * relu: max(0, p). topk: the k largest of p, negative ones at 0; equal ones by lower id. jumprelu: max(0, p) where p is
 * above the latent's threshold, 0 elsewhere. Pre-activations are compared in float32.
 * Source: SAELens (architectures standard, topk, jumprelu); torch leaves the order of equal values open.
 */
export type ActivationFunction =
  | { readonly kind: "relu" }
  | { readonly kind: "topk"; readonly k: number }
  | { readonly kind: "jumprelu"; readonly threshold: Vec<"d_sae"> };

/**
 * The active latents, with their values, from float64 pre-activations of candidates.
 *
 * Shapes: ids, preactivations [candidate]; ids ascend and hold every latent that can be active.
 */
export function activate(
  activation: ActivationFunction,
  ids: ArrayLike<number>,
  preactivations: ArrayLike<number>,
): { readonly ids: Int32Array; readonly values: Float32Array } {
  const threshold = activation.kind === "jumprelu" ? activation.threshold : undefined;
  let active: number[] = []; // positions in ids
  for (let n = 0; n < ids.length; n++) {
    const p = Math.fround(preactivations[n]!);
    if (p > 0 && (threshold === undefined || p > threshold[ids[n]!]!)) active.push(n);
  }
  if (activation.kind === "topk" && active.length > activation.k) {
    const value = (n: number) => Math.fround(preactivations[n]!);
    active = active
      .sort((a, b) => value(b) - value(a) || a - b)
      .slice(0, activation.k)
      .sort((a, b) => a - b);
  }
  return {
    ids: Int32Array.from(active, (n) => ids[n]!),
    values: Float32Array.from(active, (n) => preactivations[n]!),
  };
}
