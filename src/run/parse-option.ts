import { InvalidInputError } from "../errors/index.ts";
import type { Shard } from "../experiment/shard.ts";
import { DEVICES, type Device } from "../model/device.ts";

/** One of a few words. Throws, as all of these parsers: InvalidInputError. */
export function parseChoice<const C extends string>(
  name: string,
  choices: readonly C[],
  hint: string,
): (text: string) => C {
  return (text) => {
    const choice = choices.find((one) => one === text);
    if (choice === undefined)
      throw new InvalidInputError({ what: name, got: text, want: oneOf(choices), hint: `Hint: ${hint}` });
    return choice;
  };
}

export const parseDevice: (text: string) => Device = parseChoice(
  "--device",
  DEVICES,
  "cpu runs everywhere and gives the same bits again; webgpu and cuda need a GPU and its driver.",
);

/** A whole number of at least `least`. */
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

/** "2/8" as a shard. */
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

/** Names, separated by commas or given one by one; each once, in the order they are given in. */
export function parseNames(text: string, previous: readonly string[] | null = null): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  return [...new Set([...(previous ?? []), ...names])];
}

/** "a", "a or b", "a, b or c". */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
