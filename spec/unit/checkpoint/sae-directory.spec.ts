import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import { SITES } from "../../../src/model/hook-point.ts";
import { checkSaeFits } from "../../../src/sae/check-sae-fits.ts";
import { f32, type RawTensor, rawSafetensors, temporaryFolder } from "../../support/files.ts";
import { SMALL_SAE_WEIGHTS, standardSaeConfig } from "../../support/sae-folder.ts";

const D_IN = 3;
const D_SAE = 4;
const CONFIG = standardSaeConfig(D_IN, D_SAE);
const WEIGHTS: Record<string, RawTensor> = SMALL_SAE_WEIGHTS;
const SPARSITY = { sparsity: f32([D_SAE], [-1, -10, Math.log10(0.5), -3]) };

function directory(
  config: Record<string, unknown>,
  weights: Record<string, RawTensor> = WEIGHTS,
  sparsity: Record<string, RawTensor> = SPARSITY,
): string {
  const dir = temporaryFolder();
  writeFileSync(join(dir, "cfg.json"), JSON.stringify(config));
  writeFileSync(join(dir, "sae_weights.safetensors"), rawSafetensors(weights));
  writeFileSync(join(dir, "sparsity.safetensors"), rawSafetensors(sparsity));
  return dir;
}

const open = (dir: string) => openSae(dir);
const without = (...fields: string[]) =>
  Object.fromEntries(Object.entries(CONFIG).filter(([key]) => !fields.includes(key)));

describe("a SAELens directory", () => {
  it("is read under the field names of today, of before, and nested in metadata", async () => {
    const { hook_name, hook_head_index, model_from_pretrained_kwargs, ...rest } = CONFIG;
    const old = {
      ...without(
        "architecture",
        "hook_name",
        "hook_head_index",
        "activation_fn_str",
        "normalize_activations",
      ),
      hook_point: hook_name,
      hook_point_head_index: null,
      activation_fn: "relu",
      normalize_activations: false,
      dtype: "torch.float32",
    };
    const nested = { ...rest, metadata: { hook_name, hook_head_index, model_from_pretrained_kwargs } };
    for (const config of [CONFIG, old, nested])
      expect(await open(directory(config))).toMatchObject({
        hook: "blocks.1.hook_resid_pre",
        convention: "raw",
        dModel: D_IN,
        dSae: D_SAE,
      });
  });

  it("wants centred activations where its config says so or says nothing", async () => {
    const centred = { ...CONFIG, model_from_pretrained_kwargs: { center_writing_weights: true } };
    expect((await open(directory(centred))).convention).toBe("centred");
    expect((await open(directory(without("model_from_pretrained_kwargs")))).convention).toBe("centred");
    expect((await open(directory({ ...CONFIG, model_from_pretrained_kwargs: {} }))).convention).toBe(
      "centred",
    );
  });

  it("encodes and decodes by hand-computed values, with b_dec subtracted first or not", async () => {
    const x = Float32Array.of(2, 1.25, 3); // x - b_dec = (1, 0.25, 2)
    const sae = await open(directory(CONFIG));
    const latents = sae.encode(x); // (1, 0.25 - 0.5, 2, 1 + 0.25 - 2) -> ReLU
    expect(latents).toEqual({ ids: Int32Array.of(0, 2), values: Float32Array.of(1, 2) });
    expect(sae.decode(latents)).toEqual(Float32Array.of(2, 1, 3));

    const plain = await open(directory({ ...CONFIG, apply_b_dec_to_input: false }));
    expect(plain.encode(x)).toEqual({
      ids: Int32Array.of(0, 1, 2, 3),
      values: Float32Array.of(2, 0.75, 3, 0.25),
    });
  });

  it("says how often latents fire, and which are alive", async () => {
    const sae = await open(directory(CONFIG));
    expect([...sae.firingFrequency].map((f) => Number(f.toFixed(6)))).toEqual([0.1, 0, 0.5, 0.001]);
    expect(sae.alive).toEqual(Int32Array.of(0, 2, 3));
    const never = { sparsity: f32([D_SAE], [-1, Number.NEGATIVE_INFINITY, -9.99, 0]) };
    expect((await open(directory(CONFIG, WEIGHTS, never))).alive).toEqual(Int32Array.of(0, 2, 3));
  });

  it.each([
    ["architecture", "temporal"],
    ["architecture", "transcoder"],
    ["activation_fn_str", "tanh-relu"],
    ["normalize_activations", "batch_norm"],
    ["finetuning_scaling_factor", true],
    ["dtype", "float64"],
    ["metadata", "none"],
    ["hook_head_index", 3],
    ["reshape_activations", "hook_z"],
    ["rescale_acts_by_decoder_norm", true],
    ["apply_b_dec_to_input", "yes"],
    ["hook_name", "blocks.1.attn.hook_z"],
    ["d_in", 0],
    ["d_sae", "4"],
  ])("with %s = %j is refused by that name", async (field, value) => {
    await expect(open(directory({ ...CONFIG, [field]: value }))).rejects.toMatchObject({
      name: "UnsupportedConfigError",
      message: expect.stringMatching(new RegExp(`cfg\\.json: ${field} is `)),
    });
  });

  const K = { activation_fn_kwargs: { k: 2 } };

  it.each([
    ["as the converted OpenAI releases have it", { ...CONFIG, activation_fn_str: "topk", ...K }],
    ["under its own architecture", { ...CONFIG, architecture: "topk", activation_fn_str: "topk", ...K }],
    ["with k at the top", { ...without("activation_fn_str"), architecture: "topk", k: 2 }],
    ["before architectures had names", { ...without("architecture"), activation_fn_str: "topk", ...K }],
  ])("holds a top-k SAE %s", async (_, config) => {
    const sae = await open(directory(config));
    expect(sae.activation).toEqual({ kind: "topk", k: 2 });
    // x - b_dec = (1, 1, 2) -> (1, 0.5, 2, 0): the two largest
    expect(sae.encode(Float32Array.of(2, 2, 3))).toEqual({
      ids: Int32Array.of(0, 2),
      values: Float32Array.of(1, 2),
    });
  });

  it("holds a jump-relu SAE, whose thresholds are beside the weights", async () => {
    const weights = { ...WEIGHTS, threshold: f32([D_SAE], [1, 0, 1.5, 0]) };
    const sae = await open(directory({ ...CONFIG, architecture: "jumprelu" }, weights));
    expect(sae.encode(Float32Array.of(2, 2, 3))).toEqual({
      ids: Int32Array.of(1, 2), // 1 is not above 1
      values: Float32Array.of(0.5, 2),
    });
  });

  it.each([
    [{ normalize_activations: "layer_norm" }, { kind: "layer_norm" }],
    [{ normalize_activations: "constant_norm_rescale" }, { kind: "constant_norm_rescale" }],
    [
      { normalize_activations: "expected_average_only_in", norm_scaling_factor: 0.25 },
      { kind: "expected_average_only_in", factor: 0.25 },
    ],
    [
      { normalize_activations: true, scaling_factor: 3 },
      { kind: "expected_average_only_in", factor: 3 },
    ],
    [{ normalize_activations: "none" }, { kind: "none" }],
    [{ normalize_activations: null }, { kind: "none" }],
  ])("with %j normalises as SAELens does", async (fields, normalisation) => {
    expect((await open(directory({ ...CONFIG, ...fields }))).normalisation).toEqual(normalisation);
  });

  it.each([
    ["activation_fn_kwargs.k", { activation_fn_str: "topk", activation_fn_kwargs: { k: 5 } }],
    ["activation_fn_kwargs.k", { activation_fn_str: "topk", activation_fn_kwargs: { k: "2" } }],
    ["k", { architecture: "topk" }],
    ["activation_fn_str", { architecture: "jumprelu", activation_fn_str: "topk", ...K }],
    ["norm_scaling_factor", { normalize_activations: "expected_average_only_in" }],
    ["norm_scaling_factor", { normalize_activations: true, norm_scaling_factor: 0 }],
  ])("is refused by the name %s in %j", async (field, fields) => {
    await expect(open(directory({ ...CONFIG, ...fields }))).rejects.toMatchObject({
      name: "UnsupportedConfigError",
      message: expect.stringMatching(new RegExp(`cfg\\.json: ${field} is `)),
    });
  });

  it("without the thresholds its configuration promises is refused", async () => {
    await expect(open(directory({ ...CONFIG, architecture: "jumprelu" }))).rejects.toThrow(
      /has no tensor threshold/,
    );
  });

  it.each([
    ["other widths", { ...WEIGHTS, b_dec: f32([4]) }, /b_dec in .*\[4\].*cfg\.json.*\[3\]/],
    ["a transposed decoder", { ...WEIGHTS, W_dec: f32([3, 4]) }, /W_dec in .*\[3, 4\].*\[4, 3\]/],
    ["a missing tensor", { W_enc: f32([3, 4]) }, /has no tensor b_enc/],
    [
      "a threshold",
      { ...WEIGHTS, threshold: f32([4]) },
      /tensor threshold, for which a standard SAE has no place/,
    ],
    ["a NaN", { ...WEIGHTS, b_enc: f32([4], [0, 0, Number.NaN, 0]) }, /b_enc holds NaN at index 2/],
    [
      "a trained scaling factor",
      { ...WEIGHTS, scaling_factor: f32([4], [1, 1, 1.5, 1]) },
      /scaling_factor holds 1\.5 at index 2/,
    ],
  ])("with %s is refused", async (_, weights, message) => {
    await expect(open(directory(CONFIG, weights))).rejects.toThrow(message);
  });

  it("with an untrained scaling factor of ones is read", async () => {
    const weights = { ...WEIGHTS, scaling_factor: f32([4], 1) };
    expect((await open(directory(CONFIG, weights))).dSae).toBe(4);
  });

  it("with a sparsity that is no frequency is refused", async () => {
    for (const value of [0.5, Number.NaN]) {
      const sparsity = { sparsity: f32([D_SAE], [-1, value, -1, -1]) };
      await expect(open(directory(CONFIG, WEIGHTS, sparsity))).rejects.toThrow(
        /sparsity holds (0\.5|NaN) at index 1/,
      );
    }
    await expect(open(directory(CONFIG, WEIGHTS, { sparsity: f32([3]) }))).rejects.toThrow(/\[3\].*\[4\]/);
  });
});

describe("an SAE on a stream", () => {
  const sae = { name: "s", dModel: 3, hook: "blocks.1.hook_resid_pre", convention: "centred" } as const;
  const shape = { layers: 2, heads: 1, dModel: 3, positions: 8, vocabulary: 9, sites: SITES };

  it("fits at any hook from which the output can still be reached", () => {
    for (const hook of [
      "blocks.0.hook_resid_pre",
      "blocks.0.hook_resid_post",
      "blocks.1.hook_resid_mid",
    ] as const)
      expect(() =>
        checkSaeFits({ ...sae, hook }, { shape, convention: "centred" }, "blocks.1.hook_resid_post"),
      ).not.toThrow();
  });

  it("fits where the output is read as long as none is asked for", () => {
    const last = { ...sae, hook: "blocks.1.hook_resid_post" } as const;
    expect(() => checkSaeFits(last, { shape, convention: "centred" })).not.toThrow();
  });

  it("is refused at a site that the model's blocks lack", () => {
    const parallel = { ...shape, sites: ["pre", "post"] } as const;
    const between = { ...sae, hook: "blocks.1.hook_resid_mid" } as const;
    expect(() => checkSaeFits(between, { shape: parallel, convention: "centred" })).toThrow(
      /trained at blocks\.1\.hook_resid_mid, which a model of 2 layers does not have/,
    );
  });

  it.each([
    ["another width", { ...sae, dModel: 4 }, "centred", undefined, /4 numbers, but .* has 3/],
    [
      "the output itself",
      { ...sae, hook: "blocks.1.hook_resid_post" },
      "centred",
      "blocks.1.hook_resid_post",
      /trained at blocks\.1\.hook_resid_post, where a run reads the output: .* nothing is left to measure/,
    ],
    [
      "a block the model lacks",
      { ...sae, hook: "blocks.7.hook_resid_pre" },
      "centred",
      undefined,
      /a model of 2 layers/,
    ],
    [
      "centred activations on a raw stream",
      sae,
      "raw",
      undefined,
      /wants centred activations, but the residual stream is raw/,
    ],
  ] as const)("that wants %s is refused", (_, other, convention, outputAt, message) => {
    const check = () => checkSaeFits(other as typeof sae, { shape, convention }, outputAt);
    expect(check).toThrow(message);
    expect(check).toThrow(
      expect.objectContaining({ name: "SaeMismatchError", hint: expect.stringMatching(/^Hint: /) }),
    );
  });
});
