import type { BlockStep } from "../block-steps.ts";
import type { ModelSizes } from "../language-model.ts";
import type { JaxArray, Params } from "./runtime.ts";

/** A family's computation on jax-js, in the same three parts as on onnxruntime. Each gives up `tokens` or `x`. */
export interface JaxForward<C extends ModelSizes> {
  /** tokens: int32 [batch, pos] -> [batch, pos, d_model]. */
  embed(params: Params, tokens: JaxArray, config: C): JaxArray;
  /** The stream [batch, pos, d_model] from one of the family's sites to the next. */
  step(params: Params, x: JaxArray, step: BlockStep, config: C): JaxArray;
  /** What stands before the MLP's activation function, of the stream where the MLP reads it -> [batch, pos, d_mlp]. */
  mlpPre(params: Params, x: JaxArray, layer: number, config: C): JaxArray;
  /** The stream after the last block -> logits [batch, pos, vocabulary]. */
  unembed(params: Params, x: JaxArray, config: C): JaxArray;
}
