import { basename, resolve } from "node:path";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import type { Checkpoint, ModelFamily } from "../model/family.ts";
import { float32Weights } from "./float32-copy.ts";
import { readModelConfig } from "./model-config.ts";
import { checkLeftOver } from "./weights/left-over-tensors.ts";
import { openPublishedWeights, publishedDigest } from "./weights/published-weights.ts";
import { byBareName } from "./weights/stored-names.ts";
import { usedTensors } from "./weights/used-tensors.ts";

export interface LoadModelOptions {
  readonly cacheDir?: string;
  /** Those whose directories are read; default: every one of `src/model/families`. */
  readonly families?: readonly ModelFamily[];
}

/**
 * Loads a Hugging Face directory, `config.json` and `model.safetensors` or the shards of an index, in all name layouts
 * (bare, with the family's prefix, and with what parallel or compiled training puts in front).
 *
 * The weights are streamed once for digest and finiteness and stay in their files. F16 and BF16 weights are converted
 * once to a float32 file in `cacheDir`. Every tensor is used, or equal to what the computation has in its place.
 * Throws: MissingFileError, MalformedFileError, UnsupportedConfigError, ShapeMismatchError, WeightValueError.
 */
export async function loadModelDirectory(dir: string, options: LoadModelOptions = {}): Promise<Checkpoint> {
  const cacheDir = options.cacheDir ?? defaultCacheDirectory();
  const { file: configFile, fields, family, remarks } = await readModelConfig(dir, options.families);
  const published = await openPublishedWeights(dir);
  const stored = byBareName(published, family);
  const config = family.parseConfig(configFile, fields, (name) => stored.get(name)?.entry.shape);
  const used = usedTensors(stored, { family, config, configFile }, published.files[0]!.path);
  await checkLeftOver(stored, used, { family, config });
  const digest = await publishedDigest(published, [...used.values()]);
  return {
    ...(await float32Weights(used, digest, cacheDir)),
    name: basename(resolve(dir)),
    family,
    config,
    weightsDigest: digest,
    remarks: [...remarks, ...published.remarks],
  };
}
