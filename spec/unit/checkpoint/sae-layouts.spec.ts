import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import { checkSaeIsAlive } from "../../../src/sae/check-sae-is-alive.ts";
import { saeRemarks } from "../../../src/sae/sparsity-facts.ts";
import { f32, temporaryFolder } from "../../support/files.ts";
import { bf16, type SaeFolder, writeSaeFolder } from "../../support/sae-folder.ts";

const root = temporaryFolder();
const open = (files: SaeFolder, name = "sae") => {
  const dir = writeSaeFolder(join(root, name), files);
  return openSae(dir);
};

const CONFIG = { architecture: "standard", d_in: 2, d_sae: 2, dtype: "float32" };
const HOOK = { hook_name: "blocks.1.hook_resid_pre" };
const SQUARE = f32([2, 2], [1, 0, 0, 1]);
const WEIGHTS = { W_enc: SQUARE, b_enc: f32([2], [0, 0]), W_dec: SQUARE, b_dec: f32([2], [0, 0]) };
const RAW = { ...CONFIG, ...HOOK, model_from_pretrained_kwargs: { center_writing_weights: false } };

describe("the residual convention of an SAE", () => {
  it.each([
    [
      "raw",
      "as it says itself",
      {
        ...HOOK,
        model_from_pretrained_kwargs: { center_writing_weights: false },
        sae_lens_training_version: "3.0.0",
      },
    ],
    [
      "centred",
      "as it says itself",
      {
        ...HOOK,
        model_from_pretrained_kwargs: { center_writing_weights: true },
        sae_lens_training_version: "6.5.1",
      },
    ],
    [
      "raw",
      "of version 6, which writes metadata",
      { metadata: { ...HOOK, model_from_pretrained_kwargs: {} } },
    ],
    [
      "raw",
      "trained by 6.5.1",
      { metadata: { ...HOOK, sae_lens_training_version: "6.5.1", model_from_pretrained_kwargs: {} } },
    ],
    ["raw", "trained by 3.19.2", { ...HOOK, sae_lens_training_version: "3.19.2" }],
    [
      "centred",
      "trained by 3.19.1",
      { ...HOOK, sae_lens_training_version: "3.19.1", model_from_pretrained_kwargs: {} },
    ],
    [
      "centred",
      "trained by 3.9.0, which is older than 3.19",
      { ...HOOK, sae_lens_training_version: "3.9.0" },
    ],
    ["raw", "written by 10.0.0", { ...HOOK, sae_lens_version: "10.0.0" }],
    ["centred", "with the field name of before 3.0", { hook_point: HOOK.hook_name }],
  ])("is %s where the file is known to be %s", async (convention, _, fields) => {
    const sae = await open({ "cfg.json": { ...CONFIG, ...fields }, "sae_weights.safetensors": WEIGHTS });
    expect(sae).toMatchObject({ convention, assumptions: [] });
  });

  it.each([
    ["centred", HOOK],
    ["raw", { metadata: { ...HOOK, sae_lens_version: "6.5.1", sae_lens_training_version: null } }],
  ])("is %s, and said to be assumed, where %j does not tell", async (convention, fields) => {
    const sae = await open({ "cfg.json": { ...CONFIG, ...fields }, "sae_weights.safetensors": WEIGHTS });
    expect(sae.convention).toBe(convention);
    expect(sae.assumptions).toEqual([
      expect.stringContaining(`the ${convention} residual stream was assumed`),
    ]);
    expect(saeRemarks(sae)).toContain(`${sae.name}: ${sae.assumptions[0]}`);
  });
});

describe("an SAE of SAELens", () => {
  it("in bfloat16 is read exactly", async () => {
    const half = { ...WEIGHTS, W_enc: bf16([2, 2], [1.5, -0.25, 3, 0.0078125]) };
    const sae = await open({ "cfg.json": { ...RAW, dtype: "bfloat16" }, "sae_weights.safetensors": half });
    expect([...sae.W_enc.data]).toEqual([1.5, -0.25, 3, 0.0078125]);
  });

  it("with a fine-tuned scaling factor decodes with it, and does not encode with it", async () => {
    const tuned = { ...WEIGHTS, scaling_factor: f32([2], [1, 1.5]) };
    const sae = await open({
      "cfg.json": { ...RAW, finetuning_scaling_factor: true },
      "sae_weights.safetensors": tuned,
    });
    const latents = sae.encode(Float32Array.of(2, 4));
    expect(latents.values).toEqual(Float32Array.of(2, 4));
    expect(sae.decode(latents)).toEqual(Float32Array.of(2, 6));
  });

  it.each([
    [
      "the scaler says another factor",
      { norm_scaling_factor: 2, normalize_activations: "expected_average_only_in" },
      { scaling_factor: 3 },
      /norm_scaling_factor is 2.*activation_scaler\.json says, 3/,
    ],
    [
      "the factor is folded and the file says that it is not",
      { normalize_activations: "expected_average_only_in" },
      { scaling_factor: null },
      /norm_scaling_factor is undefined.*activation_scaler\.json/,
    ],
    [
      "the scaler holds no number",
      {},
      { scaling_factor: "2" },
      /activation_scaler\.json: scaling_factor is "2"/,
    ],
    [
      "two names of one field differ",
      { hook_point: "blocks.0.hook_resid_pre" },
      undefined,
      /hook_point is .*what hook_name says/,
    ],
  ])("is refused by name where %s", async (_, fields, scaler, message) => {
    const files = { "cfg.json": { ...RAW, ...fields }, "sae_weights.safetensors": WEIGHTS };
    const opened = open(scaler ? { ...files, "activation_scaler.json": scaler } : files);
    await expect(opened).rejects.toThrow(message);
  });

  it("says that a factor beside it was not applied where the config asks for none", async () => {
    const sae = await open({
      "cfg.json": RAW,
      "activation_scaler.json": { scaling_factor: 0.5 },
      "sae_weights.safetensors": WEIGHTS,
    });
    expect(sae.assumptions).toEqual([expect.stringMatching(/factor 0\.5, which was not applied/)]);
  });
});

describe("an SAE of sparsify", () => {
  const cfg = {
    activation: "topk",
    expansion_factor: 2,
    normalize_decoder: true,
    num_latents: 0,
    k: 1,
    d_in: 2,
  };
  const weights = {
    "encoder.weight": f32([4, 2], [1, 0, 0, 1, 2, 0, 0, 3]),
    "encoder.bias": f32([4], [0, 0, 0, 0.5]),
    W_dec: f32([4, 2], [1, 0, 0, 1, 1, 0, 0, 1]),
    b_dec: f32([2], [1, 0]),
  };

  it("is top-k on the raw output of the block its folder is named after", async () => {
    for (const folder of ["layers.1", "transformer.h.1"]) {
      const sae = await open({ "cfg.json": cfg, "sae.safetensors": weights }, folder);
      expect(sae).toMatchObject({
        hook: "blocks.1.hook_resid_post",
        convention: "raw",
        dSae: 4,
        assumptions: [],
      });
      // x - b_dec = (2, 1) -> (2, 1, 4, 3.5): the largest is latent 2
      const latents = sae.encode(Float32Array.of(3, 1));
      expect(latents).toEqual({ ids: Int32Array.of(2), values: Float32Array.of(4) });
      expect(sae.decode(latents)).toEqual(Float32Array.of(5, 0));
    }
  });

  it("of another module says which field to add, and is read with it", async () => {
    const opened = open({ "cfg.json": cfg, "sae.safetensors": weights }, "layers.1.mlp");
    await expect(opened).rejects.toThrow(/layers\.1\.mlp.*add "hook_name": "blocks\.5\.hook_resid_post"/);
    const told = { ...cfg, hook_name: "blocks.3.hook_resid_mid" };
    const sae = await open({ "cfg.json": told, "sae.safetensors": weights }, "layers.1.mlp");
    expect(sae.hook).toBe("blocks.3.hook_resid_mid");
  });

  it.each(["transcode", "skip_connection", "signed"])("with %s is refused by that name", async (field) => {
    const opened = open({ "cfg.json": { ...cfg, [field]: true }, "sae.safetensors": weights }, "layers.1");
    await expect(opened).rejects.toThrow(new RegExp(`cfg\\.json: ${field} is true`));
  });
});

describe("a folder that is no SAE that is read", () => {
  const folder = (name: string, files: readonly string[]) => {
    const dir = join(root, name);
    mkdirSync(dir, { recursive: true });
    for (const file of files) writeFileSync(join(dir, file), "{}");
    return openSae(dir);
  };

  it.each([
    [["ae.pt", "config.json"], /dictionary_learning/],
    [["params.npz"], /Gemma Scope/],
    [["hyperparams.json"], /Llama Scope/],
    [["sae.pt"], /OpenAI/],
  ])("of %j is named as what it is, with a way to convert it", async (files, message) => {
    const opened = folder(`of ${files.join(" ")}`, files);
    await expect(opened).rejects.toThrow(message);
    await expect(opened).rejects.toMatchObject({ hint: expect.stringContaining("save_model") });
  });

  it("says which folders below it are SAEs, or what it holds", async () => {
    writeSaeFolder(join(root, "release/layer_1/width_2"), { "cfg.json": RAW });
    await expect(openSae(join(root, "release"))).rejects.toMatchObject({
      hint: expect.stringContaining(`--sae ${join(root, "release/layer_1/width_2")}`),
    });
    await expect(folder("other", ["notes.txt"])).rejects.toMatchObject({
      hint: expect.stringContaining("other holds notes.txt"),
    });
  });
});

describe("an SAE whose sparsity file", () => {
  const withSparsity = (values: readonly number[] | null) =>
    open({
      "cfg.json": RAW,
      "sae_weights.safetensors": WEIGHTS,
      ...(values ? { "sparsity.safetensors": { sparsity: f32([2], values) } } : {}),
    });

  it("leaves fewer than two latents alive cannot be composed from, and one without a file is not judged", async () => {
    for (const dead of [
      [-10, -10],
      [-10, -1],
    ]) {
      const sae = await withSparsity(dead);
      expect(() => checkSaeIsAlive(sae)).toThrow(
        /has 2 latents, of which (none|only one) is alive by its sparsity\.safetensors/,
      );
    }
    for (const fine of [[-1, -2], null]) checkSaeIsAlive(await withSparsity(fine));
  });
});
