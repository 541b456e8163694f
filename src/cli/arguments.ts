import { InvalidInputError } from "../errors/index.ts";
import type { Shard } from "../experiment/shard.ts";
import { DEVICES, type Device } from "../model/device.ts";
import type { ResidualConvention } from "../model/language-model.ts";

/** "1,2,3" as token ids. Throws: InvalidInputError naming the part that is not a whole number. */
export function parseTokens(text: string): readonly number[] {
  return text.split(",").map((part) => {
    const trimmed = part.trim();
    if (!/^\d+$/.test(trimmed))
      throw new InvalidInputError({
        what: "a token id",
        got: trimmed,
        want: "a whole number of at least 0",
        hint: "Hint: write token ids separated by commas, such as --tokens 12,104,106.",
      });
    return Number(trimmed);
  });
}

/** One of a few words, for commander's option parsers. Throws: InvalidInputError. */
export function parseChoice<const C extends string>(
  name: string,
  choices: readonly C[],
  hint: string,
): (text: string) => C {
  return (text) => {
    const choice = choices.find((one) => one === text);
    if (choice === undefined)
      throw new InvalidInputError({
        what: name,
        got: text,
        want: `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`,
        hint: `Hint: ${hint}`,
      });
    return choice;
  };
}

export const parseConvention: (text: string) => ResidualConvention = parseChoice(
  "--convention",
  ["raw", "centred"],
  "raw is the stream as Hugging Face has it, centred as TransformerLens has it.",
);

export const parseDevice: (text: string) => Device = parseChoice(
  "--device",
  DEVICES,
  "cpu runs everywhere and gives the same bits again; webgpu and cuda need a GPU and its driver.",
);

/** A whole number of at least `least`, for commander's option parsers. */
export function parseCount(name: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || text.trim() === "")
      throw new InvalidInputError({
        what: name,
        got: text,
        want: `a whole number of at least ${least}`,
        hint: "Hint: see --help for its default.",
      });
    return value;
  };
}

/** "2/8" as a shard. Throws: InvalidInputError. */
export function parseShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of)
    throw new InvalidInputError({
      what: "--shard",
      got: text,
      want: "i/n with i from 1 to n",
      hint: "Hint: --shard 2/8 measures the second of eight shares; give every machine another i.",
    });
  return { index, of };
}

/** Collects an option that may be given more than once. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
