import { type Matrix, rowOf } from "../math/vec.ts";
import type { Tokens } from "./language-model.ts";

/**
 * Mean next-token loss of a prompt.
 *
 * Formula: mean over positions p < last of log sum_v exp(logits[p, v]) - logits[p, tokens[p + 1]], in float64.
 * Units: nats. null for one token: there is nothing to predict.
 */
export function meanNextTokenLoss(logits: Matrix<"pos", "vocabulary">, tokens: Tokens): number | null {
  if (tokens.length < 2) return null;
  let sum = 0;
  for (let p = 0; p + 1 < tokens.length; p++) sum += nextTokenLoss(rowOf(logits, p), tokens[p + 1]!);
  return sum / (tokens.length - 1);
}

/** -log P(next) by one position's logits, in float64. Units: nats. */
export function nextTokenLoss(logits: Float32Array, next: number): number {
  return logSumExp(logits) - logits[next]!;
}

/** Log-probabilities of one position's logits, in float64. Shape: [vocabulary]; nats. */
export function logSoftmax(logits: Float32Array): Float64Array {
  const normaliser = logSumExp(logits);
  return Float64Array.from(logits, (logit) => logit - normaliser);
}

function logSumExp(values: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]!);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}
