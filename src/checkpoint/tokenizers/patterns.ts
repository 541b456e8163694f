import type { TokenizerJson } from "./tokenizer-files.ts";

/**
 * Regular expressions of published tokenizers, whose time is known to grow with the text alone: GPT-2's, cl100k's and
 * Llama 3's, Qwen 2's, and what GPT-NeoX, DeepSeek and others put in front.
 */
const KNOWN: ReadonlySet<string> = new Set([
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  "\\p{N}{1,3}",
  "\\s+",
  " {2,}",
]);

/**
 * Whether a tokenizer has a regular expression of its own, or pieces of a length of its own. JavaScript's engine tries every way to match one, and a few
 * make it try for ever; pieces of no length are cut for ever. What a tokenizer is made of beside them (byte-level pieces, words, digits) is the library's.
 */
export function hasOwnPatterns({
  normalizer,
  pre_tokenizer,
  post_processor,
  decoder,
}: TokenizerJson): boolean {
  return patternsIn([normalizer, pre_tokenizer, post_processor, decoder]).some(
    (pattern) => !KNOWN.has(pattern as string),
  );
}

function patternsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(patternsIn);
  if (typeof value !== "object" || value === null) return [];
  if ((value as { type?: unknown }).type === "FixedLength") return ["FixedLength"];
  return Object.entries(value).flatMap(([key, inside]) => (key === "Regex" ? [inside] : patternsIn(inside)));
}
