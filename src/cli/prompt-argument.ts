import type { TypedPrompt } from "../run/prompts/prompt-words.ts";
import { parseTokens } from "./arguments.ts";

/**
 * "1,2,3" as token ids, "the cat" as the text it is. A part that is a number makes the whole a list of ids.
 *
 * Throws: InvalidInputError naming the part of such a list that is no whole number.
 */
export function parsePrompt(typed: string): TypedPrompt {
  const parts = typed.split(",").map((part) => part.trim());
  const isText = typed.trim() !== "" && parts.every((part) => !/^[-+]?\d/.test(part));
  return isText ? typed : parseTokens(typed);
}
