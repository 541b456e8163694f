import { blocksBetween, type Span, stepsOf, wholeBlock } from "../block-steps.ts";
import type { Checkpoint } from "../family.ts";
import { depthOf } from "../hook-point.ts";
import { addPrefixCut, addSharedPrefixAttention, addWholeAttention } from "./attention.ts";
import { type GraphBuilder, graphBuilder } from "./graph-builder.ts";
import type { OnnxGraph } from "./onnx-model.ts";
import type { Attend } from "./onnx-parts.ts";

/** The embedding: ids [pos], positions [pos] -> x [pos, d_model]. */
export function embeddingGraph(checkpoint: Checkpoint): OnnxGraph {
  const { config, family } = checkpoint;
  const g = graphBuilder(checkpoint);
  g.rename(family.onnx.embed(g, config, "ids", "positions"), "x");
  return g.build(
    "embedding",
    [
      { name: "ids", type: "int64", shape: ["pos"] },
      { name: "positions", type: "int64", shape: ["pos"] },
    ],
    [{ name: "x", type: "float32", shape: ["pos", config.dModel] }],
  );
}

/**
 * One block over whole sequences: x [batch x pos, d_model], the positions of equally long sequences one after another,
 * with `mask` as in `addWholeAttention`. Where the family has a mid there is also `skip`: with it the rows are resid_mid
 * already, and attention adds nothing.
 *
 * Results: `post`, and `mid` where there is one [batch x pos, d_model].
 */
export function blockGraph(checkpoint: Checkpoint, layer: number): OnnxGraph {
  const { config, family } = checkpoint;
  const g = graphBuilder(checkpoint);
  const attend = wholeSequences(checkpoint, "mask");
  let x = "x";
  for (const step of stepsOf(wholeBlock(layer), family.sites)) {
    const next = family.onnx.step(g, config, step, x, attend);
    x = step.to === "mid" ? g.node("Where", "mid", ["skip", x, next]) : g.rename(next, "post");
  }
  const rows = { type: "float32", shape: ["row", config.dModel] } as const;
  const hasMid = family.sites.includes("mid");
  return g.build(
    `block_${layer}`,
    [
      { name: "x", ...rows },
      ...(hasMid ? [{ name: "skip", type: "bool", shape: [] } as const] : []),
      { name: "mask", type: "float32", shape: ["pos", "pos"] },
    ],
    [...(hasMid ? [{ name: "mid", ...rows }] : []), { name: "post", ...rows }],
  );
}

/**
 * The fast path as one graph: runs that share a prefix and differ in their last position, from `start` to `stop`.
 *
 * x [prefix + row, d_model] holds the prefix, one sequence as long as `mask` [pos, pos] says, and after it the last
 * position of every run. The prefix is carried along in the same products, so its keys and values cost no pass of
 * their own. Result: `read` [row, d_model], the last positions at `stop`.
 */
export function spanGraph(checkpoint: Checkpoint, { start, stop }: Span): OnnxGraph {
  const { config, family } = checkpoint;
  const g = graphBuilder(checkpoint);
  const cut = addPrefixCut(g, config.dModel, "mask");
  const attend: Attend = (b, layer, qkv, scale) =>
    addSharedPrefixAttention(b, { ...config, scale }, layer, qkv, cut);
  let x = "x";
  for (const block of blocksBetween({ start, stop }))
    for (const step of stepsOf(block, family.sites))
      x = family.onnx.step(g.within(`block_${step.layer}_`), config, step, x, attend);
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
 * The MLP pre-activations of some blocks on the way of the fast path: `start` and the rows as in `spanGraph`, or, without
 * a prefix, every row a sequence of one position.
 *
 * Result: `pre` [row, block x d_mlp], the blocks side by side.
 */
export function mlpPreGraph(
  checkpoint: Checkpoint,
  { start, blocks, hasPrefix }: { start: number; blocks: readonly number[]; hasPrefix: boolean },
): OnnxGraph {
  const { config, family } = checkpoint;
  const g = graphBuilder(checkpoint);
  const cut = hasPrefix ? addPrefixCut(g, config.dModel, "mask") : null;
  const attend: Attend = cut
    ? (b, layer, qkv, scale) => addSharedPrefixAttention(b, { ...config, scale }, layer, qkv, cut)
    : wholeSequences(checkpoint, "mask");
  let x = "x";
  const read: string[] = [];
  for (const block of blocksBetween({ start, stop: depthOf(blocks.at(-1)!, "post") }))
    for (const step of stepsOf(block, family.sites)) {
      const within = `block_${step.layer}_`;
      x = family.onnx.step(g.within(within), config, step, x, attend);
      if (step.to !== "post" || !blocks.includes(step.layer)) continue;
      const all = `${within}${family.onnx.mlpPre}`;
      read.push(cut ? g.node("Slice", `${within}pre_rows`, [all, ...cut.lastRows]) : all);
    }
  g.node("Concat", "pre", read, { axis: { int: -1 } });
  return g.build(
    `mlp_pre_${start}_${blocks.join("_")}`,
    [
      { name: "x", type: "float32", shape: ["all_rows", config.dModel] },
      { name: "mask", type: "float32", shape: ["pos", "pos"] },
    ],
    [{ name: "pre", type: "float32", shape: ["row", "neurons"] }],
  );
}

/** What is read after the last block: logits, or what next-token distributions are against that of their curve's first row. */
export type Readout = "logits" | "cross-entropy" | "jensen-shannon";

/**
 * What follows the last block: x [row, d_model] -> `read`: logits [row, vocabulary], or nats [row, 1], from which the
 * logits stay inside. `whole` asks for logits, `mixed` for the Jensen-Shannon divergence, `each` [1] says how many rows a
 * curve has. One session holds the unembedding for all of them.
 */
export function readoutGraph(checkpoint: Checkpoint): OnnxGraph {
  const { config, family } = checkpoint;
  const g = graphBuilder(checkpoint);
  const logits = family.onnx.unembed(g, config, "x");
  g.choice("read", "whole", {
    yes: (b) => b.node("Identity", "logits", [logits]),
    no: (b) => addNats(b, logits, config.vocabulary),
  });
  return g.build(
    "readout",
    [
      { name: "x", type: "float32", shape: ["row", config.dModel] },
      { name: "whole", type: "bool", shape: [] },
      { name: "mixed", type: "bool", shape: [] },
      { name: "each", type: "int64", shape: [1] },
    ],
    [{ name: "read", type: "float32", shape: ["row", "value"] }],
  );
}

/** Logits [row, vocabulary] -> nats [row, 1], Jensen-Shannon divergences where `mixed`, else cross-entropies. */
function addNats(g: GraphBuilder, logits: string, vocabulary: number): string {
  const shape = [g.ints("any", [-1]), "each", g.ints("vocabulary", [vocabulary])];
  const logs = g.node("Reshape", "curve_logs", [
    g.node("LogSoftmax", "logs", [logits], { axis: { int: -1 } }),
    g.node("Concat", "curve_shape", shape, { axis: { int: 0 } }),
  ]);
  const firstLogs = g.node("Slice", "first_logs", [
    logs,
    g.ints("from", [0]),
    g.ints("to", [1]),
    g.ints("rows", [1]),
  ]);
  const first = g.node("Exp", "first", [firstLogs]);
  const nats = g.choice("nats", "mixed", {
    yes: (b) => addJensenShannon(b, { logs, firstLogs, first }),
    no: (b) => addCrossEntropies(b, { logs, first, vocabulary }),
  });
  return g.node("Reshape", "nats_of_rows", [nats, g.ints("rows_shape", [-1, 1])]);
}

/**
 * Log-probabilities of all rows and of the first of each curve [curve, row or 1, vocabulary], and the first rows'
 * probabilities.
 */
interface Distributions {
  readonly logs: string;
  readonly firstLogs: string;
  readonly first: string;
}

/** -sum_v P_0(v) log P_n(v); the row's own entropy at row 0. */
function addCrossEntropies(
  g: GraphBuilder,
  { logs, first, vocabulary }: Omit<Distributions, "firstLogs"> & { readonly vocabulary: number },
): string {
  // [curve, vocabulary, 1]: not transposed, which would be fused into the product and rounded in another order
  const weights = g.node("Reshape", "weights", [first, g.ints("column_shape", [-1, vocabulary, 1])]);
  return g.node("Neg", "cross_entropies", [g.node("MatMul", "expected", [logs, weights])]);
}

/** sum_v (P_0 (log P_0 - log M) + P_n (log P_n - log M)) / 2, M = (P_0 + P_n) / 2. */
function addJensenShannon(g: GraphBuilder, { logs, firstLogs, first }: Distributions): string {
  const own = g.node("Exp", "own", [logs]);
  const half = g.scalar("half", 0.5);
  const mixture = g.node("Mul", "mixture", [g.node("Add", "sum", [own, first]), half]);
  // a token that both rows rule out: 0 x (log 0 - log 0) must be 0
  const mixtureLogs = g.node("Log", "mixture_logs", [
    g.node("Max", "at_least", [mixture, g.scalar("least", 1e-37)]),
  ]);
  const part = (name: string, weights: string, its: string) =>
    g.node("Mul", name, [weights, g.node("Sub", `${name}_logs`, [its, mixtureLogs])]);
  const parts = g.node("Add", "parts", [part("of_own", own, logs), part("of_first", first, firstLogs)]);
  const total = g.node("ReduceSum", "total", [parts, g.ints("over_tokens", [-1])], { keepdims: { int: 1 } });
  return g.node("Mul", "divergences", [total, half]);
}

/**
 * The whole model as one graph, for runtimes that load `model.onnx`: input_ids [batch, pos] -> logits
 * [batch, pos, vocabulary].
 */
export function causalLmGraph(checkpoint: Checkpoint): OnnxGraph {
  const { config, family } = checkpoint;
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
  const embedded = family.onnx.embed(g, config, "input_ids", position); // [batch, pos, d_model]
  let x = g.node("Reshape", "flat", [embedded, g.ints("rows", [-1, config.dModel])]);
  const attend = wholeSequences(checkpoint, mask);
  for (let layer = 0; layer < config.layers; layer++)
    for (const step of stepsOf(wholeBlock(layer), family.sites))
      x = family.onnx.step(g.within(`block_${layer}_`), config, step, x, attend);
  const flat = family.onnx.unembed(g.within("flat_"), config, x);
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

/** Attention within each of several equally long sequences, as long as the mask says. */
function wholeSequences({ config }: Checkpoint, mask: string): Attend {
  return (g, _, qkv, scale) => addWholeAttention(g, { ...config, scale }, qkv, mask).mixed;
}
