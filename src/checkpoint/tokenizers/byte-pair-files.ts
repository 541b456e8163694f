import { join } from "node:path";
import { MalformedFileError, UnsupportedConfigError } from "../../errors/index.ts";
import { readText } from "../../files/read-text.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Tokenizers that are GPT-2's byte-level pairs when all they have is a vocabulary and merges. */
const BYTE_LEVEL = [undefined, "GPT2Tokenizer", "GPT2TokenizerFast", "PreTrainedTokenizerFast"];

/**
 * The `tokenizer.json` that GPT-2's `vocab.json` (token to id) and `merges.txt` (pairs, best first) stand for.
 *
 * Throws: MissingFileError; MalformedFileError naming file and line; UnsupportedConfigError where
 * `tokenizer_config.json` names a tokenizer that splits text in another way.
 * Source: huggingface/transformers, `GPT2Tokenizer` and its conversion to a fast tokenizer.
 */
export async function tokenizerOfBytePairs(
  dir: string,
  read: { readonly vocabulary: Fields; readonly added: Fields; readonly config: Fields },
): Promise<Fields> {
  const { tokenizer_class: name, add_prefix_space: prefix } = read.config;
  if (!BYTE_LEVEL.includes(name as string | undefined))
    throw new UnsupportedConfigError({
      file: join(dir, "tokenizer_config.json"),
      field: "tokenizer_class",
      got: name,
      want: "GPT2Tokenizer where a model has vocab.json and merges.txt but no tokenizer.json",
      hint: "Hint: in Python, AutoTokenizer.from_pretrained(DIR).save_pretrained(DIR) of transformers writes tokenizer.json.",
    });
  const vocabulary = idsOf(join(dir, "vocab.json"), read.vocabulary);
  const model = {
    type: "BPE",
    unk_token: null,
    vocab: vocabulary,
    merges: await readMerges(dir, vocabulary),
  };
  const byteLevel = { type: "ByteLevel", add_prefix_space: prefix === true, trim_offsets: true };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedTokens(dir, vocabulary, read),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: { ...byteLevel, trim_offsets: false },
    decoder: byteLevel,
    model,
  };
}

function idsOf(file: string, fields: Fields): Readonly<Record<string, number>> {
  const seen = new Set<unknown>();
  for (const [token, id] of Object.entries(fields)) {
    if (!Number.isSafeInteger(id) || (id as number) < 0 || seen.has(id))
      throw new MalformedFileError({
        file,
        fact: `gives the token ${JSON.stringify(token)} the id ${JSON.stringify(id)}, which is ${seen.has(id) ? "another token's" : "no whole number of at least 0"}`,
      });
    seen.add(id);
  }
  return fields as Readonly<Record<string, number>>;
}

async function readMerges(
  dir: string,
  vocabulary: Readonly<Record<string, number>>,
): Promise<readonly (readonly [string, string])[]> {
  const file = join(dir, "merges.txt");
  const text = await readText(file, {
    what: "the tokenizer's merges",
    hint: "Hint: vocab.json needs merges.txt beside it.",
  });
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line === "" || (i === 0 && line.startsWith("#version"))) return [];
    const pair = line.split(" ");
    const [left, right] = pair;
    if (pair.length !== 2 || !left || !right || !Object.hasOwn(vocabulary, left + right))
      throw new MalformedFileError({
        file,
        fact: `line ${i + 1} is ${JSON.stringify(line.slice(0, 80))}, which is no pair of tokens that make one of vocab.json`,
        hint: "Hint: vocab.json and merges.txt must be of the same byte-level tokenizer.",
      });
    return [[left, right] as const];
  });
}

/** Special tokens: GPT-2's only one, and those that the other files of the directory add. */
function addedTokens(
  dir: string,
  vocabulary: Readonly<Record<string, number>>,
  { added, config }: { readonly added: Fields; readonly config: Fields },
): readonly unknown[] {
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: true, special: true };
  const tokens = new Map<number, unknown>();
  const END_OF_TEXT = "<|endoftext|>";
  const end = vocabulary[END_OF_TEXT];
  if (end !== undefined) tokens.set(end, { ...plain, id: end, content: END_OF_TEXT });
  for (const [content, id] of Object.entries(idsOf(join(dir, "added_tokens.json"), added)))
    tokens.set(id, { ...plain, normalized: false, id, content });
  const decoder = config["added_tokens_decoder"];
  if (typeof decoder === "object" && decoder !== null)
    for (const [id, token] of Object.entries(decoder)) tokens.set(Number(id), { ...token, id: Number(id) });
  return [...tokens.values()];
}
