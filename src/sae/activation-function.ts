import type { Vec } from "../math/vec.ts";

/**
 * From pre-activations to latent activations.
 *
 * relu: max(0, p). topk: the k largest of p, negative ones at 0; equal ones by lower id. jumprelu: max(0, p) where p is
 * above the latent's threshold, 0 elsewhere. gated: max(0, scale p + shift) where the gate's pre-activation p is above
 * 0, 0 elsewhere; scale = exp(r_mag), shift = b_mag - exp(r_mag) b_gate, [d_sae] in float64. Pre-activations are
 * compared in float32.
 * Source: SAELens (architectures standard, topk, jumprelu, gated); torch leaves the order of equal values open.
 */
export type ActivationFunction =
  | { readonly kind: "relu" }
  | { readonly kind: "topk"; readonly k: number }
  | { readonly kind: "jumprelu"; readonly threshold: Vec<"d_sae"> }
  | { readonly kind: "gated"; readonly scale: Float64Array; readonly shift: Float64Array };

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
  if (activation.kind === "gated") return activateGated(activation, ids, preactivations);
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
  const found = { ids: new Int32Array(active.length), values: new Float32Array(active.length) };
  active.forEach((n, i) => {
    found.ids[i] = ids[n]!;
    found.values[i] = preactivations[n]!;
  });
  return found;
}

function activateGated(
  { scale, shift }: Extract<ActivationFunction, { kind: "gated" }>,
  ids: ArrayLike<number>,
  preactivations: ArrayLike<number>,
): { readonly ids: Int32Array; readonly values: Float32Array } {
  const active: number[] = [];
  const values: number[] = [];
  for (let n = 0; n < ids.length; n++) {
    const p = preactivations[n]!;
    const j = ids[n]!;
    const magnitude = Math.fround(p * scale[j]! + shift[j]!);
    if (Math.fround(p) > 0 && magnitude > 0) {
      active.push(j);
      values.push(magnitude);
    }
  }
  return { ids: Int32Array.from(active), values: Float32Array.from(values) };
}
