import { join, resolve } from "node:path";
import type { PreTrainedTokenizer } from "@huggingface/transformers";
import { InvalidInputError, MalformedFileError } from "../errors/index.ts";
import { readText } from "../files/read-text.ts";
import type { Tokens } from "../model/language-model.ts";

/** The tokenizer of a model directory. */
export interface Tokenizer {
  /** Token ids of a text, without added special tokens. Throws: InvalidInputError for words it does not know. */
  encode(text: string): Tokens;
  /** The text of token ids, every space as it was, special tokens written out. */
  decode(tokens: Tokens): string;
}

/**
 * Opens `tokenizer.json` and `tokenizer_config.json` of a local directory with @huggingface/transformers; nothing is
 * fetched.
 *
 * Throws: MissingFileError, MalformedFileError.
 */
export async function openTokenizer(dir: string): Promise<Tokenizer> {
  for (const name of ["tokenizer.json", "tokenizer_config.json"]) await checkJson(join(dir, name));
  // imported here: it takes a quarter of a second and only text needs it
  const { AutoTokenizer, env } = await import("@huggingface/transformers");
  env.allowRemoteModels = false;
  env.useFSCache = false;
  const tokenizer = await AutoTokenizer.from_pretrained(resolve(dir));
  return {
    encode(text) {
      const ids = tokenizer.encode(text, { add_special_tokens: false });
      checkKnown(tokenizer, text, ids, dir);
      return ids;
    },
    // the default of old configurations drops the spaces in front of punctuation
    decode: (tokens) => tokenizer.decode([...tokens], { clean_up_tokenization_spaces: false }),
  };
}

/**
 * A word-level tokenizer turns every word it lacks into its unknown token, or drops it; either would change the
 * prompt without a word. The unknown token written out in the text is not an unknown word.
 */
function checkKnown(tokenizer: PreTrainedTokenizer, text: string, ids: readonly number[], dir: string): void {
  const { unk_token: unknown, unk_token_id: unknownId } = tokenizer;
  const written = unknown ? text.split(unknown).length - 1 : 0;
  const found = ids.filter((id) => id === unknownId || !Number.isInteger(id)).length;
  if (found > written || ids.length === 0)
    throw new InvalidInputError({
      what: "the text",
      got: text,
      want: `made of words that the tokenizer in ${dir} knows`,
      hint: "Hint: write prompts in the model's own vocabulary, or give token ids in a .json file.",
    });
}

async function checkJson(file: string): Promise<void> {
  const text = await readText(file, {
    what: "the tokenizer",
    hint: "Hint: text needs tokenizer.json and tokenizer_config.json beside the model; prompts of token ids do not.",
  });
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new MalformedFileError({ file, fact: `is not JSON (${(cause as Error).message})` });
  }
}
