import type { GraphBuilder } from "./graph-builder.ts";

/** How the columns of queries, keys and values are divided, and what their scores are multiplied by. */
export interface AttentionHeads {
  readonly dModel: number;
  readonly heads: number;
  readonly scale: number;
}

/** Mixed values, and the keys and values they came from. */
export interface WholeAttention {
  /** [batch x pos, d_model] */
  readonly mixed: string;
  /** [batch, head, d_head, pos] */
  readonly keys: string;
  /** [batch, head, pos, d_head] */
  readonly values: string;
}

/**
 * Causal attention within each of several equally long sequences: qkv [batch x pos, 3 d_model].
 *
 * `mask` [pos, pos] is 0 where a position may look and -infinity elsewhere; its size says how long a sequence is.
 */
export function addWholeAttention(
  g: GraphBuilder,
  { dModel: d, heads, scale }: AttentionHeads,
  qkv: string,
  mask: string,
): WholeAttention {
  const sizes = [g.ints("any", [-1]), addLength(g, mask), g.ints("parts", [3, heads, d / heads])];
  const split = g.node("Reshape", "split", [
    qkv,
    g.node("Concat", "split_shape", sizes, { axis: { int: 0 } }),
  ]);
  // [batch, pos, 3, head, d_head] -> three times [batch, pos, head, d_head]
  const parts = g.nodes("Split", "part", [split], 3, { axis: { int: 2 }, num_outputs: { int: 3 } });
  const axis = g.ints("part_axis", [2]);
  const [q, k, v] = parts.map((part, i) => g.node("Squeeze", `squeezed_${i}`, [part, axis])) as Three;
  const queries = addTranspose(g, "queries", q, [0, 2, 1, 3]); // [batch, head, pos, d_head]
  const keys = addTranspose(g, "keys", k, [0, 2, 3, 1]);
  const values = addTranspose(g, "values", v, [0, 2, 1, 3]);
  const scores = addScaled(g, scale, g.node("MatMul", "scores", [queries, keys]));
  const weights = g.node("Softmax", "weights", [g.node("Add", "masked", [scores, mask])], {
    axis: { int: -1 },
  });
  const mixed = addTranspose(g, "mixed", g.node("MatMul", "weighted", [weights, values]), [0, 2, 1, 3]);
  return { mixed: g.node("Reshape", "out", [mixed, g.ints("rows", [-1, d])]), keys, values };
}

/** Where the rows of a shared prefix end and those of the runs begin, and the columns of queries, keys and values. */
export interface PrefixCut {
  /** [pos, pos], as in `addWholeAttention`; its size says how many rows the prefix has. */
  readonly mask: string;
  readonly prefixRows: Range;
  readonly lastRows: Range;
  /** Queries, keys and values of the last rows. */
  readonly lastParts: readonly [Range, Range, Range];
}

/** Inputs of a Slice, its data excepted. */
type Range = readonly [starts: string, ends: string, axes: string];

/** The cuts of one graph, to be shared by its blocks; `d` is d_model. */
export function addPrefixCut(g: GraphBuilder, d: number, mask: string): PrefixCut {
  const length = addLength(g, mask);
  const [zero, end] = [g.ints("zero", [0]), g.ints("end", [TO_THE_END])];
  const both = g.ints("rows_and_columns", [0, 1]);
  const pair = (name: string, row: string, column: number) =>
    g.node("Concat", name, [row, g.ints(`${name}_column`, [column])], { axis: { int: 0 } });
  const part = (i: number): Range => [
    pair(`part_${i}_from`, length, i * d),
    pair(`part_${i}_to`, end, (i + 1) * d),
    both,
  ];
  return {
    mask,
    prefixRows: [zero, length, zero],
    lastRows: [length, end, zero],
    lastParts: [part(0), part(1), part(2)],
  };
}

/**
 * Attention of runs that share a prefix and differ in their last position: qkv [prefix + row, 3 d_model] ->
 * [prefix + row, d_model].
 *
 * The first rows are the prefix, one causal sequence. Each of the others is the last position of a run of its own and
 * looks at the prefix and at itself: one product for all rows, plus each row's own key and value.
 */
export function addSharedPrefixAttention(
  g: GraphBuilder,
  of: AttentionHeads,
  layer: number,
  qkv: string,
  cut: PrefixCut,
): string {
  const { dModel: d, heads, scale } = of;
  const ofPrefix = g.within(`prefix_${layer}_`);
  const prefix = addWholeAttention(
    ofPrefix,
    of,
    g.node("Slice", "prefix_qkv", [qkv, ...cut.prefixRows]),
    cut.mask,
  );
  const first = g.ints("first_axis", [0]);
  const keys = g.node("Squeeze", "prefix_keys", [prefix.keys, first]); // [head, d_head, prefix]
  const values = g.node("Squeeze", "prefix_values", [prefix.values, first]); // [head, prefix, d_head]

  const byHead = g.ints("by_head", [-1, heads, d / heads]);
  const [q, k, v] = cut.lastParts.map((range, i) =>
    g.node("Reshape", `heads_${i}`, [g.node("Slice", `part_${i}`, [qkv, ...range]), byHead]),
  ) as Three; // [row, head, d_head]
  const queries = addTranspose(g, "queries", q, [1, 0, 2]); // [head, row, d_head]
  const toPrefix = g.node("MatMul", "prefix_scores", [queries, keys]); // [head, row, prefix]
  const last = g.ints("last_axis", [2]);
  const own = g.node("ReduceSum", "own_scores", [g.node("Mul", "query_key", [q, k]), last]); // [row, head, 1]
  const toSelf = addTranspose(g, "self_scores", own, [1, 0, 2]); // [head, row, 1]
  const scores = g.node("Concat", "scores", [toPrefix, toSelf], { axis: { int: 2 } });
  const weights = g.node("Softmax", "weights", [addScaled(g, scale, scores)], { axis: { int: -1 } });
  const beforeSelf = g.ints("before_self", [-1]);
  const onPrefix = g.node("Slice", "on_prefix", [weights, g.ints("start", [0]), beforeSelf, last]);
  const onSelf = g.node("Slice", "on_self", [weights, beforeSelf, g.ints("end", [TO_THE_END]), last]);
  const fromPrefix = g.node("MatMul", "weighted", [onPrefix, values]); // [head, row, d_head]
  const fromSelf = g.node("Mul", "from_self", [v, addTranspose(g, "self_weights", onSelf, [1, 0, 2])]);
  const mixed = g.node("Add", "mixed", [addTranspose(g, "from_prefix", fromPrefix, [1, 0, 2]), fromSelf]);
  const lastMixed = g.node("Reshape", "out", [mixed, g.ints("rows", [-1, d])]);
  return g.node("Concat", "all_mixed", [prefix.mixed, lastMixed], { axis: { int: 0 } });
}

type Three = [string, string, string];

/** As the end of a Slice: whatever the size is. */
const TO_THE_END = 2 ** 31 - 1;

/** The length of a sequence from its mask. Shape: [1]. */
function addLength(g: GraphBuilder, mask: string): string {
  const size = g.node("Shape", "mask_shape", [mask]);
  return g.node("Slice", "length", [size, g.ints("from", [0]), g.ints("to", [1])]);
}

function addScaled(g: GraphBuilder, scale: number, scores: string): string {
  return g.node("Mul", "scaled", [scores, g.scalar("scale", scale)]);
}

/** Axis i of the result is axis order[i] of x. */
function addTranspose(g: GraphBuilder, name: string, x: string, order: readonly number[]): string {
  return g.node("Transpose", name, [x], { perm: { ints: order } });
}
