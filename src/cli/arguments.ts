import { InvalidInputError } from "../errors/index.ts";
import type { ResidualConvention } from "../model/language-model.ts";
import { parseChoice } from "../run/parse-option.ts";

/** "1,2,3" as token ids. Throws: InvalidInputError naming the part that is not a whole number. */
export function parseTokens(text: string): readonly number[] {
  return text.split(",").map((part) => {
    const trimmed = part.trim();
    if (!/^\d+$/.test(trimmed) || !Number.isSafeInteger(Number(trimmed)))
      throw new InvalidInputError({
        what: "a token id",
        got: trimmed,
        want: "a whole number of at least 0",
        hint: "Hint: write token ids separated by commas, such as 12,104,106; words go to --text, --base-text or --target-text.",
      });
    return Number(trimmed);
  });
}

export const parseConvention: (text: string) => ResidualConvention = parseChoice(
  "--convention",
  ["raw", "centred"],
  "raw is the stream as Hugging Face has it, centred as TransformerLens has it.",
);

/** Collects an option that may be given more than once. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
