import type { Activation } from "../../math/vec.ts";
import type { PromptPool, PromptTopics } from "../generator.ts";

/** A pool of prompts and their activations, by last token. */
export function promptPool(
  prompts: readonly (readonly number[])[],
  activations: readonly Activation[],
  topicOf?: PromptTopics["of"],
): PromptPool {
  const byLastToken = new Map<number, number[]>();
  prompts.forEach((tokens, i) => {
    const last = tokens.at(-1)!;
    const same = byLastToken.get(last);
    if (same) same.push(i);
    else byLastToken.set(last, [i]);
  });
  return {
    prompts,
    endingIn: (token) => byLastToken.get(token) ?? [],
    activation: (index) => activations[index]!,
    ...(topicOf && { topics: { of: topicOf, ofPool: prompts.map(topicOf) } }),
  };
}
