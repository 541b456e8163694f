import type { TensorNames, WeightLaw } from "../../family.ts";
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

export const gpt2Names: TensorNames = {
  prefix: "transformer.",
  head: "lm_head.weight",
  // Hugging Face stores the causal mask beside the weights; the graph has one of its own
  isBuffer: (name) => /^h\.\d+\.attn\.(bias|masked_bias)$/.test(name),
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
