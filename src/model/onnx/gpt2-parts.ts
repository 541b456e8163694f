import type { Gpt2Config } from "../gpt2-checkpoint.ts";
import type { GraphBuilder } from "./graph-builder.ts";

/** Token plus position embedding: ids and positions of equal length -> [pos, d_model]. */
export function addEmbedding(g: GraphBuilder, ids: string, positions: string): string {
  const token = g.node("Gather", "token", [g.weight("wte.weight"), ids]);
  const position = g.node("Gather", "position", [g.weight("wpe.weight"), positions]);
  return g.node("Add", "embedded", [token, position]);
}

/** Final layer norm and unembedding: [row, d_model] -> [row, vocabulary]. */
export function addUnembedding(g: GraphBuilder, config: Gpt2Config, x: string): string {
  const normed = addLayerNorm(g, config, "ln_f", "ln_f", x);
  const embedding = g.weight(config.tiedEmbeddings ? "wte.weight" : "lm_head.weight");
  return g.node("Gemm", "logits", [normed, embedding], { transB: { int: 1 } });
}

/** Queries, keys and values of a block: [row, d_model] -> [row, 3 d_model]. */
export function addQkv(g: GraphBuilder, config: Gpt2Config, layer: number, x: string): string {
  return addLinear(g, "qkv", `h.${layer}.attn.c_attn`, addLayerNorm(g, config, "ln_1", `h.${layer}.ln_1`, x));
}

/** x plus what attention writes, given its mixed values. */
export function addAttentionWrite(g: GraphBuilder, layer: number, x: string, mixed: string): string {
  return g.node("Add", "after_attention", [
    x,
    addLinear(g, "attention_out", `h.${layer}.attn.c_proj`, mixed),
  ]);
}

/** x + MLP(LayerNorm(x)). */
export function addMlp(g: GraphBuilder, config: Gpt2Config, layer: number, x: string): string {
  const normed = addLayerNorm(g, config, "ln_2", `h.${layer}.ln_2`, x);
  const hidden = addLinear(g, "hidden", `h.${layer}.mlp.c_fc`, normed);
  const active = g.node("Gelu", "active", [hidden], { approximate: { string: config.gelu } });
  return g.node("Add", "after_mlp", [x, addLinear(g, "mlp_out", `h.${layer}.mlp.c_proj`, active)]);
}

function addLayerNorm(g: GraphBuilder, config: Gpt2Config, name: string, weights: string, x: string): string {
  return g.node("LayerNormalization", name, [x, g.weight(`${weights}.weight`), g.weight(`${weights}.bias`)], {
    axis: { int: -1 },
    epsilon: { float: config.layerNormEpsilon },
  });
}

/** x W + b for two-dimensional x. */
function addLinear(g: GraphBuilder, name: string, weights: string, x: string): string {
  return g.node("Gemm", name, [x, g.weight(`${weights}.weight`), g.weight(`${weights}.bias`)]);
}
