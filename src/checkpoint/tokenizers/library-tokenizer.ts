import type { TokenizerJson } from "./tokenizer-files.ts";

/** A tokenizer of @huggingface/transformers, with what is asked of it. Its errors are the library's own. */
export interface LibraryTokenizer {
  /** Token ids of a text, without added special tokens; not whole numbers for what it does not know. */
  encode(text: string): readonly number[];
  /** The text of token ids, every space as it was, special tokens written out. */
  decode(ids: readonly number[]): string;
  /** The token it writes for what it does not know. */
  readonly unknown: { readonly token: string | null; readonly id: number | undefined };
}

/**
 * Makes a tokenizer from what its files say: the one place where the library is called. It reads no file and fetches
 * nothing. `truncation` and `padding` of a `tokenizer.json` change nothing: they are of the batches of a training.
 *
 * The class is the one that `tokenizer_class` names, as AutoTokenizer takes it.
 * Throws: whatever the library throws; callers turn it into an error about the file.
 */
export async function libraryTokenizer(
  tokenizer: TokenizerJson,
  config: TokenizerJson,
): Promise<LibraryTokenizer> {
  // imported here: it takes a quarter of a second and only text needs it
  const library = await import("@huggingface/transformers");
  library.env.allowRemoteModels = false;
  library.env.useFSCache = false;
  const name = String(config["tokenizer_class"] ?? "PreTrainedTokenizer").replace(/Fast$/, "");
  const named = /Tokenizer$/.test(name) ? (library as Readonly<Record<string, unknown>>)[name] : undefined;
  const Class = isTokenizerClass(named, library.PreTrainedTokenizer) ? named : library.PreTrainedTokenizer;
  const made = new Class({ ...tokenizer, truncation: null, padding: null }, config);
  return {
    encode: (text) => made.encode(text, { add_special_tokens: false }),
    // the default of old configurations drops the spaces in front of punctuation
    decode: (ids) => made.decode([...ids], { clean_up_tokenization_spaces: false }),
    unknown: { token: made.unk_token ?? null, id: made.unk_token_id },
  };
}

function isTokenizerClass<T extends abstract new (...args: never[]) => unknown>(
  value: unknown,
  base: T,
): value is T {
  return typeof value === "function" && (value === base || Object.prototype.isPrototypeOf.call(base, value));
}
