import { readModelConfig } from "../../checkpoint/model-config.ts";
import { InvalidInputError } from "../../errors/index.ts";
import type { Tokens } from "../../model/language-model.ts";
import type { PromptSource } from "../../prompts/prompt-source.ts";

/**
 * The token that begins a text, as a model's configuration names it.
 *
 * Throws: InvalidInputError where it names none; as `readModelConfig`.
 */
export async function bosTokenOf(dir: string): Promise<number> {
  const { fields, file } = await readModelConfig(dir);
  const token = fields["bos_token_id"];
  if (typeof token === "number" && Number.isSafeInteger(token) && token >= 0) return token;
  throw new InvalidInputError({
    what: `bos_token_id of ${file}`,
    got: token ?? null,
    want: "a token id, since --bos begins every prompt with it",
    hint: "Hint: leave --bos out, or give prompts that begin with that token in a file, with --prompts.",
  });
}

/** Tokens of a prompt that are left for its source. Throws: InvalidInputError where the first token leaves none. */
export function tokensAfterFirst(tokens: number): number {
  if (tokens >= 2) return tokens - 1;
  throw new InvalidInputError({
    what: "--prompt-tokens",
    got: tokens,
    want: "at least 2 with --bos, which takes the first of them",
    hint: "Hint: --bos --prompt-tokens 128 is the setting of Lee and Heimersheim (2024).",
  });
}

/** The same prompts, each with one token in front. */
export function beginningWith(token: number, source: PromptSource): PromptSource {
  const first = (prompts: readonly Tokens[]) => prompts.map((tokens) => [token, ...tokens]);
  return {
    description: `${source.description}, after the token that begins a text`,
    async draw(rng, want) {
      const { bases, targets, population, ...rest } = await source.draw(rng, want);
      return { ...rest, bases: first(bases), targets: first(targets), population: first(population) };
    },
  };
}
