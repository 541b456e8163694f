import type { Gpt2Checkpoint } from "../gpt2-checkpoint.ts";
import { addPrefixCut, addSharedPrefixAttention, addWholeAttention } from "./gpt2-attention.ts";
import { addAttentionWrite, addEmbedding, addMlp, addQkv, addUnembedding } from "./gpt2-parts.ts";
import { graphBuilder } from "./graph-builder.ts";
import type { OnnxGraph } from "./onnx-model.ts";

/** The token and position embedding: ids [pos], positions [pos] -> x [pos, d_model]. */
export function embeddingGraph(checkpoint: Gpt2Checkpoint): OnnxGraph {
  const g = graphBuilder(checkpoint);
  g.rename(addEmbedding(g, "ids", "positions"), "x");
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
  const { config } = checkpoint;
  const g = graphBuilder(checkpoint);
  addUnembedding(g, config, "x");
  return g.build(
    "unembedding",
    [{ name: "x", type: "float32", shape: ["row", config.dModel] }],
    [{ name: "logits", type: "float32", shape: ["row", config.vocabulary] }],
  );
}

/**
 * One block over whole sequences: x [batch x pos, d_model], the positions of equally long sequences one after another,
 * with `mask` as in `addWholeAttention`. With `skip` the rows are resid_mid already, and attention adds nothing.
 *
 * Results: `mid` and `post` [batch x pos, d_model].
 */
export function blockGraph(checkpoint: Gpt2Checkpoint, layer: number): OnnxGraph {
  const { config } = checkpoint;
  const g = graphBuilder(checkpoint);
  const { mixed } = addWholeAttention(g, config, layer, addQkv(g, config, layer, "x"), "mask");
  const mid = g.node("Where", "mid", ["skip", "x", addAttentionWrite(g, layer, "x", mixed)]);
  g.rename(addMlp(g, config, layer, mid), "post");
  return g.build(
    `block_${layer}`,
    [
      { name: "x", type: "float32", shape: ["row", config.dModel] },
      { name: "skip", type: "bool", shape: [] },
      { name: "mask", type: "float32", shape: ["pos", "pos"] },
    ],
    [
      { name: "mid", type: "float32", shape: ["row", config.dModel] },
      { name: "post", type: "float32", shape: ["row", config.dModel] },
    ],
  );
}

/** From one depth to another; a depth is 2 x layer + (pre 0, mid 1, post 2). */
export interface Span {
  readonly start: number;
  readonly stop: number;
}

/**
 * The fast path as one graph: runs that share a prefix and differ in their last position, from `start` to `stop`.
 *
 * x [prefix + row, d_model] holds the prefix, one sequence as long as `mask` [pos, pos] says, and after it the last
 * position of every run. The prefix is carried along in the same products, so its keys and values cost no pass of
 * their own. Result: `read` [row, d_model], the last positions at `stop`.
 */
export function spanGraph(checkpoint: Gpt2Checkpoint, { start, stop }: Span): OnnxGraph {
  const { config } = checkpoint;
  const g = graphBuilder(checkpoint);
  const cut = addPrefixCut(g, config, "mask");
  let x = "x";
  for (let layer = start >> 1; 2 * layer < stop; layer++) {
    const b = g.within(`block_${layer}_`);
    if (2 * layer >= start) {
      const mixed = addSharedPrefixAttention(b, config, layer, addQkv(b, config, layer, x), cut);
      x = addAttentionWrite(b, layer, x, mixed);
    }
    if (2 * layer + 1 < stop) x = addMlp(b, config, layer, x);
  }
  g.rename(g.node("Slice", "last_rows", [x, ...cut.lastRows]), "read");
  return g.build(
    `span_${start}_${stop}`,
    [
      { name: "x", type: "float32", shape: ["all_rows", config.dModel] },
      { name: "mask", type: "float32", shape: ["pos", "pos"] },
    ],
    [{ name: "read", type: "float32", shape: ["row", config.dModel] }],
  );
}

/**
 * Cross-entropies of the first row's next-token distribution with every row's: x [row, d_model] -> [row, 1], nats.
 *
 * -sum_v P_0(v) log P_n(v); the row's own entropy at row 0. The logits [row, vocabulary] stay inside.
 */
export function crossEntropyGraph(checkpoint: Gpt2Checkpoint): OnnxGraph {
  const { config } = checkpoint;
  const g = graphBuilder(checkpoint);
  const logProbabilities = g.node("LogSoftmax", "log_probabilities", [addUnembedding(g, config, "x")], {
    axis: { int: -1 },
  });
  const first = g.node("Slice", "first", [
    logProbabilities,
    g.ints("from", [0]),
    g.ints("to", [1]),
    g.ints("rows", [0]),
  ]);
  const weights = g.node("Exp", "weights", [
    g.node("Reshape", "column", [first, g.ints("column_shape", [-1, 1])]),
  ]);
  g.node("Neg", "cross_entropies", [g.node("MatMul", "expected", [logProbabilities, weights])]);
  return g.build(
    "cross_entropy",
    [{ name: "x", type: "float32", shape: ["row", config.dModel] }],
    [{ name: "cross_entropies", type: "float32", shape: ["row", 1] }],
  );
}

/**
 * The whole model as one graph, for runtimes that load `model.onnx`: input_ids [batch, pos] -> logits
 * [batch, pos, vocabulary].
 */
export function causalLmGraph(checkpoint: Gpt2Checkpoint): OnnxGraph {
  const { config } = checkpoint;
  const g = graphBuilder(checkpoint);
  const idShape = g.node("Shape", "id_shape", ["input_ids"]);
  const length = g.node("Gather", "length", [idShape, g.ints("second", [1])]); // [1]
  const position = g.node("Range", "positions", [
    g.node("Squeeze", "zero_scalar", [g.ints("zero", [0])]),
    g.node("Squeeze", "length_scalar", [length]),
    g.node("Squeeze", "one_scalar", [g.ints("one", [1])]),
  ]);
  const row = g.node("Unsqueeze", "row", [position, g.ints("row_axis", [1])]);
  const visible = g.node("LessOrEqual", "visible", [position, row]); // [pos, pos], key <= query
  const mask = g.node("Where", "mask", [
    visible,
    g.scalar("seen", 0),
    g.scalar("hidden", Number.NEGATIVE_INFINITY),
  ]);
  const embedded = addEmbedding(g, "input_ids", position); // [batch, pos, d_model]
  let x = g.node("Reshape", "flat", [embedded, g.ints("rows", [-1, config.dModel])]);
  for (let layer = 0; layer < config.layers; layer++) {
    const b = g.within(`block_${layer}_`);
    const { mixed } = addWholeAttention(b, config, layer, addQkv(b, config, layer, x), mask);
    x = addMlp(b, config, layer, addAttentionWrite(b, layer, x, mixed));
  }
  const flat = addUnembedding(g.within("flat_"), config, x);
  const shape = g.node("Concat", "logits_shape", [idShape, g.ints("vocabulary", [config.vocabulary])], {
    axis: { int: 0 },
  });
  g.node("Reshape", "logits", [flat, shape]);
  return g.build(
    "causal_lm",
    [{ name: "input_ids", type: "int64", shape: ["batch", "pos"] }],
    [{ name: "logits", type: "float32", shape: ["batch", "pos", config.vocabulary] }],
  );
}
