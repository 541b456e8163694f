import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { MalformedFileError, ShapeMismatchError } from "../errors/index.ts";
import { readJsonObject } from "../files/read-json.ts";
import type { ActivationFunction } from "../sae/activation-function.ts";
import { createSparseAutoencoder } from "../sae/create-sparse-autoencoder.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { parseSaeConfig } from "./sae-config.ts";
import { openSafetensors, readTensor, type SafetensorsFile, tensorEntry } from "./safetensors.ts";
import { weightsFacts } from "./weights-facts.ts";

/** log10 firing frequency at or below which SAELens calls a latent dead (it adds 1e-10 before the logarithm). */
const DEAD_LOG10_FREQUENCY = -10;

/** Architectures in words, by what turns pre-activations into activations. */
const WORDS = { relu: "standard", topk: "top-k", jumprelu: "jump-relu" } as const;

/**
 * Loads a SAELens directory: `cfg.json`, `sae_weights.safetensors`, `sparsity.safetensors` (log10 firing frequency).
 *
 * Some releases have no sparsity file: the frequencies are then not known before a run measures them.
 * Throws: MissingFileError, MalformedFileError, UnsupportedConfigError, ShapeMismatchError, WeightValueError.
 */
export async function openSae(dir: string): Promise<SparseAutoencoder> {
  const configFile = join(dir, "cfg.json");
  const config = parseSaeConfig(
    configFile,
    await readJsonObject(
      configFile,
      "the SAE's configuration",
      "Hint: --sae takes a SAELens directory with cfg.json, sae_weights.safetensors and sparsity.safetensors.",
    ),
  );
  const { dModel, dSae } = config;
  const file = await openSafetensors(join(dir, "sae_weights.safetensors"));
  const shapes = {
    W_enc: [dModel, dSae],
    b_enc: [dSae],
    W_dec: [dSae, dModel],
    b_dec: [dModel],
    ...(config.activation.kind === "jumprelu" ? { threshold: [dSae] } : {}),
  };
  for (const [name, shape] of Object.entries(shapes)) checkShape(file, name, shape, configFile);
  checkOtherTensors(file, config.activation.kind, [...Object.keys(shapes), "scaling_factor"]);
  const entries = [...file.tensors.values()];
  const { digest } = await weightsFacts(file, entries);
  await checkScalingFactor(file);
  const activation =
    config.activation.kind === "jumprelu"
      ? { kind: config.activation.kind, threshold: await readTensor(file, "threshold") }
      : config.activation;
  const firingFrequency = await readFiringFrequency(join(dir, "sparsity.safetensors"), dSae, configFile);
  return createSparseAutoencoder({
    ...config,
    activation,
    name: `${basename(dirname(resolve(dir)))}/${basename(resolve(dir))}`,
    weightsDigest: digest,
    W_enc: { rows: dModel, cols: dSae, data: await readTensor(file, "W_enc") },
    b_enc: await readTensor(file, "b_enc"),
    W_dec: { rows: dSae, cols: dModel, data: await readTensor(file, "W_dec") },
    b_dec: await readTensor(file, "b_dec"),
    firingFrequency: firingFrequency ?? new Float32Array(dSae),
    frequencySource: firingFrequency ? "file" : null,
  });
}

/** null where there is no such file. */
async function readFiringFrequency(
  path: string,
  dSae: number,
  configFile: string,
): Promise<Float32Array | null> {
  if (!existsSync(path)) return null;
  const file = await openSafetensors(path);
  checkShape(file, "sparsity", [dSae], configFile);
  const log10 = await readTensor(file, "sparsity");
  return log10.map((value, j) => {
    // the authors' running mean can exceed log10(1) = 0 by rounding; NaN fails the comparison
    if (!(value <= 1e-4))
      throw new MalformedFileError({
        file: path,
        fact: `sparsity holds ${value} at index ${j}; log10 of a firing frequency is at most 0`,
      });
    return value <= DEAD_LOG10_FREQUENCY ? 0 : Math.min(1, 10 ** value);
  });
}

function checkShape(file: SafetensorsFile, name: string, shape: readonly number[], configFile: string): void {
  const entry = tensorEntry(file, name);
  if (entry.shape.length !== shape.length || entry.shape.some((n, i) => n !== shape[i]))
    throw new ShapeMismatchError({
      left: `${name} in ${file.path}`,
      leftShape: entry.shape,
      right: `the same tensor by ${configFile}`,
      rightShape: shape,
    });
}

function checkOtherTensors(
  file: SafetensorsFile,
  activation: ActivationFunction["kind"],
  known: readonly string[],
): void {
  for (const name of file.tensors.keys())
    if (!known.includes(name))
      throw new MalformedFileError({
        file: file.path,
        fact: `has a tensor ${name}, for which a ${WORDS[activation]} SAE has no place`,
        hint: "Hint: standard, top-k and jump-relu SAEs are read, gated and fine-tuned ones are not; cfg.json says which it is.",
      });
}

/** Old SAELens files carry a scaling factor of ones that was never trained; any other would change decoding. */
async function checkScalingFactor(file: SafetensorsFile): Promise<void> {
  if (!file.tensors.has("scaling_factor")) return;
  const factor = await readTensor(file, "scaling_factor");
  const other = factor.findIndex((value) => Math.abs(value - 1) > 1e-5);
  if (other >= 0)
    throw new MalformedFileError({
      file: file.path,
      fact: `scaling_factor holds ${factor[other]} at index ${other}; only ones are supported`,
      hint: "Hint: use an SAE without a fine-tuned scaling factor.",
    });
}
