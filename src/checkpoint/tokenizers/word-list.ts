import type { Tokens } from "../../model/language-model.ts";
import type { TokenizerFiles } from "./tokenizer-files.ts";

/** What of a tokenizer says how ids become text. */
interface WordLevel {
  readonly decoder?: unknown;
  readonly added_tokens?: readonly { readonly id: number; readonly content: string }[];
  readonly model?: {
    readonly type?: string;
    readonly vocab?: Readonly<Record<string, number>>;
    readonly unk_token?: string;
  };
}

/** The class that has no way of its own with text. */
const PLAIN = /^PreTrainedTokenizer(Fast)?$/;

/**
 * Writes out token ids by a tokenizer that is a list of words and nothing else, as the organism's: its words, with spaces
 * between, and its unknown token for an id without one. null for every other one.
 *
 * It says what the library says, which takes longer to load than a small model takes for its prompts.
 */
export function wordListDecoder({
  tokenizer,
  config,
}: Pick<TokenizerFiles, "tokenizer" | "config">): ((ids: Tokens) => string) | null {
  const { decoder, added_tokens: added = [], model } = tokenizer as WordLevel;
  const hasClass = PLAIN.test(String(config["tokenizer_class"] ?? "PreTrainedTokenizer"));
  if (model?.type !== "WordLevel" || (decoder ?? null) !== null || !hasClass) return null;
  const unknown = model.unk_token;
  if (typeof unknown !== "string" || unknown !== config["unk_token"]) return null; // the library knows which counts
  const words = new Map(Object.entries(model.vocab ?? {}).map(([word, id]) => [id, word]));
  const isList = Array.from(words.keys(), (id) => Number.isInteger(id) && id >= 0).every(Boolean);
  if (words.size === 0 || !isList || !added.every(({ id, content }) => words.get(id) === content))
    return null;
  return (ids) => ids.map((id) => words.get(id) ?? unknown).join(" ");
}
