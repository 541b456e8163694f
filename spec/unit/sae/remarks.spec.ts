import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import { prepare } from "../../../src/experiment/preparation.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { createOrtProducts } from "../../../src/model/ort-products.ts";
import { createSparseAutoencoder } from "../../../src/sae/create-sparse-autoencoder.ts";
import type { SparseAutoencoder } from "../../../src/sae/sparse-autoencoder.ts";
import { firingFrequency, saeRemarks } from "../../../src/sae/sparsity-facts.ts";
import { drawRun } from "../../support/draw-run.ts";
import { fakeModel, fakePrompts, streamOf } from "../../support/fake-model.ts";
import { f32, rawSafetensors, temporaryFolder } from "../../support/files.ts";
import { buildSae, saeFrom } from "../../support/tiny-dictionary.ts";

/** Directions in the plane, one after the other. */
const sae = (directions: readonly number[], frequency: readonly number[]) =>
  saeFrom({
    W_enc: { rows: 2, cols: frequency.length, data: new Float32Array(directions.length) },
    b_enc: new Float32Array(frequency.length),
    W_dec: { rows: frequency.length, cols: 2, data: Float32Array.from(directions) },
    b_dec: new Float32Array(2),
    firingFrequency: Float32Array.from(frequency),
  });

describe("the lengths of decoder directions", () => {
  it("are those of the shortest and the longest alive one", () => {
    const some = sae([3, 4, 0, 1, 0.3, 0.4, 60, 80], [0.1, 0.2, 0.3, 0]);
    expect(some.decoderNorms).toEqual({ shortest: expect.closeTo(0.5, 6), longest: 5 });
    expect(sae([3, 4], [0]).decoderNorms).toEqual({ shortest: 5, longest: 5 });
  });

  it("are remarked on unless all alive ones are 1", () => {
    expect(saeRemarks(sae([0.6, 0.8, 0, 1], [0.1, 0.1]))).toEqual([]);
    expect(saeRemarks(sae([0.6, 0.8, 9, 9], [0.1, 0]))).toEqual([]);
    expect(saeRemarks(sae([0, 1, 0, 1.5], [0.1, 0.1]))).toEqual([
      expect.stringContaining("not unit vectors but 1 to 1.5 long"),
    ]);
    expect(saeRemarks(sae([0, 1, 0, 0.99], [0.1, 0.1]))).toEqual([
      expect.stringContaining("not unit vectors but 0.99 to 1 long"),
    ]);
  });

  it("are 1 in the organism's SAE", async () => {
    const organism = await openSae("fixtures/organism/sae/blocks.1.hook_resid_pre");
    expect(organism.frequencySource).toBe("file");
    expect(saeRemarks(organism)).toEqual([]);
  });
});

describe("an SAE without a sparsity file", () => {
  const dir = temporaryFolder();
  const config = { d_in: 2, d_sae: 2, hook_point: "blocks.1.hook_resid_pre", dtype: "float32" };
  const square = f32([2, 2], [1, 0, 0, 1]);
  const bias = f32([2], [0, 0]);
  writeFileSync(join(dir, "cfg.json"), JSON.stringify(config));
  writeFileSync(
    join(dir, "sae_weights.safetensors"),
    rawSafetensors({ W_enc: square, W_dec: square, b_enc: bias, b_dec: bias }),
  );

  it("is read, with frequencies that are not known, and that is remarked on", async () => {
    const opened = await openSae(dir);
    expect(opened).toMatchObject({ frequencySource: null, alive: new Int32Array(), dSae: 2 });
    expect(saeRemarks(opened)).toEqual([expect.stringContaining("comes without firing frequencies")]);
  });

  it.each([
    ["plain loops", {}],
    ["fast products", { products: createOrtProducts(1) }],
  ])("gets those of the run's own population, by %s", async (_, fast) => {
    const whole = buildSae({ dModel: 4, dSae: 40, dead: 2, seed: 3 });
    const { frequencySource, ...parts } = whole;
    const unknown = createSparseAutoencoder({
      ...parts,
      applyBDecToInput: true,
      frequencySource: null,
      firingFrequency: new Float32Array(40),
    });
    const rng = rngFromSeed("run");
    const prompts = drawRun(fakePrompts(100), "run", { bases: 5, dModel: 4 });
    const options = { model: fakeModel(), prompts, bases: 5, perturbAt: whole.hook, rng, ...fast };
    const prepared = async (sae: SparseAutoencoder) => {
      const preparation = await prepare({ ...options, sae });
      const [context] = await preparation.contextsFor(["structured"]);
      return { ...preparation.facts().latents!, context: context!.latents! };
    };
    const { sae: measured, dictionaries, context } = await prepared(unknown);
    const codes = prompts.population.map((tokens) => whole.encode(streamOf(tokens).data.slice(-4)));
    expect(measured.firingFrequency).toEqual(firingFrequency(codes, 40));
    expect(measured.frequencySource).toBe("run");
    expect(measured.alive.length).toBeGreaterThan(10);
    expect(dictionaries!.alive.alive).toEqual(measured.alive);
    expect(context.sae).toBe(measured);
    expect((await prepared(whole)).sae).toBe(whole);
    expect(frequencySource).toBe("file");
  });
});
