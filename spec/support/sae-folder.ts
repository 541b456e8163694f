import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { f32, type RawTensor, rawSafetensors } from "./files.ts";

/** What an SAE's folder holds: an object is written as JSON, tensors as safetensors, a text as it is. */
export interface SaeFolder {
  readonly "cfg.json"?: unknown;
  readonly "activation_scaler.json"?: unknown;
  readonly "sae_weights.safetensors"?: Readonly<Record<string, RawTensor>>;
  readonly "sparsity.safetensors"?: Readonly<Record<string, RawTensor>>;
  readonly "sae.safetensors"?: Readonly<Record<string, RawTensor>>;
}

/** Writes the folder anew and gives its path. */
export function writeSaeFolder(dir: string, files: SaeFolder): string {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(dir, name), name.endsWith(".json") ? JSON.stringify(value) : rawSafetensors(value));
  return dir;
}

/** The upper halves of float32 numbers, of which only those are drawn that bfloat16 has exactly. */
export function bf16(shape: readonly number[], values: readonly number[]): RawTensor {
  const whole = new Uint32Array(Float32Array.from(values).buffer);
  return {
    dtype: "BF16",
    shape,
    bytes: new Uint8Array(Uint16Array.from(whole, (bits) => bits >>> 16).buffer),
  };
}

export function f64(shape: readonly number[], values: readonly number[]): RawTensor {
  return { dtype: "F64", shape, bytes: new Uint8Array(Float64Array.from(values).buffer) };
}

/** `cfg.json` of a standard SAE over the raw stream before block 1, in SAELens' words, with every field that is read. */
export function standardSaeConfig(dIn: number, dSae: number) {
  return {
    architecture: "standard",
    d_in: dIn,
    d_sae: dSae,
    dtype: "float32",
    hook_name: "blocks.1.hook_resid_pre",
    hook_head_index: null,
    activation_fn_str: "relu",
    apply_b_dec_to_input: true,
    finetuning_scaling_factor: false,
    normalize_activations: "none",
    model_from_pretrained_kwargs: { center_writing_weights: false },
  };
}

/** Weights of an SAE of 3 dimensions and 4 latents: unit decoder directions, one latent that two inputs fire. */
export const SMALL_SAE_WEIGHTS: Readonly<Record<"W_enc" | "b_enc" | "W_dec" | "b_dec", RawTensor>> = {
  W_enc: f32([3, 4], [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, -1]),
  b_enc: f32([4], [0, -0.5, 0, 0]),
  W_dec: f32([4, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0.6, 0.8, 0]),
  b_dec: f32([3], [1, 1, 1]),
};
