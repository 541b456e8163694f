import type { CommonVerdict } from "./hypothesis-verdict.ts";

/** What becomes of a sentence: the common verdict of what tests it, or that nothing does. */
export type SentenceWord = CommonVerdict | "untested" | "no claim";

/**
 * The one word for a sentence, from those of its hypotheses and parts. Pure; their order does not matter.
 *
 * error before mixed; mixed where one is, or a supported and a contradicted one are; the word that all have; else
 * inconclusive. Parts of which no claim is made say nothing; what no claim tests keeps a sentence from being supported.
 */
export function sentenceWord(words: readonly SentenceWord[]): SentenceWord {
  const said = new Set(words.filter((word) => word !== "no claim"));
  if (said.size === 0) return "no claim";
  if (said.has("error")) return "error";
  if (said.has("mixed") || (said.has("supported") && said.has("contradicted"))) return "mixed";
  const [only] = said;
  return said.size === 1 ? only! : "inconclusive";
}
