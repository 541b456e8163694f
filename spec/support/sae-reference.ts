import type { SparseAutoencoderParts } from "../../src/sae/create-sparse-autoencoder.ts";

/**
 * SAEs by their formulas, densely and in float64: a second implementation that shares nothing with `src/sae`.
 *
 * Source: SAELens, `process_sae_in`, `encode`, `decode` and the run-time normalisations of its SAE base class.
 */

interface Dense {
  /** Latent activations, zeros included. Shape: [d_sae]. */
  readonly dense: number[];
  readonly mean: number;
  readonly scale: number;
  /** How near the nearest pre-activation is to becoming active or not, or to changing places in the order of top-k. */
  readonly margin: number;
}

export function encodeDense(parts: SparseAutoencoderParts, x: ArrayLike<number>): Dense {
  const d = parts.dModel;
  const { y, mean, scale } = normalised(parts, Array.from(x));
  const input = y.map((v, i) => v - (parts.applyBDecToInput ? parts.b_dec[i]! : 0));
  const pre = Array.from({ length: parts.dSae }, (_, j) => {
    let sum = 0;
    for (let i = d - 1; i >= 0; i--) sum += parts.W_enc.data[i * parts.dSae + j]! * input[i]!;
    return sum + parts.b_enc[j]!;
  });
  const activation = parts.activation ?? { kind: "relu" };
  const bound = (j: number): number => {
    if (activation.kind === "jumprelu") return Math.max(0, activation.threshold[j]!);
    if (activation.kind !== "topk") return 0;
    const others = pre.filter((_, other) => other !== j).sort((a, b) => b - a);
    return Math.max(0, others[activation.k - 1] ?? 0); // one of the k largest: above the k-th of the others
  };
  if (activation.kind === "gated") {
    // the product with exp(r_mag) and the bias of the magnitudes, from what the gate's pre-activation is made of
    const magnitude = pre.map((p, j) => p * activation.scale[j]! + activation.shift[j]!);
    return {
      dense: pre.map((p, j) => (p > 0 ? Math.max(0, magnitude[j]!) : 0)),
      mean,
      scale,
      margin: Math.min(...[...pre, ...magnitude].map(Math.abs)),
    };
  }
  return {
    dense: pre.map((p, j) => (p > bound(j) ? p : 0)),
    mean,
    scale,
    margin: Math.min(...pre.map((p, j) => Math.abs(p - bound(j)))),
  };
}

export function decodeDense(
  parts: SparseAutoencoderParts,
  dense: readonly number[],
  { mean, scale }: { readonly mean: number; readonly scale: number },
): number[] {
  return Array.from({ length: parts.dModel }, (_, i) => {
    const y = dense.reduce((sum, f, j) => sum + f * parts.W_dec.data[j * parts.dModel + i]!, parts.b_dec[i]!);
    return y * scale + mean;
  });
}

function normalised(parts: SparseAutoencoderParts, x: number[]) {
  const { kind = "none" } = parts.normalisation ?? {};
  const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
  if (kind === "layer_norm") {
    const mean = total(x) / x.length;
    const std = Math.sqrt(total(x.map((v) => (v - mean) ** 2)) / (x.length - 1)); // torch.std: unbiased
    return { y: x.map((v) => (v - mean) / (std + 1e-5)), mean, scale: std };
  }
  if (kind === "constant_norm_rescale") {
    const coefficient = Math.sqrt(x.length) / Math.hypot(...x);
    return { y: x.map((v) => v * coefficient), mean: 0, scale: 1 / coefficient };
  }
  const factor = parts.normalisation?.kind === "expected_average_only_in" ? parts.normalisation.factor : 1;
  return { y: x.map((v) => v * factor), mean: 0, scale: 1 / factor };
}
