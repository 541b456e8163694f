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

/**
 * Causal attention within each of several equally long sequences: qkv [batch x pos, 3 d_model] -> [batch x pos, d_model].
 *
 * `mask` [pos, pos] is 0 where a position may look and -infinity elsewhere; its size says how long a sequence is.
 */
export function addWholeAttention(
  g: GraphBuilder,
  config: Gpt2Config,
  layer: number,
  qkv: string,
  mask: string,
): string {
  const { dModel: d, heads } = config;
  const length = g.node("Slice", "length", [
    g.node("Shape", "mask_shape", [mask]),
    g.ints("from", [0]),
    g.ints("to", [1]),
  ]);
  const sizes = [g.ints("any", [-1]), length, g.ints("parts", [3, heads, d / heads])];
  const split = g.node("Reshape", "split", [
    qkv,
    g.node("Concat", "split_shape", sizes, { axis: { int: 0 } }),
  ]);
  // [batch, pos, 3, head, d_head] -> three times [batch, pos, head, d_head]
  const parts = g.nodes("Split", "part", [split], 3, { axis: { int: 2 }, num_outputs: { int: 3 } });
  const axis = g.ints("part_axis", [2]);
  const [q, k, v] = parts.map((part, i) => g.node("Squeeze", `squeezed_${i}`, [part, axis])) as Three;
  const queries = addTranspose(g, "queries", q, [0, 2, 1, 3]); // [batch, head, pos, d_head]
  const keys = addTranspose(g, "keys", k, [0, 2, 3, 1]); // [batch, head, d_head, pos]
  const values = addTranspose(g, "values", v, [0, 2, 1, 3]); // [batch, head, pos, d_head]
  const scores = addScaled(g, config, layer, g.node("MatMul", "scores", [queries, keys]));
  const weights = g.node("Softmax", "weights", [g.node("Add", "masked", [scores, mask])], {
    axis: { int: -1 },
  });
  const mixed = addTranspose(g, "mixed", g.node("MatMul", "weighted", [weights, values]), [0, 2, 1, 3]);
  return g.node("Reshape", "out", [mixed, g.ints("rows", [-1, d])]);
}

/**
 * Each row's attention to one shared prefix and to itself: qkv [row, 3 d_model] -> [row, d_model], with `keys`
 * [head, d_head, prefix] and `values` [head, prefix, d_head].
 */
export function addFastAttention(
  g: GraphBuilder,
  config: Gpt2Config,
  layer: number,
  inputs: { readonly qkv: string; readonly keys: string; readonly values: string },
): string {
  const { dModel: d, heads } = config;
  const parts = g.nodes("Split", "part", [inputs.qkv], 3, { axis: { int: 1 }, num_outputs: { int: 3 } });
  const byHead = g.ints("by_head", [-1, heads, d / heads]);
  const [q, k, v] = parts.map((part, i) => g.node("Reshape", `heads_${i}`, [part, byHead])) as Three;
  const queries = addTranspose(g, "queries", q, [1, 0, 2]); // [head, row, d_head]
  const toPrefix = g.node("MatMul", "prefix_scores", [queries, inputs.keys]); // [head, row, prefix]
  const last = g.ints("last_axis", [2]);
  const own = g.node("ReduceSum", "own_scores", [g.node("Mul", "query_key", [q, k]), last]); // [row, head, 1]
  const toSelf = addTranspose(g, "self_scores", own, [1, 0, 2]); // [head, row, 1]
  const scores = g.node("Concat", "scores", [toPrefix, toSelf], { axis: { int: 2 } });
  const weights = g.node("Softmax", "weights", [addScaled(g, config, layer, scores)], { axis: { int: -1 } });
  const [start, beforeSelf, end] = [
    g.ints("start", [0]),
    g.ints("before_self", [-1]),
    g.ints("end", [2 ** 31 - 1]),
  ];
  const onPrefix = g.node("Slice", "on_prefix", [weights, start, beforeSelf, last]);
  const onSelf = g.node("Slice", "on_self", [weights, beforeSelf, end, last]);
  const fromPrefix = g.node("MatMul", "weighted", [onPrefix, inputs.values]); // [head, row, d_head]
  const fromSelf = g.node("Mul", "from_self", [v, addTranspose(g, "self_weights", onSelf, [1, 0, 2])]);
  const mixed = g.node("Add", "mixed", [addTranspose(g, "from_prefix", fromPrefix, [1, 0, 2]), fromSelf]);
  return g.node("Reshape", "out", [mixed, g.ints("rows", [-1, d])]);
}

type Three = [string, string, string];

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

/** Attention scores times 1/sqrt(d_head) and 1/(layer + 1), where the config asks for them. */
function addScaled(g: GraphBuilder, config: Gpt2Config, layer: number, scores: string): string {
  const byHead = config.scaleScores ? 1 / Math.sqrt(config.dModel / config.heads) : 1;
  const factor = config.scaleScoresByLayer ? byHead / (layer + 1) : byHead;
  return g.node("Mul", "scaled", [scores, g.scalar("scale", factor)]);
}

/** Axis i of the result is axis order[i] of x. */
function addTranspose(g: GraphBuilder, name: string, x: string, order: readonly number[]): string {
  return g.node("Transpose", name, [x], { perm: { ints: order } });
}
