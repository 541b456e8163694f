import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { loadModelDirectory } from "../../src/checkpoint/model-directory.ts";
import { writeRandomCheckpoint } from "../../src/checkpoint/random-checkpoint.ts";
import { openSafetensors, readTensor } from "../../src/checkpoint/safetensors.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Gpt2Config } from "../../src/model/families/gpt2/config.ts";
import { gpt2 } from "../../src/model/families/gpt2/gpt2.ts";
import type { ModelConfig, ModelFamily } from "../../src/model/family.ts";
import { createJaxModel } from "../../src/model/jax-model.ts";
import type { LanguageModel, ResidualConvention } from "../../src/model/language-model.ts";
import { createOrtModel } from "../../src/model/ort-model.ts";

/** A model of a few thousand random weights; a GPT-2 unless said otherwise. */
export interface TinyModel<C extends ModelConfig = Gpt2Config> {
  readonly family: ModelFamily<C>;
  readonly config: C;
  readonly seed: number;
}

export const TINY: TinyModel = {
  family: gpt2,
  config: {
    layers: 3,
    heads: 2,
    dModel: 12,
    dInner: 20,
    positions: 12,
    vocabulary: 23,
    gelu: "tanh",
    layerNormEpsilon: 1e-5,
    scaleScores: true,
    scaleScoresByLayer: false,
    tiedEmbeddings: true,
  },
  seed: 1,
};

/** Random shapes and settings; sizes stay small so that a case costs milliseconds. */
export const tinyModels: fc.Arbitrary<TinyModel> = fc
  .record({
    layers: fc.integer({ min: 1, max: 4 }),
    heads: fc.integer({ min: 1, max: 3 }),
    dHead: fc.integer({ min: 2, max: 7 }),
    dInner: fc.integer({ min: 1, max: 40 }),
    positions: fc.integer({ min: 2, max: 12 }),
    vocabulary: fc.integer({ min: 2, max: 30 }),
    gelu: fc.constantFrom("tanh" as const, "none" as const),
    epsilon: fc.constantFrom(1e-5, 1e-3),
    scaleScores: fc.boolean(),
    scaleScoresByLayer: fc.boolean(),
    tiedEmbeddings: fc.boolean(),
    seed: fc.nat({ max: 1000 }),
  })
  .map(({ dHead, epsilon, seed, ...rest }) => ({
    family: gpt2,
    config: { ...rest, dModel: rest.heads * dHead, layerNormEpsilon: epsilon },
    seed,
  }));

/** Writes a tiny model to a temporary directory, hands it over, and removes it. */
export async function withDirectory<T, C extends ModelConfig>(
  { family, config, seed }: TinyModel<C>,
  use: (dir: string) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "tiny-model-"));
  try {
    await writeRandomCheckpoint(dir, { family, config, rng: rngFromSeed(seed), deviation: 0.25 });
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A tiny model opened on onnxruntime. */
export async function withOrt<T, C extends ModelConfig>(
  tiny: TinyModel<C>,
  convention: ResidualConvention,
  use: (model: LanguageModel) => Promise<T>,
): Promise<T> {
  return withDirectory(tiny, async (dir) => {
    const families = [tiny.family as ModelFamily];
    const checkpoint = await loadModelDirectory(dir, { cacheDir: join(dir, "cache"), families });
    const model = createOrtModel(checkpoint, { convention, threads: 1 });
    try {
      return await use(model);
    } finally {
      await model.dispose();
    }
  });
}

/** The same weights on jax-js. */
export async function withJax<T, C extends ModelConfig>(
  tiny: TinyModel<C>,
  convention: ResidualConvention,
  use: (model: LanguageModel) => Promise<T>,
): Promise<T> {
  return withDirectory(tiny, async (dir) => {
    const file = await openSafetensors(join(dir, "model.safetensors"));
    const weights: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
    for (const { name, shape } of file.tensors.values())
      weights[name] = { shape, data: await readTensor(file, name) };
    const model = await createJaxModel({
      name: "tiny",
      weightsDigest: "",
      family: tiny.family,
      config: tiny.config,
      weights,
      convention,
    });
    try {
      return await use(model);
    } finally {
      await model.dispose();
    }
  });
}

/** Largest difference, relative to the largest size in `b`. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let size = 0;
  let error = 0;
  for (let i = 0; i < b.length; i++) {
    size = Math.max(size, Math.abs(b[i]!));
    error = Math.max(error, Math.abs(a[i]! - b[i]!));
    if (Number.isNaN(a[i]!) || Number.isNaN(b[i]!)) return Number.POSITIVE_INFINITY;
  }
  return error === 0 ? 0 : error / size;
}
