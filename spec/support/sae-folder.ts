import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RawTensor, rawSafetensors } from "./files.ts";

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
