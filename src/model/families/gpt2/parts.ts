import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import type { Attend, OnnxParts } from "../../onnx/onnx-parts.ts";
import type { Gpt2Config } from "./config.ts";

/** GPT-2 on onnxruntime. */
export const gpt2Parts: OnnxParts<Gpt2Config> = {
  embed: (g, _, ids, positions) => addEmbedding(g, ids, positions),
  step: (g, config, { layer, from }, x, attend) =>
    from === "pre" ? addAttention(g, config, layer, x, attend) : addMlp(g, config, layer, x),
  mlpPre: "hidden",
  unembed: addUnembedding,
  // x, its norm, qkv, two layouts of attention, the MLP's hidden layer twice
  valuesPerRow: ({ dInner, dModel }) => 2 * dInner + 9 * dModel,
};

/** Token plus position embedding: ids and positions of equal length -> [pos, d_model]. */
function addEmbedding(g: GraphBuilder, ids: string, positions: string): string {
  const token = g.node("Gather", "token", [g.weight("wte.weight"), ids]);
  const position = g.node("Gather", "position", [g.weight("wpe.weight"), positions]);
  return g.node("Add", "embedded", [token, position]);
}

/** Final layer norm and unembedding: [row, d_model] -> [row, vocabulary]. */
function addUnembedding(g: GraphBuilder, config: Gpt2Config, x: string): string {
  const normed = addLayerNorm(g, config, "ln_f", "ln_f", x);
  const embedding = g.weight(config.tiedEmbeddings ? "wte.weight" : "lm_head.weight");
  return g.node("Gemm", "logits", [normed, embedding], { transB: { int: 1 } });
}

/** x + attention(LayerNorm(x)). */
function addAttention(g: GraphBuilder, config: Gpt2Config, layer: number, x: string, attend: Attend): string {
  const normed = addLayerNorm(g, config, "ln_1", `h.${layer}.ln_1`, x);
  const qkv = addLinear(g, "qkv", `h.${layer}.attn.c_attn`, normed); // [row, 3 d_model]
  const mixed = attend(g, layer, qkv, scoreScale(config, layer));
  return g.node("Add", "after_attention", [
    x,
    addLinear(g, "attention_out", `h.${layer}.attn.c_proj`, mixed),
  ]);
}

/** x + MLP(LayerNorm(x)). */
function addMlp(g: GraphBuilder, config: Gpt2Config, layer: number, x: string): string {
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

/** What attention scores are multiplied by: 1/sqrt(d_head) and 1/(layer + 1), where the config asks for them. */
function scoreScale(config: Gpt2Config, layer: number): number {
  const byHead = config.scaleScores ? 1 / Math.sqrt(config.dModel / config.heads) : 1;
  return config.scaleScoresByLayer ? byHead / (layer + 1) : byHead;
}
