import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { encodeSafetensors } from "../checkpoint/write-safetensors.ts";
import type { Gpt2Recipe } from "./recipe.ts";
import { SAE_LAYER, type TrainedSae } from "./sae-stage.ts";
import { tokenizerFiles } from "./tokenizer.ts";
import type { Weights } from "./weights.ts";

/** Relative path to contents. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What SAELens writes for a latent that never fired: log10 of a frequency floored at 1e-10. */
const DEAD_SPARSITY = -10;

/** A Hugging Face GPT-2 directory: config.json, model.safetensors (`transformer.` prefix), the tokenizer's files. */
export function gpt2Files(weights: Weights, recipe: Gpt2Recipe): Files {
  const { config, dropout, initialSd } = recipe;
  const json = {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    vocab_size: config.vocabulary,
    n_positions: config.positions,
    n_ctx: config.positions,
    n_embd: config.dModel,
    n_layer: config.layers,
    n_head: config.heads,
    n_inner: config.dInner,
    activation_function: config.gelu === "tanh" ? "gelu_new" : "gelu",
    layer_norm_epsilon: config.layerNormEpsilon,
    scale_attn_weights: config.scaleScores,
    scale_attn_by_inverse_layer_idx: config.scaleScoresByLayer,
    embd_pdrop: dropout,
    resid_pdrop: dropout,
    attn_pdrop: 0,
    initializer_range: initialSd,
    tie_word_embeddings: config.tiedEmbeddings,
    bos_token_id: 0,
    eos_token_id: 0,
    torch_dtype: "float32",
  };
  const named = Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [`transformer.${name}`, tensor]),
  );
  return {
    "config.json": `${JSON.stringify(json, null, 2)}\n`,
    "model.safetensors": encodeSafetensors(named, { format: "pt" }),
    ...tokenizerFiles(config.positions),
  };
}

/** A SAELens directory below `sae/`: cfg.json, sae_weights.safetensors, sparsity.safetensors. */
export function saeFiles(sae: TrainedSae, recipe: Gpt2Recipe, modelName: string): Files {
  const hook = `blocks.${SAE_LAYER}.hook_resid_pre`;
  const latents = sae.weights["b_enc"]!.data.length;
  const cfg = {
    architecture: "standard",
    d_in: recipe.config.dModel,
    d_sae: latents,
    dtype: "float32",
    device: "cpu",
    model_name: modelName,
    hook_name: hook,
    hook_layer: SAE_LAYER,
    hook_head_index: null,
    activation_fn_str: "relu",
    apply_b_dec_to_input: true,
    finetuning_scaling_factor: false,
    normalize_activations: "none",
    context_size: recipe.config.positions,
    prepend_bos: false,
    model_from_pretrained_kwargs: { center_writing_weights: false },
  };
  const sparsity = Float32Array.from(sae.quality.firingFrequency, (f) =>
    f === 0 ? DEAD_SPARSITY : Math.log10(f),
  );
  const at = (file: string) => `sae/${hook}/${file}`;
  return {
    [at("cfg.json")]: `${JSON.stringify(cfg, null, 2)}\n`,
    [at("sae_weights.safetensors")]: encodeSafetensors(sae.weights, { format: "pt" }),
    [at("sparsity.safetensors")]: encodeSafetensors({ sparsity: { shape: [latents], data: sparsity } }),
  };
}

/** Writes files below `directory`, making folders as needed. */
export async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, contents] of Object.entries(files)) {
    const full = join(directory, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, contents);
  }
}
