import { coordinateMean, rowOf } from "../math/vec.ts";
import type { Tokens } from "../model/language-model.ts";
import { logSoftmax, nextTokenLoss } from "../model/next-token-loss.ts";
import type { Installation } from "./installation.ts";

/** What some prompts show of a model. */
export interface Seen {
  /** The stream at the hook, last positions. Shape: [prompt][d_model]. */
  readonly x: readonly Float32Array[];
  /** Mean over all predicted tokens, nats; null where every prompt is one token. */
  readonly loss: number | null;
  /** Mean entropy of the predictions at last positions, nats. */
  readonly entropy: number;
}

/** Prompts that are run: the loss of 200 prompts of 10 tokens is known to a few per cent. */
export const HEALTH_PROMPTS = 200;
/** Tokens of each. */
const MOST_TOKENS = 64;

/** Runs the first prompts once each. At least one. Throws: what running the model throws. */
export async function runForHealth(
  { model, readAt, recentre }: Pick<Installation, "model" | "readAt" | "recentre">,
  prompts: readonly Tokens[],
): Promise<Seen> {
  const x: Float32Array[] = [];
  let loss = 0;
  let predicted = 0;
  let entropy = 0;
  for (const prompt of prompts.slice(0, HEALTH_PROMPTS)) {
    const tokens = prompt.slice(0, Math.min(MOST_TOKENS, model.shape.positions));
    const { residuals, logits } = await model.run({ from: { tokens }, read: [readAt], logits: true });
    const stream = residuals.get(readAt)!;
    const last = rowOf(stream, stream.rows - 1).slice();
    const mean = recentre ? coordinateMean(last) : 0;
    x.push(recentre ? last.map((v) => v - mean) : last);
    for (const [p, next] of tokens.slice(1).entries()) {
      loss += nextTokenLoss(rowOf(logits!, p), next);
      predicted++;
    }
    for (const logP of logSoftmax(rowOf(logits!, tokens.length - 1)))
      if (logP > Number.NEGATIVE_INFINITY) entropy -= Math.exp(logP) * logP;
  }
  return { x, loss: predicted === 0 ? null : loss / predicted, entropy: entropy / x.length };
}

/**
 * Loss of who knows only how often each token occurs: counted, with one added to every token of the vocabulary, on every
 * other prompt, and tried on the rest. Units: nats a token.
 */
export function unigramLoss(prompts: readonly Tokens[], vocabulary: number): number {
  const counts = new Map<number, number>();
  let counted = 0;
  const [known, tried] = [0, 1].map((odd) => prompts.filter((_, i) => prompts.length < 2 || i % 2 === odd));
  for (const id of known!.flat()) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    counted++;
  }
  const tokens = tried!.flat();
  const total = tokens.reduce(
    (sum, id) => sum - Math.log(((counts.get(id) ?? 0) + 1) / (counted + vocabulary)),
    0,
  );
  return total / tokens.length;
}
