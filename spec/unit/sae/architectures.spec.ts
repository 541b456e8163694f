import { describe, expect, it } from "vitest";
import type { ActivationFunction } from "../../../src/sae/activation-function.ts";
import { createSparseAutoencoder } from "../../../src/sae/create-sparse-autoencoder.ts";

const sae = (activation: ActivationFunction) =>
  createSparseAutoencoder({
    name: "by hand",
    weightsDigest: "",
    hook: "blocks.1.hook_resid_pre",
    convention: "raw",
    dModel: 4,
    dSae: 5,
    applyBDecToInput: true,
    activation,
    normalisation: { kind: "layer_norm" },
    W_enc: {
      rows: 4,
      cols: 5,
      data: Float32Array.of(
        ...[0.5, -1, 2, 0.25, 1],
        ...[1, 0.75, -0.5, -2, 0.5],
        ...[-0.25, 1.5, 1, 0.5, -1],
        ...[2, 0.5, -1.5, 1, 0.75],
      ),
    },
    b_enc: Float32Array.of(0.1, -0.2, 0.3, 0.05, -0.1),
    W_dec: {
      rows: 5,
      cols: 4,
      data: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0.5, 0.5, 0.5, 0.5),
    },
    b_dec: Float32Array.of(0.2, -0.3, 0.1, 0.4),
    firingFrequency: new Float32Array(5).fill(0.5),
  });

/**
 * Expected numbers: Python 3, float64, with x = [3, -1.5, 0.25, 7], m = statistics.fmean(x), s = statistics.stdev(x),
 * y = [(v - m) / (s + 1e-5) - b for v, b in zip(x, b_dec)], pre = y W_enc + b_enc, x̂ = (f W_dec + b_dec) s + m.
 */
const CASES: readonly [string, ActivationFunction, readonly number[], readonly number[]][] = [
  [
    "top-k",
    { kind: "topk", k: 2 },
    [1.3681496378090119, 0, 0, 2.0331633529482556, 0],
    [7.996845385027173, 1.0761241634802383, 2.557958612173254, 11.201363189240318],
  ],
  [
    "jump-relu",
    { kind: "jumprelu", threshold: Float32Array.of(2.5, 0.1, 0.1, 0.5, 1) },
    [0, 0, 0, 2.0331633529482556, 0],
    [2.928417224346508, 1.0761241634802383, 2.557958612173254, 11.201363189240318],
  ],
];

describe("an SAE with layer norm", () => {
  it.each(CASES)("and %s gives the numbers of a reference in Python", (_, activation, dense, rebuilt) => {
    const { encode, decode } = sae(activation);
    const latents = encode(Float32Array.of(3, -1.5, 0.25, 7));
    expect([...latents.ids]).toEqual(dense.flatMap((f, j) => (f > 0 ? [j] : [])));
    latents.ids.forEach((j, n) => {
      expect(latents.values[n]!).toBeCloseTo(dense[j]!, 6);
    });
    for (const [i, v] of decode(latents).entries()) expect(v).toBeCloseTo(rebuilt[i]!, 5);
  });

  it("gives no latents back as b_dec in the units of the activation", () => {
    const { decode } = sae({ kind: "relu" });
    const none = { ids: new Int32Array(), values: new Float32Array(), rescale: { mean: 10, scale: 2 } };
    for (const [i, v] of decode(none).entries()) expect(v).toBeCloseTo([10.4, 9.4, 10.2, 10.8][i]!, 5);
  });
});
