import { openDecoder, openTokenizer, type Tokenizer } from "../../checkpoint/tokenizer.ts";
import { InvalidInputError, MissingFileError } from "../../errors/index.ts";
import type { Tokens } from "../../model/language-model.ts";

/** A prompt as it was typed: token ids, or text for the model's tokenizer. */
export type TypedPrompt = Tokens | string;

/** The token ids of a prompt; text needs the tokenizer of the model's directory. Throws: as `openTokenizer`. */
export async function tokensOf(prompt: TypedPrompt, modelDir: string): Promise<Tokens> {
  return typeof prompt === "string" ? (await openTokenizer(modelDir)).encode(prompt) : prompt;
}

/** A token as a person reads it: its text in quotes, or its id alone where the model has no tokenizer. */
export type WordOf = (id: number) => string;

/** Names tokens by the tokenizer of the model's directory, where there is one. Throws: MalformedFileError. */
export async function openWords(modelDir: string): Promise<WordOf> {
  const decode = await openTexts(modelDir);
  return (id) => (decode === null ? `token ${id}` : quoted(decode([id])));
}

/** The text of token ids by the tokenizer of the model's directory; null where it has none. Throws: MalformedFileError. */
export async function openTexts(modelDir: string): Promise<Tokenizer["decode"] | null> {
  return openDecoder(modelDir).catch((error: unknown) => {
    if (error instanceof MissingFileError) return null;
    throw error;
  });
}

/** In quotes, with nothing in it that a terminal obeys. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The one prompt of two flags, of which exactly one is to be given.
 *
 * Throws: InvalidInputError where none or both are.
 */
export function onePrompt<P extends TypedPrompt>(
  what: string,
  [byIds, ids]: readonly [flag: string, value: P | undefined],
  [byText, text]: readonly [flag: string, value: string | undefined],
): P | string {
  if (ids !== undefined && text === undefined) return ids;
  if (text !== undefined && ids === undefined) return text;
  throw new InvalidInputError({
    what,
    got: ids === undefined ? undefined : "given twice",
    want: `given once, by ${byIds} or by ${byText}`,
    hint: `Hint: ${byIds} takes token ids (12,104,106), ${byText} the words themselves.`,
  });
}
