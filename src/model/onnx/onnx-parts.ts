import type { BlockStep } from "../block-steps.ts";
import type { ModelSizes } from "../language-model.ts";
import type { GraphBuilder } from "./graph-builder.ts";

/**
 * Adds causal attention among the rows of a graph: qkv [row, 3 d_model], every head's queries, then keys, then values
 * -> mixed values [row, d_model]. Scores are multiplied by `scale`. Which rows see which is the graph's to say.
 */
export type Attend = (g: GraphBuilder, layer: number, qkv: string, scale: number) => string;

/**
 * A family's computation in three parts, of which `model-graphs.ts` makes every graph. Tensors are float32.
 *
 * A step's nodes share their block's names with those of `attention.ts`, and weights share theirs with the inputs of
 * the graphs (x, skip, mask, ids, positions): a name that stands twice is refused when the session is made.
 */
export interface OnnxParts<C extends ModelSizes> {
  /** Token ids and positions of equal shape, int64 -> the stream [..., d_model]. */
  embed(g: GraphBuilder, config: C, ids: string, positions: string): string;
  /** The stream [row, d_model] from one of the family's sites to the next. */
  step(g: GraphBuilder, config: C, step: BlockStep, x: string, attend: Attend): string;
  /** The name that a step gives what stands before the MLP's activation function [row, d_mlp]. */
  readonly mlpPre: string;
  /** The stream after the last block -> logits [row, vocabulary]. */
  unembed(g: GraphBuilder, config: C, x: string): string;
  /** Intermediate values of a block per row, by which the fast path cuts its batches. */
  valuesPerRow(config: C): number;
}
