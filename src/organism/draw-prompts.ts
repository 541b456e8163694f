import { InvalidInputError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { textStream } from "./text-stream.ts";

/** Distance between the stretches of text that successive prompts come from: longer than nearly every story. */
const PROMPT_STRIDE = 128;

/**
 * Prompts for experiments: the first `length` tokens of uniformly random windows of text that no training saw.
 *
 * Prompt i lies uniformly in the i-th stretch of 128 tokens of an endless text, so prompts never overlap and the
 * i-th prompt does not depend on `count`. Streams used: `rng.fork("prompt-text")` and `rng.fork("prompt-place")`.
 *
 * Throws: InvalidInputError when `length` is not a whole number from 1 to 128.
 */
export function drawPrompts(rng: Rng, count: number, length = 10): number[][] {
  return [...promptsOneByOne(rng, count, length)];
}

/** As `drawPrompts`, each written when it is asked for. */
export function* promptsOneByOne(rng: Rng, count: number, length: number): Generator<number[]> {
  if (!Number.isInteger(length) || length < 1 || length > PROMPT_STRIDE)
    throw new InvalidInputError({
      what: "the prompt length",
      got: length,
      want: `a whole number from 1 to ${PROMPT_STRIDE}`,
      hint: "Hint: the paper's prompts have 10 tokens.",
    });
  const text = textStream(rng.fork("prompt-text"));
  const place = rng.fork("prompt-place");
  for (let i = 0; i < count; i++) {
    const start = place.integer(PROMPT_STRIDE - length + 1);
    yield Array.from(text.take(PROMPT_STRIDE).subarray(start, start + length));
  }
}
