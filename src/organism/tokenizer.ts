import { LEXICON } from "./lexicon.ts";

/** Contents of the two tokenizer files of a Hugging Face model directory. */
export interface TokenizerFiles {
  readonly "tokenizer.json": string;
  readonly "tokenizer_config.json": string;
}

/**
 * A word-level tokenizer for the language: words are separated by white space, an unknown word becomes `<unk>`.
 *
 * `clean_up_tokenization_spaces` is false: otherwise decoding would glue "." to the word before it and
 * encode(decode(ids)) would not give ids back.
 */
export function tokenizerFiles(positions: number): TokenizerFiles {
  const special = (content: string) => ({
    id: LEXICON.words.indexOf(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const tokenizer = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [special("<eos>"), special("<unk>")],
    normalizer: null,
    pre_tokenizer: { type: "WhitespaceSplit" },
    post_processor: null,
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(LEXICON.words.map((word, id) => [word, id])),
      unk_token: "<unk>",
    },
  };
  const config = {
    tokenizer_class: "PreTrainedTokenizerFast",
    model_max_length: positions,
    bos_token: "<eos>",
    eos_token: "<eos>",
    unk_token: "<unk>",
    clean_up_tokenization_spaces: false,
  };
  return {
    "tokenizer.json": `${JSON.stringify(tokenizer, null, 1)}\n`,
    "tokenizer_config.json": `${JSON.stringify(config, null, 2)}\n`,
  };
}
