import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { MalformedFileError, ShapeMismatchError } from "../errors/index.ts";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import { readJsonObject } from "../files/read-json.ts";
import { expectedTensors, type Gpt2Checkpoint, type Gpt2Config } from "../model/gpt2-checkpoint.ts";
import { float32Copy } from "./float32-copy.ts";
import { parseGpt2Config } from "./gpt2-config.ts";
import { checkFloat, openSafetensors, type SafetensorsFile, tensorEntry } from "./safetensors.ts";
import type { TensorEntry } from "./safetensors-header.ts";
import { weightsFacts } from "./weights-facts.ts";

const PREFIX = "transformer.";
/** Buffers that Hugging Face stores beside the weights; they hold the causal mask, which the graph has of its own. */
const BUFFER = /^h\.\d+\.attn\.(bias|masked_bias)$/;

/**
 * Loads a Hugging Face GPT-2 directory: `config.json` and `model.safetensors`, in both name layouts (bare and
 * `transformer.`), with or without the mask buffers.
 *
 * The weights are streamed once for digest and finiteness and stay in their file. F16 and BF16 weights are converted
 * once to a float32 file in `cacheDir`.
 * Throws: MissingFileError, MalformedFileError, UnsupportedConfigError, ShapeMismatchError, WeightValueError.
 */
export async function loadGpt2Directory(
  dir: string,
  options: { readonly cacheDir?: string } = {},
): Promise<Gpt2Checkpoint> {
  const cacheDir = options.cacheDir ?? defaultCacheDirectory();
  const configFile = join(dir, "config.json");
  const config = parseGpt2Config(
    configFile,
    await readJsonObject(
      configFile,
      "the model's configuration",
      "Hint: --model takes a Hugging Face GPT-2 directory with config.json and model.safetensors.",
    ),
  );
  const published = await openSafetensors(join(dir, "model.safetensors"));
  const entries = checkTensors(published, config, configFile);
  const { digest } = await weightsFacts(published, [...entries.values()], cacheDir);
  const file = await float32Copy(published, entries, digest, cacheDir);
  return {
    name: basename(resolve(dir)),
    config,
    weightsDigest: digest,
    weightsFolder: dirname(await realpath(file.path)),
    weightsFile: basename(await realpath(file.path)),
    tensors: file.tensors,
  };
}

/** The tensors a GPT-2 of this configuration needs, by bare name, each of the right shape, and no unknown ones. */
function checkTensors(
  file: SafetensorsFile,
  config: Gpt2Config,
  configFile: string,
): Map<string, TensorEntry> {
  const prefix = file.tensors.has(`${PREFIX}wte.weight`) ? PREFIX : "";
  const stored = (name: string) => (name === "lm_head.weight" ? name : prefix + name);
  const entries = new Map<string, TensorEntry>();
  for (const [name, shape] of expectedTensors(config)) {
    const entry = tensorEntry(file, stored(name));
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
  for (const name of file.tensors.keys()) {
    const bare = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
    if (!known.has(name) && !BUFFER.test(bare) && name !== "lm_head.weight")
      throw new MalformedFileError({
        file: file.path,
        fact: `has a tensor ${name}, for which a GPT-2 with ${config.layers} layers has no place`,
        hint: "Hint: config.json and model.safetensors must come from one checkpoint.",
      });
  }
  return entries;
}
