import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, stackRows, type Vec } from "../../src/math/vec.ts";
import { maxSlopeStep } from "../../src/papers/synthetic-activations/index.ts";
import { checkSaeIsAlive } from "../../src/sae/check-sae-is-alive.ts";
import { createSparseAutoencoder } from "../../src/sae/create-sparse-autoencoder.ts";
import { reconstructionCorrelation } from "../../src/sae/reconstruction-correlation.ts";
import { saeHealth } from "../../src/sae/sae-health.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { fakeLab } from "../support/fake-lab.ts";

const D = 6;
/** Sums of few of a dozen directions: what the SAE below was made for. */
const axis = (i: number, sign: number) =>
  Float32Array.from({ length: D }, (_, k) => (k === i ? sign : 0)) as Activation;

/** Latent 2i is +axis i, latent 2i + 1 is -axis i: it reconstructs everything. `changes` break it. */
function soundSae(
  changes: { readonly bias?: number; readonly decoder?: number; readonly frequency?: number } = {},
): SparseAutoencoder {
  const { bias = 0, decoder = 1, frequency = 0.1 } = changes;
  const rows = Array.from({ length: 2 * D }, (_, j) => axis(j >> 1, j % 2 === 0 ? 1 : -1));
  const W_dec = stackRows<"d_sae", "d_model">(rows.map((row) => row.map((x) => decoder * x) as Activation));
  const W_enc = {
    rows: D,
    cols: 2 * D,
    data: Float32Array.from({ length: D * 2 * D }, (_, at) => rows[at % (2 * D)]![Math.floor(at / (2 * D))]!),
  };
  return createSparseAutoencoder({
    ...{ name: "sound", weightsDigest: "s", hook: "blocks.1.hook_resid_pre", convention: "raw" as const },
    ...{ applyBDecToInput: true, dModel: D, dSae: 2 * D, W_enc, W_dec },
    b_enc: new Float32Array(2 * D).fill(bias) as Vec<"d_sae">,
    b_dec: new Float32Array(D) as Activation,
    firingFrequency: new Float32Array(2 * D).fill(frequency) as Vec<"d_sae">,
  });
}

const x = Array.from({ length: 40 }, (_, n) => {
  const rng = rngFromSeed("health").fork(n);
  return Float32Array.from({ length: D }, () => (rng.uniform() < 0.4 ? 3 * rng.normal() : 0)) as Activation;
});
const healthOf = (sae: SparseAutoencoder, rows = x) =>
  saeHealth(
    sae,
    rows,
    rows.map((row) => sae.encode(row)),
  );

describe("an SAE that is examined before any curve", () => {
  it("and reconstructs what it is given has no fault and gets no remark", () => {
    expect(healthOf(soundSae({ frequency: 0.2 }))).toEqual({ faults: [], remarks: [] });
  });

  it.each([
    ["never fires", soundSae({ bias: -1000 }), /^No latent is active on any of the 40 bases\./],
    ["hardly ever fires", soundSae({ bias: -6 }), /^On \d+ of 40 bases no latent is active\./],
    ["fires always", soundSae({ bias: 1000 }), /^It is not sparse: 12 of its 12 latents/],
    ["is upside down", soundSae({ decoder: -1 }), /upside down: .* \(correlation -1\.00\)/],
    [
      "explains less than nothing",
      soundSae({ decoder: 4 }),
      /explained variance is -\d+(\.\d+)?: it explains less/,
    ],
  ] as const)("and %s is said to, with the usual causes", (_, sae, fault) => {
    const { faults } = healthOf(sae);
    expect(faults.join(" ")).toMatch(fault);
    expect(faults.at(-1)).toMatch(/^Usual causes: another stream convention .*activation function/);
  });

  it("and knows other text gets a remark and no fault", () => {
    expect(healthOf(soundSae({ decoder: 0.5, frequency: 0.001 }))).toMatchObject({
      faults: [],
      remarks: [
        expect.stringMatching(/^sound explains 0\.7\d of the variance on these prompts/),
        expect.stringMatching(/^On these prompts 2\.\d+ latents of sound are active at once; by its firing/),
      ],
    });
  });

  it("on bases that are all alike is not asked what variance it explains", () => {
    expect(healthOf(soundSae(), [x[0]!, x[0]!]).faults).toEqual([]);
  });

  it("makes what is composed of its latents doubtful, and nothing else", async () => {
    const silent = { ...fakeSae(), encode: () => ({ ids: Int32Array.of(), values: Float32Array.of() }) };
    const { lab } = fakeLab({ sae: silent });
    expect((await lab.examineSae())!.faults[0]).toMatch(/^No latent is active/);
    expect((await lab.sample(maxSlopeStep.absolute, "structured")).doubt).toMatch(
      /^The SAE cannot be relied on: No latent is active on any of the 6 bases/,
    );
    for (const type of ["real", "random"] as const)
      expect((await lab.sample(maxSlopeStep.absolute, type)).doubt).toBeUndefined();
    expect(await fakeLab({ sae: null }).lab.examineSae()).toBeNull();
  });
});

/** The fake lab's place has four dimensions. */
function fakeSae(): SparseAutoencoder {
  const d = 4;
  const W = Float32Array.from({ length: d * 8 }, (_, i) => ((i * 7) % 5) - 2);
  return createSparseAutoencoder({
    ...{ name: "silent", weightsDigest: "s", hook: "blocks.1.hook_resid_pre", convention: "raw" as const },
    ...{ applyBDecToInput: true, dModel: d, dSae: 8 },
    W_enc: { rows: d, cols: 8, data: W },
    W_dec: { rows: 8, cols: d, data: W.slice() },
    b_enc: new Float32Array(8) as Vec<"d_sae">,
    b_dec: new Float32Array(d) as Activation,
    firingFrequency: new Float32Array(8).fill(0.1) as Vec<"d_sae">,
  });
}

describe("an SAE of which a file says that fewer than two latents are alive", () => {
  it("is refused before anything is measured, with the way out", () => {
    expect(() => checkSaeIsAlive(soundSae({ frequency: 0 }))).toThrow(
      "The SAE sound has 12 latents, of which none is alive by its sparsity.safetensors",
    );
    expect(() => checkSaeIsAlive({ ...soundSae(), alive: Int32Array.of(3) })).toThrow("only one is alive");
    expect(() => checkSaeIsAlive(soundSae())).not.toThrow();
    expect(() => checkSaeIsAlive({ ...soundSae({ frequency: 0 }), frequencySource: null })).not.toThrow();
  });
});

it("the correlation of a reconstruction ignores what is added to all, is 1 for itself, and turns with the sign", () => {
  const rows = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 3 }), {
    minLength: 2,
    maxLength: 8,
  });
  const matrix = (values: readonly (readonly number[])[], by = 1, plus = 0) =>
    stackRows<"row", "d_model">(
      values.map((row) => Float32Array.from(row, (v) => by * v + plus) as Activation),
    );
  checkProperty(
    fc.property(
      rows,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: -40, max: 40 }),
      (values, by, plus) => {
        const own = reconstructionCorrelation(matrix(values), matrix(values, by, plus));
        fc.pre(own !== null);
        expect(own).toBeCloseTo(1, 6);
        expect(reconstructionCorrelation(matrix(values), matrix(values, -by, plus))).toBeCloseTo(-1, 6);
      },
    ),
  );
});
