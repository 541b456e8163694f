import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosineTargetOf } from "../../src/activations/cosine-target.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, cosine } from "../../src/math/vec.ts";
import { createSparseAutoencoder } from "../../src/sae/create-sparse-autoencoder.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { buildSae, tinySaes } from "../support/tiny-dictionary.ts";

const drawn = (dModel: number, n: number, seed: number | string, around = 0): Activation[] =>
  Array.from({ length: n }, (_, i) => {
    const rng = rngFromSeed(seed).fork(i);
    return Float32Array.from({ length: dModel }, () => around + rng.normal()) as Activation;
  });

/** The cosine of every pair, one by one. */
const pairCosines = (sae: SparseAutoencoder, rows: readonly Activation[]) => {
  const around = rows.map((x) => sae.withoutBias(x));
  return around.map((x) => around.map((y) => cosine(x, y)));
};
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe("the cosine target", () => {
  it("is the mean over all pairs, normalised as the SAE does it", () => {
    checkProperty(
      fc.property(tinySaes, fc.integer({ min: 2, max: 12 }), fc.boolean(), (tiny, n, normalised) => {
        const plain = buildSae(tiny);
        const sae = normalised
          ? createSparseAutoencoder({ ...plain, normalisation: { kind: "layer_norm" } })
          : plain;
        const rows = drawn(tiny.dModel, n, tiny.seed);
        const pairs = pairCosines(sae, rows).flatMap((row, i) => row.slice(0, i));
        expect(cosineTargetOf(sae, rows).value).toBeCloseTo(mean(pairs), 10);
      }),
    );
  });

  it("counts a vector that lies in b_dec as at right angles to all others", () => {
    const sae = buildSae({ dModel: 4, dSae: 20, dead: 0, seed: 1 });
    const [x, y] = drawn(4, 2, "two");
    const pair = cosine(sae.withoutBias(x!), sae.withoutBias(y!));
    const { value } = cosineTargetOf(sae, [x!, y!, sae.b_dec.slice() as Activation]);
    expect(value).toBeCloseTo(pair / 3, 12);
  });

  it("has the standard error of the mean cosines of single vectors, twice", () => {
    const sae = buildSae({ dModel: 5, dSae: 20, dead: 0, seed: 1 });
    const rows = drawn(5, 40, "error", 6);
    const n = rows.length;
    const toOthers = pairCosines(sae, rows).map((row) => (row.reduce((sum, c) => sum + c, 0) - 1) / (n - 1));
    const sd = Math.sqrt(toOthers.reduce((sum, h) => sum + (h - mean(toOthers)) ** 2, 0) / (n - 1));
    expect(cosineTargetOf(sae, rows).standardError).toBeCloseTo((2 * sd) / Math.sqrt(n), 12);
  });

  it("has a standard error that is its spread over populations, within a quarter", () => {
    const sae = buildSae({ dModel: 5, dSae: 20, dead: 0, seed: 1 });
    const targets = Array.from({ length: 300 }, (_, k) => cosineTargetOf(sae, drawn(5, 60, `of ${k}`, 6)));
    const values = targets.map(({ value }) => value);
    const spread = Math.sqrt(mean(values.map((x) => (x - mean(values)) ** 2)));
    const said = mean(targets.map(({ standardError }) => standardError!));
    expect(said / spread).toBeGreaterThan(0.75);
    expect(said / spread).toBeLessThan(1.25);
  });

  it("of two vectors is that pair's cosine, of unknown error, and of one there is none", () => {
    const sae = buildSae({ dModel: 4, dSae: 20, dead: 0, seed: 1 });
    const rows = drawn(4, 2, "two");
    expect(cosineTargetOf(sae, rows).standardError).toBeNull();
    expect(() => cosineTargetOf(sae, rows.slice(1))).toThrow(
      "the number of real activations behind the cosine target is 1; it must be at least 2.",
    );
  });
});
