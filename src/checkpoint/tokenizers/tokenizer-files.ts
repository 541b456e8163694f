import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { MissingFileError } from "../../errors/index.ts";
import { readJsonObject } from "../../files/read-json.ts";
import { tokenizerOfBytePairs } from "./byte-pair-files.ts";

export type TokenizerJson = Readonly<Record<string, unknown>>;

/** What a tokenizer is made from. */
export interface TokenizerFiles {
  /** The file errors are about. */
  readonly file: string;
  /** As in a `tokenizer.json`. */
  readonly tokenizer: TokenizerJson;
  /** As in a `tokenizer_config.json`; empty where there is none. */
  readonly config: TokenizerJson;
}

const HINT =
  "Hint: text needs tokenizer.json, or vocab.json and merges.txt, beside the model; prompts of token ids do not.";

/** Whether a model directory holds a tokenizer that is read. */
export function hasTokenizer(dir: string): boolean {
  const has = (name: string) => existsSync(join(dir, name));
  return has("tokenizer.json") || (has("vocab.json") && has("merges.txt"));
}

/**
 * Reads `tokenizer.json` of a directory, or GPT-2's `vocab.json` and `merges.txt` where that is not there, and
 * `tokenizer_config.json` where it is.
 *
 * Throws: MissingFileError, MalformedFileError.
 */
export async function readTokenizerFiles(dir: string): Promise<TokenizerFiles> {
  const has = (name: string) => existsSync(join(dir, name));
  const read = (name: string) => readJsonObject(join(dir, name), "the tokenizer", HINT);
  if (!hasTokenizer(dir)) throw await noTokenizer(dir);
  const config = has("tokenizer_config.json") ? await read("tokenizer_config.json") : {};
  if (has("tokenizer.json"))
    return { file: join(dir, "tokenizer.json"), tokenizer: await read("tokenizer.json"), config };
  const added = has("added_tokens.json") ? await read("added_tokens.json") : {};
  const tokenizer = await tokenizerOfBytePairs(dir, { vocabulary: await read("vocab.json"), added, config });
  return { file: join(dir, "vocab.json"), tokenizer, config };
}

async function noTokenizer(dir: string): Promise<MissingFileError> {
  const names = await readdir(dir).catch(() => []);
  const other = names.find((name: string) => /\.(model|tiktoken|vocab)$/.test(name));
  return new MissingFileError({
    file: join(dir, "tokenizer.json"),
    what: "the tokenizer",
    hint:
      other === undefined
        ? HINT
        : `Hint: ${other} is not read; in Python, AutoTokenizer.from_pretrained(DIR).save_pretrained(DIR) of transformers writes tokenizer.json beside it. Prompts of token ids need none.`,
  });
}
