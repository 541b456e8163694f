import type { StoredBuffer, TensorNames, WeightLaw } from "../../family.ts";
import type { Gpt2Config } from "./config.ts";

/** GPT-2's initial standard deviation; the two projections into the residual stream get it over sqrt(2 layers). */
const INITIAL_SD = 0.02;

/** Name and shape of every tensor a GPT-2 of this configuration has. Linear maps are stored [in, out]. */
export function expectedTensors(config: Gpt2Config): ReadonlyMap<string, readonly number[]> {
  const { dModel: d, dInner, layers, vocabulary, positions } = config;
  const shapes = new Map<string, readonly number[]>([
    ["wte.weight", [vocabulary, d]],
    ["wpe.weight", [positions, d]],
    ["ln_f.weight", [d]],
    ["ln_f.bias", [d]],
  ]);
  for (let i = 0; i < layers; i++)
    for (const [name, shape] of [
      ["ln_1.weight", [d]],
      ["ln_1.bias", [d]],
      ["attn.c_attn.weight", [d, 3 * d]],
      ["attn.c_attn.bias", [3 * d]],
      ["attn.c_proj.weight", [d, d]],
      ["attn.c_proj.bias", [d]],
      ["ln_2.weight", [d]],
      ["ln_2.bias", [d]],
      ["mlp.c_fc.weight", [d, dInner]],
      ["mlp.c_fc.bias", [dInner]],
      ["mlp.c_proj.weight", [dInner, d]],
      ["mlp.c_proj.bias", [d]],
    ] as const)
      shapes.set(`h.${i}.${name}`, shape);
  if (!config.tiedEmbeddings) shapes.set("lm_head.weight", [vocabulary, d]);
  return shapes;
}

/** Hugging Face stores the causal mask beside the weights: 1 where a position may look, [1, 1, pos, pos]. */
const CAUSAL_MASK: StoredBuffer = {
  what: "the causal mask, 1 up to each position and 0 behind it",
  fits: (shape) => shape.length === 4 && shape[0] === 1 && shape[1] === 1 && shape[2] === shape[3],
  equals: (value, index, [, , , n = 1]) => value === Number(index % n <= Math.floor(index / n)),
};

/** What it puts in the place of a masked score: -10,000, of which bfloat16 makes -9984, or less. All give a weight of 0. */
const MASKED_SCORE: StoredBuffer = {
  what: "the score of a masked position, -10000 or less",
  fits: (shape) => shape.every((n) => n === 1),
  equals: (value) => value <= -9984,
};

export const gpt2Names: TensorNames = {
  prefix: "transformer.",
  head: "lm_head.weight",
  tiedTo: "wte.weight",
  bufferOf(name) {
    const [, buffer] = /^h\.\d+\.attn\.(bias|masked_bias)$/.exec(name) ?? [];
    return buffer === "bias" ? CAUSAL_MASK : buffer === "masked_bias" ? MASKED_SCORE : null;
  },
  blockOf(name) {
    const block = /^h\.(\d+)\./.exec(name);
    return block ? Number(block[1]) : null;
  },
};

/**
 * Matrices ~ N(0, sd²), projections into the residual stream ~ N(0, sd² / (2 layers)), gains 1, biases 0; GPT-2's own
 * sd unless given.
 */
export function initialLaw(name: string, { layers }: Gpt2Config, sd = INITIAL_SD): WeightLaw {
  if (name.endsWith(".bias")) return { offset: 0, sd: 0 };
  if (/ln_(1|2|f)\.weight$/.test(name)) return { offset: 1, sd: 0 };
  const intoResidual = name.endsWith("c_proj.weight");
  return { offset: 0, sd: intoResidual ? sd / Math.sqrt(2 * layers) : sd };
}
