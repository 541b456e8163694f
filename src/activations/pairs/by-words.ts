import { InvalidInputError, NotRunError } from "../../errors/index.ts";
import type { Rng } from "../../math/rng.ts";
import type { Activation } from "../../math/vec.ts";
import { fromPrompts, type PromptContext } from "../generator.ts";

/** Types that are the activation of another prompt, chosen by what it has in common with the base prompt. */

/**
 * Same last token: the activation of another prompt that ends in the token in which the base prompt ends, drawn uniformly.
 *
 * Keeps: the last token. Drops: every other token of the prompt. Shape: [d_model].
 * Throws: InvalidInputError where no prompt of the pool does. Source: Characterizing stable regions in the residual stream of LLMs (2024), appendix G.
 */
export const sameLastToken = among(({ tokens, pool }) => pool.endingIn(tokens.at(-1)!));

/**
 * Other last token: the activation of another prompt that ends in another token, drawn uniformly.
 *
 * Keeps: nothing of the prompt. Drops: the last token, every other token. Shape: [d_model].
 * Throws: InvalidInputError where no prompt of the pool does.
 */
export const otherLastToken = among((prompts) => endingOtherwise(prompts, () => true));

/**
 * Same topic: the activation of another prompt about the same thing that ends in another token, drawn uniformly.
 *
 * Keeps: what the prompt is about. Drops: the last token. Shape: [d_model].
 * Throws: NotRunError where the source of the prompts knows no topics; InvalidInputError where the base prompt has none, or
 * no prompt of the pool shares it. Source: ours.
 */
export const sameTopic = among((prompts) => {
  const own = topicOf(prompts);
  return own === null ? [] : endingOtherwise(prompts, (topic) => topic === own);
});

/**
 * Other topic: the activation of another prompt about another thing that ends in another token, drawn uniformly.
 *
 * Keeps: nothing of the prompt. Drops: what the prompt is about, the last token. Shape: [d_model].
 * Throws: as `sameTopic`. Source: ours.
 */
export const otherTopic = among((prompts) => {
  const own = topicOf(prompts);
  return own === null ? [] : endingOtherwise(prompts, (topic) => topic !== null && topic !== own);
});

/** The topic of the base prompt; null where it has none. Throws: NotRunError where nobody knows topics. */
function topicOf({ tokens, pool }: PromptContext): number | null {
  if (!pool.topics)
    throw new NotRunError({
      what: "A pair of prompts by topic",
      missing: "a source of prompts that knows what they are about",
      hint: "Hint: the organism's language has topics; text from elsewhere has none that is written down.",
    });
  return pool.topics.of(tokens);
}

/** Prompts of the pool that end in another token than the base prompt, of the topics that are asked for. */
function endingOtherwise(
  { tokens, pool }: PromptContext,
  isWanted: (topic: number | null) => boolean,
): readonly number[] {
  const last = tokens.at(-1);
  const { prompts, topics } = pool;
  const found: number[] = [];
  for (let i = 0; i < prompts.length; i++) {
    const other = prompts[i]!;
    if (other[other.length - 1] !== last && isWanted(topics?.ofPool[i] ?? null)) found.push(i);
  }
  return found;
}

/** One of some prompts, drawn uniformly; they hang on the words alone. */
function among(candidatesOf: (prompts: PromptContext) => readonly number[]) {
  return fromPrompts(
    (rng: Rng, { prompts }) => {
      const candidates = candidatesOf(prompts);
      if (candidates.length === 0)
        throw new InvalidInputError({
          what: "the number of other prompts that make such a pair",
          got: 0,
          want: "at least 1",
          hint: "Hint: give more prompts; the base is left out for this type.",
        });
      return prompts.pool.activation(candidates[rng.integer(candidates.length)]!).slice() as Activation;
    },
    (prompts) => candidatesOf(prompts).length > 0,
  );
}
