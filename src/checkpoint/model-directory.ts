import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { MalformedFileError, ShapeMismatchError } from "../errors/index.ts";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import type { Checkpoint, ModelFamily } from "../model/family.ts";
import { float32Copy } from "./float32-copy.ts";
import { readModelConfig } from "./model-config.ts";
import { checkFloat, openSafetensors, type SafetensorsFile, tensorEntry } from "./safetensors.ts";
import type { TensorEntry } from "./safetensors-header.ts";
import { weightsFacts } from "./weights-facts.ts";

export interface LoadModelOptions {
  readonly cacheDir?: string;
  /** Those whose directories are read; default: every one of `src/model/families`. */
  readonly families?: readonly ModelFamily[];
}

/**
 * Loads a Hugging Face directory, `config.json` and `model.safetensors`, in both name layouts (bare and with the
 * family's prefix), with or without buffers beside the weights.
 *
 * The weights are streamed once for digest and finiteness and stay in their file. F16 and BF16 weights are converted
 * once to a float32 file in `cacheDir`.
 * Throws: MissingFileError, MalformedFileError, UnsupportedConfigError, ShapeMismatchError, WeightValueError.
 */
export async function loadModelDirectory(dir: string, options: LoadModelOptions = {}): Promise<Checkpoint> {
  const cacheDir = options.cacheDir ?? defaultCacheDirectory();
  const { file: configFile, fields, family } = await readModelConfig(dir, options.families);
  const config = family.parseConfig(configFile, fields);
  const published = await openSafetensors(join(dir, "model.safetensors"));
  const wanted = { family, layers: config.layers, tensors: family.tensors(config), configFile };
  const entries = checkTensors(published, wanted);
  const { digest } = await weightsFacts(published, [...entries.values()], cacheDir);
  const file = await float32Copy(published, entries, digest, cacheDir);
  return {
    name: basename(resolve(dir)),
    family,
    config,
    weightsDigest: digest,
    weightsFolder: dirname(await realpath(file.path)),
    weightsFile: basename(await realpath(file.path)),
    tensors: file.tensors,
  };
}

/** A tensor's name without what the file puts in front of it. */
export function bareName(name: string, { names }: ModelFamily): string {
  return name.startsWith(names.prefix) ? name.slice(names.prefix.length) : name;
}

/** The tensors that a configuration needs, by bare name, each of the right shape, and no unknown ones. */
function checkTensors(
  file: SafetensorsFile,
  wanted: {
    readonly family: ModelFamily;
    readonly layers: number;
    readonly tensors: ReadonlyMap<string, readonly number[]>;
    readonly configFile: string;
  },
): Map<string, TensorEntry> {
  const { family, layers, tensors, configFile } = wanted;
  const { head, isBuffer } = family.names;
  const body = [...tensors.keys()].find((name) => name !== head) ?? "";
  const prefix = file.tensors.has(family.names.prefix + body) ? family.names.prefix : "";
  const entries = new Map<string, TensorEntry>();
  for (const [name, shape] of tensors) {
    const entry = tensorEntry(file, name === head ? name : prefix + name);
    if (entry.shape.length !== shape.length || entry.shape.some((n, i) => n !== shape[i]))
      throw new ShapeMismatchError({
        left: `${entry.name} in ${file.path}`,
        leftShape: entry.shape,
        right: `the same tensor by ${configFile}`,
        rightShape: shape,
      });
    checkFloat(file.path, entry);
    entries.set(name, entry);
  }
  const known = new Set([...entries.values()].map((entry) => entry.name));
  for (const name of file.tensors.keys())
    if (!known.has(name) && !isBuffer(bareName(name, family)) && name !== head)
      throw new MalformedFileError({
        file: file.path,
        fact: `has a tensor ${name}, for which a ${family.title} with ${layers} layers has no place`,
        hint: "Hint: config.json and model.safetensors must come from one checkpoint.",
      });
  return entries;
}
