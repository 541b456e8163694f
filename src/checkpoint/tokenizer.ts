import { BagOfLatentsError, InvalidInputError, MalformedFileError } from "../errors/index.ts";
import type { Tokens } from "../model/language-model.ts";
import { type LibraryTokenizer, libraryTokenizer } from "./tokenizers/library-tokenizer.ts";
import { hasOwnPatterns } from "./tokenizers/patterns.ts";
import { tokenizerApart } from "./tokenizers/tokenizer-apart.ts";
import { readTokenizerFiles, type TokenizerFiles } from "./tokenizers/tokenizer-files.ts";
import { wordListDecoder } from "./tokenizers/word-list.ts";

/** The tokenizer of a model directory. */
export interface Tokenizer {
  /**
   * Token ids of a text, without added special tokens.
   *
   * Throws: InvalidInputError for words it does not know, for tokens the model does not have, and for a text it cannot
   * take apart in time; MalformedFileError where its files make it fail.
   */
  encode(text: string): Tokens;
  /** The text of token ids, every space as it was, special tokens written out. Throws: MalformedFileError. */
  decode(tokens: Tokens): string;
}

/**
 * Opens the tokenizer of a local directory: `tokenizer.json`, or `vocab.json` and `merges.txt`, and
 * `tokenizer_config.json` where it is there. Nothing is fetched.
 *
 * A tokenizer with regular expressions of its own runs in a thread that can be stopped. `vocabulary`: how many tokens
 * the model has, where that is known.
 * Throws: MissingFileError; MalformedFileError for files of another make, naming the file.
 */
export async function openTokenizer(
  dir: string,
  model: { readonly vocabulary?: number } = {},
): Promise<Tokenizer> {
  const files = await readTokenizerFiles(dir);
  const library = await typed(files, () =>
    hasOwnPatterns(files.tokenizer) ? tokenizerApart(files) : libraryTokenizer(files.tokenizer, files.config),
  );
  return {
    encode(text) {
      const ids = typedNow(files, () => library.encode(text));
      checkKnown(library, text, ids, dir);
      checkInModel(library, ids, dir, model.vocabulary ?? Number.POSITIVE_INFINITY);
      return ids;
    },
    decode: (tokens) => typedNow(files, () => library.decode(tokens)),
  };
}

/** `decode` of the tokenizer of a local directory, for who encodes nothing. Throws: as `openTokenizer`. */
export async function openDecoder(dir: string): Promise<Tokenizer["decode"]> {
  return wordListDecoder(await readTokenizerFiles(dir)) ?? (await openTokenizer(dir)).decode;
}

/** Runs what calls the library; whatever it throws becomes an error about the tokenizer's file. */
function typedNow<T>(files: TokenizerFiles, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw ofFile(files, error);
  }
}

async function typed<T>(files: TokenizerFiles, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw ofFile(files, error);
  }
}

function ofFile({ file }: TokenizerFiles, error: unknown): Error {
  if (error instanceof BagOfLatentsError) return error;
  const [why = ""] = String(error instanceof Error ? error.message : error).split("\n");
  return new MalformedFileError({
    file,
    fact: `is no tokenizer that @huggingface/transformers can use (${why.replace(/^\w*Error: /, "").replace(/\.$/, "")})`,
    hint: "Hint: use the tokenizer.json that was published with the model, or give prompts of token ids in a .json file.",
  });
}

/**
 * A word-level tokenizer turns every word it lacks into its unknown token, or drops it; either would change the
 * prompt without a word. The unknown token written out in the text is not an unknown word.
 */
function checkKnown(
  { unknown: { token, id: unknownId } }: LibraryTokenizer,
  text: string,
  ids: readonly number[],
  dir: string,
): void {
  const written = token ? text.split(token).length - 1 : 0;
  const found = ids.filter((id) => id === unknownId || !Number.isInteger(id)).length;
  if (found > written || ids.length === 0)
    throw new InvalidInputError({
      what: "the text",
      got: text,
      want: `made of words that the tokenizer in ${dir} knows`,
      hint: "Hint: write prompts in the model's own vocabulary, or give token ids in a .json file.",
    });
}

/** A tokenizer may have more tokens than the model; a text that needs one of them cannot be run. */
function checkInModel(
  { decode }: LibraryTokenizer,
  ids: readonly number[],
  dir: string,
  vocabulary: number,
): void {
  const beyond = ids.find((id) => id >= vocabulary);
  if (beyond !== undefined)
    throw new InvalidInputError({
      what: `the token of ${JSON.stringify(decode([beyond]))} by the tokenizer in ${dir}`,
      got: beyond,
      want: `below ${vocabulary}, the size of the model's vocabulary, which is smaller than the tokenizer's`,
      hint: "Hint: the tokenizer is of another model, or has tokens that were added after the model was trained; use the one that was published with the weights.",
    });
}
