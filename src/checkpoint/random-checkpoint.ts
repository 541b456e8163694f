import { join } from "node:path";
import { InvalidInputError } from "../errors/index.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { Rng } from "../math/rng.ts";
import { expectedTensors, type Gpt2Config } from "../model/gpt2-checkpoint.ts";
import { encodeHeader } from "./safetensors-encode.ts";

/** The shape of GPT-2 small. */
export const GPT2_SMALL_SHAPE: Gpt2Config = {
  layers: 12,
  heads: 12,
  dModel: 768,
  dInner: 3072,
  positions: 1024,
  vocabulary: 50_257,
  gelu: "tanh",
  layerNormEpsilon: 1e-5,
  scaleScores: true,
  scaleScoresByLayer: false,
  tiedEmbeddings: true,
};

export interface RandomCheckpointOptions {
  readonly config: Gpt2Config;
  readonly rng: Rng;
  /** Standard deviation of matrices and biases; layer-norm gains are 1 plus such a number. */
  readonly deviation?: number;
  /** In front of tensor names; the published file of GPT-2 has none. */
  readonly prefix?: "" | "transformer.";
  /** Store each block's causal mask beside the weights, as the published file of GPT-2 does. */
  readonly maskBuffers?: boolean;
}

/**
 * Writes a Hugging Face GPT-2 directory with seeded random weights, streamed tensor by tensor.
 *
 * Numbers repeat every 2^20 - 3: enough for speed and parity, and three seconds instead of thirty for 500 MB.
 */
export async function writeRandomCheckpoint(
  dir: string,
  { config, rng, deviation = 0.02, prefix = "", maskBuffers = false }: RandomCheckpointOptions,
): Promise<void> {
  const source = normals(rng, deviation, Math.min(2 ** 20 - 3, countOf(config)));
  const tensors = [...expectedTensors(config)].map(([name, shape]) => ({
    name: name === "lm_head.weight" ? name : prefix + name,
    shape,
  }));
  const { layers, positions } = config;
  const masks = Array.from({ length: maskBuffers ? layers : 0 }, (_, i) => ({
    name: `${prefix}h.${i}.attn.bias`,
    shape: [1, 1, positions, positions],
  }));
  await writeAtomically(join(dir, "model.safetensors"), async (append) => {
    await append(encodeHeader([...tensors, ...masks]));
    let next = 0;
    for (const { name, shape } of tensors) {
      const gain = /ln_(1|2|f)\.weight$/.test(name) ? 1 : 0;
      for (let left = shape.reduce((product, n) => product * n, 1); left > 0; ) {
        const piece = source.subarray(next, Math.min(next + left, source.length));
        const values = gain === 0 ? piece : piece.map((v) => v + gain);
        await append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
        left -= piece.length;
        next = (next + piece.length) % source.length;
      }
    }
    const mask = new Uint8Array(causalMask(positions).buffer);
    for (const _ of masks) await append(mask);
  });
  await writeAtomically(join(dir, "config.json"), (append) =>
    append(Buffer.from(`${JSON.stringify(configFields(config), null, 2)}\n`)),
  );
}

/** The fields of config.json, by the names Hugging Face gives them. */
export function configFields(config: Gpt2Config): Record<string, unknown> {
  return {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    n_layer: config.layers,
    n_head: config.heads,
    n_embd: config.dModel,
    n_inner: config.dInner === 4 * config.dModel ? null : config.dInner,
    n_positions: config.positions,
    n_ctx: config.positions,
    vocab_size: config.vocabulary,
    activation_function: config.gelu === "tanh" ? "gelu_new" : "gelu",
    layer_norm_epsilon: config.layerNormEpsilon,
    scale_attn_weights: config.scaleScores,
    scale_attn_by_inverse_layer_idx: config.scaleScoresByLayer,
    tie_word_embeddings: config.tiedEmbeddings,
    torch_dtype: "float32",
  };
}

/** 1 where a position may look: at itself and before. Shape: [pos, pos]. */
function causalMask(positions: number): Float32Array {
  return Float32Array.from({ length: positions ** 2 }, (_, i) => Number(i % positions <= i / positions));
}

function countOf(config: Gpt2Config): number {
  let count = 0;
  for (const shape of expectedTensors(config).values()) count += shape.reduce((product, n) => product * n, 1);
  return count;
}

function normals(rng: Rng, deviation: number, count: number): Float32Array {
  if (!(deviation > 0))
    throw new InvalidInputError({
      what: "the deviation of random weights",
      got: deviation,
      want: "above 0",
      hint: "Hint: GPT-2 starts from 0.02.",
    });
  return Float32Array.from({ length: count }, () => deviation * rng.normal());
}
