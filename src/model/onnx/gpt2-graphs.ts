import type { Gpt2Checkpoint, Gpt2Config } from "../gpt2-checkpoint.ts";
import { type GraphBuilder, graphBuilder } from "./graph-builder.ts";
import type { OnnxGraph } from "./onnx-model.ts";

/** The token and position embedding: ids [pos], positions [pos] -> x [pos, d_model]. */
export function embeddingGraph(checkpoint: Gpt2Checkpoint): OnnxGraph {
  const g = graphBuilder(checkpoint);
  const token = g.node("Gather", "token", [g.weight("wte.weight"), "ids"]);
  const position = g.node("Gather", "position", [g.weight("wpe.weight"), "positions"]);
  g.rename(g.node("Add", "sum", [token, position]), "x");
  return g.build(
    "embedding",
    [
      { name: "ids", type: "int64", shape: ["pos"] },
      { name: "positions", type: "int64", shape: ["pos"] },
    ],
    [{ name: "x", type: "float32", shape: ["pos", checkpoint.config.dModel] }],
  );
}

/** Final layer norm and unembedding: x [row, d_model] -> logits [row, vocabulary]. */
export function unembeddingGraph(checkpoint: Gpt2Checkpoint): OnnxGraph {
  const g = graphBuilder(checkpoint);
  addUnembedding(g, checkpoint.config, "x", "logits");
  return g.build(
    "unembedding",
    [{ name: "x", type: "float32", shape: ["row", checkpoint.config.dModel] }],
    [{ name: "logits", type: "float32", shape: ["row", checkpoint.config.vocabulary] }],
  );
}

/**
 * One block over rows of the residual stream. Its weights serve three uses, chosen by the inputs:
 *
 * - whole sequences (`fast` false): rows are the positions of equally long sequences, one after another; `mask`
 *   [S, S] is 0 where a position may look and -infinity elsewhere, and its size says how long a sequence is.
 * - the fast path (`fast` true): every row is the last position of a run of its own over one shared prefix, whose keys
 *   [head, d_head, prefix] and values [head, prefix, d_head] are given: one product for all rows, plus each row's
 *   own key and value.
 * - from the middle (`skip` true): the rows are resid_mid already, and attention adds nothing.
 *
 * Results: `qkv` [row, 3 d_model] (queries, keys, values), `mid` and `post` [row, d_model].
 */
export function blockGraph(checkpoint: Gpt2Checkpoint, layer: number): OnnxGraph {
  const { config } = checkpoint;
  const { dModel: d, heads } = config;
  const g = graphBuilder(checkpoint);
  const normed = layerNorm(g, config, "ln_1", `h.${layer}.ln_1`, "x");
  linear(g, "qkv", `h.${layer}.attn.c_attn`, normed);
  const mixed = g.node("If", "attention", ["fast"], {
    then_branch: { graph: fastAttention(checkpoint, layer) },
    else_branch: { graph: wholeAttention(checkpoint, layer) },
  });
  const written = linear(g, "attention_out", `h.${layer}.attn.c_proj`, mixed);
  const summed = g.node("Add", "after_attention", ["x", written]);
  g.node("Where", "mid", ["skip", "x", summed]);
  addMlp(g, config, layer, "mid", "post");
  return g.build(
    `block_${layer}`,
    [
      { name: "x", type: "float32", shape: ["row", d] },
      { name: "fast", type: "bool", shape: [] },
      { name: "skip", type: "bool", shape: [] },
      { name: "mask", type: "float32", shape: ["pos", "pos"] },
      { name: "prefix_keys", type: "float32", shape: [heads, d / heads, "prefix"] },
      { name: "prefix_values", type: "float32", shape: [heads, "prefix", d / heads] },
    ],
    [
      { name: "qkv", type: "float32", shape: ["row", 3 * d] },
      { name: "mid", type: "float32", shape: ["row", d] },
      { name: "post", type: "float32", shape: ["row", d] },
    ],
  );
}

/** Causal attention within each whole sequence: qkv [batch x pos, 3 d_model] -> [batch x pos, d_model]. */
function wholeAttention(checkpoint: Gpt2Checkpoint, layer: number): OnnxGraph {
  const { dModel: d, heads } = checkpoint.config;
  const g = graphBuilder(checkpoint, "whole_");
  const length = g.node("Slice", "length", [
    g.node("Shape", "mask_shape", ["mask"]),
    g.ints("from", [0]),
    g.ints("to", [1]),
  ]);
  const shape = g.node(
    "Concat",
    "shape",
    [g.ints("any", [-1]), length, g.ints("parts", [3, heads, d / heads])],
    {
      axis: { int: 0 },
    },
  );
  const split = g.node("Reshape", "split", ["qkv", shape]); // [batch, pos, 3, head, d_head]
  const parts = g.nodes("Split", "part", [split], 3, { axis: { int: 2 }, num_outputs: { int: 3 } });
  const axis = g.ints("axis_2", [2]);
  const [q, k, v] = parts.map((part, i) => g.node("Squeeze", `squeezed_${i}`, [part, axis])) as [
    string,
    string,
    string,
  ];
  const queries = transpose(g, "queries", q, [0, 2, 1, 3]); // [batch, head, pos, d_head]
  const keys = transpose(g, "keys", k, [0, 2, 3, 1]); // [batch, head, d_head, pos]
  const values = transpose(g, "values", v, [0, 2, 1, 3]);
  const scores = g.node("Mul", "scaled", [
    g.node("MatMul", "scores", [queries, keys]),
    scale(g, checkpoint.config, layer),
  ]);
  const masked = g.node("Add", "masked", [scores, "mask"]);
  const weights = g.node("Softmax", "weights", [masked], { axis: { int: -1 } });
  const mixed = transpose(g, "mixed", g.node("MatMul", "weighted", [weights, values]), [0, 2, 1, 3]);
  const out = g.node("Reshape", "out", [mixed, g.ints("rows", [-1, d])]);
  return g.build("whole", [], [{ name: out, type: "float32" }]);
}

/** Each row's attention to the shared prefix and to itself: qkv [row, 3 d_model] -> [row, d_model]. */
function fastAttention(checkpoint: Gpt2Checkpoint, layer: number): OnnxGraph {
  const { dModel: d, heads } = checkpoint.config;
  const g = graphBuilder(checkpoint, "fast_");
  const parts = g.nodes("Split", "part", ["qkv"], 3, { axis: { int: 1 }, num_outputs: { int: 3 } });
  const byHead = g.ints("by_head", [-1, heads, d / heads]);
  const [q, k, v] = parts.map((part, i) => g.node("Reshape", `heads_${i}`, [part, byHead])) as [
    string,
    string,
    string,
  ];
  const queries = transpose(g, "queries", q, [1, 0, 2]); // [head, row, d_head]
  const toPrefix = g.node("MatMul", "prefix_scores", [queries, "prefix_keys"]); // [head, row, prefix]
  const product = g.node("Mul", "query_key", [q, k]);
  const own = g.node("ReduceSum", "own_scores", [product, g.ints("last_axis", [2])]); // [row, head, 1]
  const toSelf = transpose(g, "self_scores", own, [1, 0, 2]); // [head, row, 1]
  const scores = g.node("Concat", "scores", [toPrefix, toSelf], { axis: { int: 2 } });
  const scaled = g.node("Mul", "scaled", [scores, scale(g, checkpoint.config, layer)]);
  const weights = g.node("Softmax", "weights", [scaled], { axis: { int: -1 } });
  const onPrefix = g.node("Slice", "on_prefix", [
    weights,
    g.ints("first", [0]),
    g.ints("before_last", [-1]),
    g.ints("axis_2", [2]),
  ]);
  const onSelf = g.node("Slice", "on_self", [
    weights,
    "fast_before_last",
    g.ints("end", [2 ** 31 - 1]),
    "fast_axis_2",
  ]);
  const fromPrefix = transpose(
    g,
    "from_prefix",
    g.node("MatMul", "weighted", [onPrefix, "prefix_values"]),
    [1, 0, 2],
  );
  const fromSelf = g.node("Mul", "from_self", [v, transpose(g, "self_weights", onSelf, [1, 0, 2])]); // [row, head, d_head]
  const mixed = g.node("Add", "mixed", [fromPrefix, fromSelf]);
  const out = g.node("Reshape", "out", [mixed, g.ints("rows", [-1, d])]);
  return g.build("fast", [], [{ name: out, type: "float32" }]);
}

/** x + MLP(LayerNorm(x)), under the given name. */
function addMlp(g: GraphBuilder, config: Gpt2Config, layer: number, x: string, result: string): string {
  const normed = layerNorm(g, config, `ln_2_${layer}`, `h.${layer}.ln_2`, x);
  const hidden = linear(g, `hidden_${layer}`, `h.${layer}.mlp.c_fc`, normed);
  const active = g.node("Gelu", `active_${layer}`, [hidden], { approximate: { string: config.gelu } });
  return g.node("Add", result, [x, linear(g, `mlp_out_${layer}`, `h.${layer}.mlp.c_proj`, active)]);
}

function addUnembedding(g: GraphBuilder, config: Gpt2Config, x: string, result: string): string {
  const normed = layerNorm(g, config, "ln_f", "ln_f", x);
  const embedding = g.weight(config.tiedEmbeddings ? "wte.weight" : "lm_head.weight");
  return g.node("Gemm", result, [normed, embedding], { transB: { int: 1 } });
}

/** Layer norm over d_model. */
function layerNorm(g: GraphBuilder, config: Gpt2Config, name: string, weights: string, x: string): string {
  return g.node("LayerNormalization", name, [x, g.weight(`${weights}.weight`), g.weight(`${weights}.bias`)], {
    axis: { int: -1 },
    epsilon: { float: config.layerNormEpsilon },
  });
}

/** x W + b for two-dimensional x. */
function linear(g: GraphBuilder, name: string, weights: string, x: string): string {
  return g.node("Gemm", name, [x, g.weight(`${weights}.weight`), g.weight(`${weights}.bias`)]);
}

/** What attention scores are multiplied by. */
function scale(g: GraphBuilder, config: Gpt2Config, layer: number): string {
  const byHead = config.scaleScores ? 1 / Math.sqrt(config.dModel / config.heads) : 1;
  return g.scalar("scale", config.scaleScoresByLayer ? byHead / (layer + 1) : byHead);
}

/** Axis i of the result is axis order[i] of x. */
function transpose(g: GraphBuilder, name: string, x: string, order: readonly number[]): string {
  return g.node("Transpose", name, [x], { perm: { ints: order } });
}
