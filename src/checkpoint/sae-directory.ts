import { basename, dirname, join, resolve } from "node:path";
import { createSparseAutoencoder } from "../sae/create-sparse-autoencoder.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { readFiringFrequency } from "./saes/firing-frequency.ts";
import { readSaeConfig } from "./saes/read-sae-config.ts";
import { SAE_FILES } from "./saes/sae-files.ts";
import { checkSaeTensors, readSaeWeights } from "./saes/sae-weights.ts";
import { openSafetensors, type SafetensorsFile } from "./safetensors.ts";
import { weightsFacts } from "./weights-facts.ts";

/**
 * Loads an SAE: a SAELens directory (`cfg.json`, `sae_weights.safetensors`, where they are there
 * `sparsity.safetensors` with log10 firing frequencies and `activation_scaler.json`), or one of EleutherAI's sparsify
 * (`cfg.json`, `sae.safetensors`).
 *
 * Some releases have no sparsity file: the frequencies are then not known before a run measures them. What the files
 * leave open is in `assumptions`.
 * Throws: MissingFileError, MalformedFileError, UnsupportedConfigError, ShapeMismatchError, WeightValueError.
 */
export async function openSae(dir: string): Promise<SparseAutoencoder> {
  const { file: configFile, layout, config } = await readSaeConfig(dir);
  const { dModel, dSae, hook, convention, applyBDecToInput, normalisation } = config;
  const file = await openSafetensors(
    join(dir, layout === "sparsify" ? SAE_FILES.sparsifyWeights : SAE_FILES.weights),
  );
  checkSaeTensors(file, layout, config, configFile);
  // a threshold in float64 is checked where it is read
  const checked = [...file.tensors.values()].filter(({ dtype }) => dtype !== "F64");
  const { digest } = await weightsFacts(file, checked);
  const weights = await readSaeWeights(file, layout, config);
  const firingFrequency = await readFiringFrequency(join(dir, SAE_FILES.sparsity), dSae, configFile);
  return createSparseAutoencoder({
    dModel,
    dSae,
    hook,
    convention,
    applyBDecToInput,
    normalisation,
    name: `${basename(dirname(resolve(dir)))}/${basename(resolve(dir))}`,
    weightsDigest: digest,
    ...weights,
    firingFrequency: firingFrequency ?? new Float32Array(dSae),
    frequencySource: firingFrequency ? "file" : null,
    assumptions: [...config.assumptions, ...aboutPrecision(file, config.dtype)],
  });
}

/** What is said where a config speaks of half precision and the file holds more. */
function aboutPrecision(file: SafetensorsFile, dtype: string): readonly string[] {
  const stored = [...file.tensors.values()].some((entry) => entry.dtype === "F32");
  return dtype !== "float32" && stored
    ? [
        `cfg.json says ${dtype}, but weights are stored in float32: they were used as stored, without rounding them to ${dtype}.`,
      ]
    : [];
}
