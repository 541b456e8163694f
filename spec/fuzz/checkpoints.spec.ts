import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe } from "vitest";
import { loadModelDirectory } from "../../src/checkpoint/model-directory.ts";
import { writeRandomCheckpoint } from "../../src/checkpoint/random-checkpoint.ts";
import { openSae } from "../../src/checkpoint/sae-directory.ts";
import { openTokenizer } from "../../src/checkpoint/tokenizer.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Checkpoint } from "../../src/model/family.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { f32, rawSafetensors, temporaryFolder } from "../support/files.ts";
import { fuzz, jsonFile, safetensorsFile } from "../support/fuzz/fuzz.ts";
import { withFile } from "../support/fuzz/with-file.ts";
import { SMALL_SAE_WEIGHTS, standardSaeConfig } from "../support/sae-folder.ts";
import { TINY } from "../support/tiny-models.ts";

const dir = temporaryFolder();
const model = join(dir, "model");
const sae = join(dir, "sae");
const words = join(dir, "words");

const D_IN = 3;
const D_SAE = 4;
const SAE_CONFIG = {
  ...standardSaeConfig(D_IN, D_SAE),
  model_from_pretrained_kwargs: { center_writing_weights: true },
};
const SAE_WEIGHTS = rawSafetensors(SMALL_SAE_WEIGHTS);
const SPARSITY = rawSafetensors({ sparsity: f32([D_SAE], [-1, -1.5, Math.log10(0.5), -3]) });
const TOKENIZER = JSON.parse(readFileSync("fixtures/organism/tokenizer.json", "utf8")) as unknown;
const TOKENIZER_CONFIG = readFileSync("fixtures/organism/tokenizer_config.json");

mkdirSync(model);
mkdirSync(sae);
mkdirSync(words);
await writeRandomCheckpoint(model, {
  family: TINY.family,
  config: { ...TINY.config, layers: 1 },
  rng: rngFromSeed("fuzz"),
});
const MODEL_CONFIG = JSON.parse(readFileSync(join(model, "config.json"), "utf8")) as Record<string, unknown>;
const MODEL_WEIGHTS = readFileSync(join(model, "model.safetensors"));

beforeAll(() => {
  writeFileSync(join(sae, "cfg.json"), JSON.stringify(SAE_CONFIG));
  writeFileSync(join(sae, "sae_weights.safetensors"), SAE_WEIGHTS);
  writeFileSync(join(sae, "sparsity.safetensors"), SPARSITY);
  writeFileSync(join(words, "tokenizer_config.json"), TOKENIZER_CONFIG);
});

async function modelNumbers(): Promise<string> {
  const checkpoint = await loadModelDirectory(model, { cacheDir: join(dir, "cache") });
  return JSON.stringify([checkpoint.config, tensorDigests(checkpoint)]);
}

function tensorDigests({ tensors, weightsFolder }: Checkpoint): readonly string[] {
  return [...tensors].map(([name, { file, offset, length }]) => {
    const bytes = readFileSync(join(weightsFolder, file)).subarray(offset, offset + length);
    return `${name} ${createHash("sha256").update(bytes).digest("hex")}`;
  });
}

async function saeNumbers(): Promise<string> {
  return numbersOf(await openSae(sae));
}

function numbersOf(sae: SparseAutoencoder): string {
  const latents = sae.encode(Float32Array.of(1.5, 2, 0.5) as never);
  return JSON.stringify([
    ...[sae.hook, sae.convention, sae.activation, sae.normalisation, sae.applyBDecToInput],
    ...[latents, sae.decode(latents), sae.firingFrequency, sae.frequencySource],
  ]);
}

/** Fields in which a user may well say something else, which the loader then does. */
const MODEL_FIELDS = [
  ...["n_head", "layer_norm_epsilon", "activation_function", "scale_attn_weights"],
  ...["scale_attn_by_inverse_layer_idx", "tie_word_embeddings", "n_positions", "n_ctx"],
];
const SAE_FIELDS = [
  ...["architecture", "activation_fn_str", "apply_b_dec_to_input", "normalize_activations", "hook_name"],
  ...["hook_point", "k", "model_from_pretrained_kwargs", "metadata", "activation_fn_kwargs"],
];
/** One of these fields, or a foreign one where one of these has gone: then its default stands. */
const isOneOf = (fields: readonly string[], document: object) => (pointer: string, mutant: unknown) => {
  const field = pointer.split("/")[1]!;
  const gone = fields.some((name) => Object.hasOwn(document, name) && !Object.hasOwn(Object(mutant), name));
  return fields.includes(field) || (gone && !Object.hasOwn(document, field));
};

describe("a model directory", () => {
  fuzz({
    name: "config.json",
    ...jsonFile(MODEL_CONFIG, isOneOf(MODEL_FIELDS, MODEL_CONFIG)),
    read: (file) => withFile(model, "config.json", file, modelNumbers),
  });
  fuzz({
    name: "the header of model.safetensors",
    ...safetensorsFile(MODEL_WEIGHTS),
    read: (file) => withFile(model, "model.safetensors", file, modelNumbers),
  });
});

describe("an SAE directory", () => {
  fuzz({
    name: "cfg.json",
    ...jsonFile(SAE_CONFIG, isOneOf(SAE_FIELDS, SAE_CONFIG)),
    read: (file) => withFile(sae, "cfg.json", file, saeNumbers),
  });
  fuzz({
    name: "the header of sae_weights.safetensors",
    ...safetensorsFile(Buffer.from(SAE_WEIGHTS)),
    read: (file) => withFile(sae, "sae_weights.safetensors", file, saeNumbers),
  });
  fuzz({
    name: "the header of sparsity.safetensors",
    ...safetensorsFile(Buffer.from(SPARSITY)),
    read: (file) => withFile(sae, "sparsity.safetensors", file, saeNumbers),
  });
});

describe("a tokenizer", () => {
  fuzz({
    name: "tokenizer.json",
    ...jsonFile(TOKENIZER, (pointer) =>
      /^\/(model|added_tokens|pre_tokenizer|normalizer|decoder)/.test(pointer),
    ),
    read: (file) =>
      withFile(words, "tokenizer.json", file, async () => {
        const tokenizer = await openTokenizer(words);
        const ids = tokenizer.encode("the");
        return JSON.stringify([ids, tokenizer.decode(ids)]);
      }),
  });
});
