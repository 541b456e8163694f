import {
  MalformedFileError,
  ShapeMismatchError,
  UnsupportedConfigError,
  WeightValueError,
} from "../../errors/index.ts";
import { MAX_WEIGHT_SIZE } from "../../limits.ts";
import type { Matrix } from "../../math/vec.ts";
import { norm, rowOf } from "../../math/vec.ts";
import type { ActivationFunction } from "../../sae/activation-function.ts";
import type { SaeConfig } from "../sae-config.ts";
import {
  checkFloat,
  readAt,
  readTensor,
  type SafetensorsFile,
  tensorEntry,
  withFile,
} from "../safetensors.ts";
import type { SaeLayout } from "./sae-layout.ts";

/** The weights of an SAE in the form they are computed with. */
export interface SaeWeights {
  readonly W_enc: Matrix<"d_model", "d_sae">;
  readonly b_enc: Float32Array;
  readonly W_dec: Matrix<"d_sae", "d_model">;
  readonly b_dec: Float32Array;
  readonly activation: ActivationFunction;
}

/** Architectures in words, by what turns pre-activations into activations. */
const WORDS = { relu: "standard", topk: "top-k", jumprelu: "jump-relu", gated: "gated" } as const;

/** The trained factor of latent activations before decoding, under its names in the file and in SAELens's module. */
const FINETUNED = ["scaling_factor", "finetuning_scaling_factor"] as const;

/** A trained factor as near to 1 as this was never trained: SAELens compares with torch.allclose. */
const UNTRAINED = 1e-5;

/**
 * The tensors an SAE of this configuration has, by name. Every tensor of the file is one of them, or the file is
 * refused; F16 and BF16 are converted exactly.
 *
 * Throws: MalformedFileError naming a tensor that is missing, of another type or without a place; ShapeMismatchError;
 * UnsupportedConfigError for a fine-tuned SAE without its factor.
 */
export function checkSaeTensors(
  file: SafetensorsFile,
  layout: SaeLayout,
  config: SaeConfig,
  configFile: string,
): void {
  const { dModel, dSae, activation } = config;
  const shapes: Record<string, readonly number[]> =
    layout === "sparsify"
      ? { "encoder.weight": [dSae, dModel], "encoder.bias": [dSae], W_dec: [dSae, dModel], b_dec: [dModel] }
      : {
          W_enc: [dModel, dSae],
          ...(activation.kind === "gated"
            ? { b_gate: [dSae], r_mag: [dSae], b_mag: [dSae] }
            : { b_enc: [dSae] }),
          W_dec: [dSae, dModel],
          b_dec: [dModel],
          ...(activation.kind === "jumprelu" && !activation.oneForAll ? { threshold: [dSae] } : {}),
        };
  for (const [name, shape] of Object.entries(shapes)) checkShape(file, name, shape, configFile);
  if (config.finetuned && !FINETUNED.some((name) => file.tensors.has(name)))
    throw new UnsupportedConfigError({
      file: configFile,
      field: "finetuning_scaling_factor",
      got: true,
      want: `false, where ${file.path} has no tensor scaling_factor`,
      hint: "Hint: use the weights file that belongs to the config; the factor is a part of decoding.",
    });
  const more = layout === "saelens" ? [...FINETUNED] : [];
  const oneForAll = activation.kind === "jumprelu" && activation.oneForAll ? [thresholdName(file)] : [];
  const known: readonly string[] = [...Object.keys(shapes), ...more, ...oneForAll];
  for (const entry of file.tensors.values()) {
    if (!known.includes(entry.name))
      throw new MalformedFileError({
        file: file.path,
        fact: `has a tensor ${entry.name}, for which a ${WORDS[activation.kind]} SAE has no place`,
        hint: "Hint: standard, top-k, batch-top-k, jump-relu and gated SAEs are read; cfg.json says which it is.",
      });
    if (!oneForAll.includes(entry.name)) checkFloat(file.path, entry);
  }
}

/**
 * Reads the weights and folds into them what the configuration asks for.
 *
 * rescaleByDecoderNorm: W_enc[:, j] and b_enc[j] times ‖W_dec[j]‖, W_dec[j] divided by it. finetuned: W_dec[j] times
 * scaling_factor[j]. gated: b_enc is b_gate, and the magnitudes are exp(r_mag) p + (b_mag - exp(r_mag) b_gate) for the
 * gate's pre-activation p = x W_enc + b_gate.
 * Throws: MalformedFileError; WeightValueError where exp(r_mag) is no weight.
 * Source: SAELens, `_fold_norm_topk`, `apply_finetuning_scaling_factor` (5.x) and `GatedSAE.encode`.
 */
export async function readSaeWeights(
  file: SafetensorsFile,
  layout: SaeLayout,
  config: SaeConfig,
): Promise<SaeWeights> {
  const { dModel, dSae } = config;
  const read = (name: string) => readTensor(file, name);
  const W_enc = {
    rows: dModel,
    cols: dSae,
    data:
      layout === "sparsify" ? transposed(await read("encoder.weight"), dSae, dModel) : await read("W_enc"),
  };
  const biasName =
    layout === "sparsify" ? "encoder.bias" : config.activation.kind === "gated" ? "b_gate" : "b_enc";
  const b_enc = await read(biasName);
  const W_dec = { rows: dSae, cols: dModel, data: await read("W_dec") };
  const activation = await readActivation(file, config, b_enc);
  if (config.rescaleByDecoderNorm) foldDecoderNorm(W_enc, b_enc, W_dec);
  await foldFinetuning(file, config, W_dec);
  return { W_enc, b_enc, W_dec, b_dec: await read("b_dec"), activation };
}

/** Throws: MalformedFileError for a missing tensor, ShapeMismatchError for one of another shape. */
export function checkShape(
  file: SafetensorsFile,
  name: string,
  shape: readonly number[],
  configFile: string,
): void {
  const entry = tensorEntry(file, name);
  if (entry.shape.length !== shape.length || entry.shape.some((n, i) => n !== shape[i]))
    throw new ShapeMismatchError({
      left: `${name} in ${file.path}`,
      leftShape: entry.shape,
      right: `the same tensor by ${configFile}`,
      rightShape: shape,
    });
}

async function readActivation(
  file: SafetensorsFile,
  { activation, dSae }: SaeConfig,
  b_gate: Float32Array,
): Promise<ActivationFunction> {
  switch (activation.kind) {
    case "relu":
    case "topk":
      return activation;
    case "jumprelu":
      return {
        kind: "jumprelu",
        threshold: activation.oneForAll
          ? await readOneForAll(file, dSae)
          : await readTensor(file, "threshold"),
      };
    case "gated": {
      const r_mag = await readTensor(file, "r_mag");
      const b_mag = await readTensor(file, "b_mag");
      const scale = Float64Array.from(r_mag, Math.exp);
      const large = scale.findIndex((value) => !(value <= MAX_WEIGHT_SIZE));
      if (large >= 0)
        throw new WeightValueError({
          file: file.path,
          tensor: "exp(r_mag)",
          index: large,
          value: scale[large]!,
          limit: MAX_WEIGHT_SIZE,
        });
      return { kind: "gated", scale, shift: scale.map((s, j) => b_mag[j]! - s * b_gate[j]!) };
    }
    default:
      return activation satisfies never;
  }
}

/** Batch-top-k files hold one threshold for all latents, in float64 in checkpoints, or one for each. */
async function readOneForAll(file: SafetensorsFile, dSae: number): Promise<Float32Array> {
  const name = thresholdName(file);
  const entry = tensorEntry(file, name);
  const { dtype, shape, offset, length } = entry;
  const count = shape.reduce((product, n) => product * n, 1);
  if (shape.length > 1 || (count !== 1 && count !== dSae))
    throw new ShapeMismatchError({
      left: `${name} in ${file.path}`,
      leftShape: shape,
      right: "the thresholds of the latents",
      rightShape: [dSae],
    });
  if (count !== 1 || dtype !== "F64") {
    const values = await readTensor(file, name);
    return count === dSae ? values : new Float32Array(dSae).fill(values[0]!);
  }
  const raw = await withFile(file.path, (handle) => readAt(handle, offset, length));
  const value = new DataView(raw.buffer, raw.byteOffset).getFloat64(0, true);
  if (!(Math.abs(value) <= MAX_WEIGHT_SIZE))
    throw new WeightValueError({ file: file.path, tensor: name, index: 0, value, limit: MAX_WEIGHT_SIZE });
  return new Float32Array(dSae).fill(value);
}

function thresholdName(file: SafetensorsFile): string {
  return file.tensors.has("threshold") || !file.tensors.has("topk_threshold")
    ? "threshold"
    : "topk_threshold";
}

function foldDecoderNorm(
  W_enc: Matrix<"d_model", "d_sae">,
  b_enc: Float32Array,
  W_dec: Matrix<"d_sae", "d_model">,
): void {
  for (let j = 0; j < W_dec.rows; j++) {
    const row = rowOf(W_dec, j);
    const length = norm(row);
    b_enc[j]! *= length;
    for (let i = 0; i < W_enc.rows; i++) W_enc.data[i * W_enc.cols + j]! *= length;
    // a latent without a direction never fires now, as in SAELens
    if (length > 0) for (let i = 0; i < row.length; i++) row[i]! /= length;
  }
}

/** Old SAELens files carry a scaling factor of ones that was never trained. */
async function foldFinetuning(
  file: SafetensorsFile,
  { finetuned, dSae }: SaeConfig,
  W_dec: Matrix<"d_sae", "d_model">,
): Promise<void> {
  const name = FINETUNED.find((tensor) => file.tensors.has(tensor));
  if (name === undefined) return;
  const factor = await readTensor(file, name);
  const other = factor.findIndex((value) => Math.abs(value - 1) > UNTRAINED);
  if (other < 0) return;
  if (!finetuned)
    throw new MalformedFileError({
      file: file.path,
      fact: `${name} holds ${factor[other]} at index ${other}, though cfg.json does not say finetuning_scaling_factor is true; only ones are read then`,
      hint: "Hint: set finetuning_scaling_factor to true in cfg.json if the SAE was fine-tuned.",
    });
  checkShape(file, name, [dSae], "finetuning_scaling_factor");
  for (let j = 0; j < dSae; j++) {
    const row = rowOf(W_dec, j);
    for (let i = 0; i < row.length; i++) row[i]! *= factor[j]!;
  }
}

/** Shape: [rows, cols] to [cols, rows]. */
function transposed(data: Float32Array, rows: number, cols: number): Float32Array {
  const turned = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) turned[c * rows + r] = data[r * cols + c]!;
  return turned;
}
