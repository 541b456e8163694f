import type { Gpt2Checkpoint } from "../gpt2-checkpoint.ts";
import {
  addAttentionWrite,
  addEmbedding,
  addFastAttention,
  addMlp,
  addQkv,
  addUnembedding,
  addWholeAttention,
} from "./gpt2-parts.ts";
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
 * One block over rows of the residual stream. Its weights serve three uses, chosen by the inputs:
 *
 * - whole sequences (`fast` false): rows are the positions of equally long sequences, one after another; `mask` as
 *   in `addWholeAttention`.
 * - the fast path (`fast` true): every row is the last position of a run of its own over one shared prefix, whose keys
 *   and values are given: one product for all rows, plus each row's own key and value.
 * - from the middle (`skip` true): the rows are resid_mid already, and attention adds nothing.
 *
 * Results: `qkv` [row, 3 d_model] (queries, keys, values), `mid` and `post` [row, d_model].
 */
export function blockGraph(checkpoint: Gpt2Checkpoint, layer: number): OnnxGraph {
  const { config } = checkpoint;
  const { dModel: d, heads } = config;
  const whole = graphBuilder(checkpoint, "whole_");
  const wholeOut = addWholeAttention(whole, config, layer, "qkv", "mask");
  const fast = graphBuilder(checkpoint, "fast_");
  const inputs = { qkv: "qkv", keys: "prefix_keys", values: "prefix_values" };
  const fastOut = addFastAttention(fast, config, layer, inputs);

  const g = graphBuilder(checkpoint);
  addQkv(g, config, layer, "x"); // named qkv, which the branches read
  const mixed = g.node("If", "attention", ["fast"], {
    then_branch: { graph: fast.build("fast", [], [{ name: fastOut, type: "float32" }]) },
    else_branch: { graph: whole.build("whole", [], [{ name: wholeOut, type: "float32" }]) },
  });
  const mid = g.node("Where", "mid", ["skip", "x", addAttentionWrite(g, layer, "x", mixed)]);
  g.rename(addMlp(g, config, layer, mid), "post");
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
    const mixed = addWholeAttention(b, config, layer, addQkv(b, config, layer, x), mask);
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
