import { availableParallelism } from "node:os";
import { InvalidInputError } from "../errors/index.ts";
import type { Shard } from "../experiment/shard.ts";
import { mostBases } from "../files/most-bases.ts";
import { BYTES_PER_BASE, MAX_SHARDS, MAX_WHOLE_NUMBER, THREADS_PER_CORE } from "../limits.ts";
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

/** The upper end of a count, with its reason. */
export interface CountEnd {
  readonly most: number;
  /** A sentence of a hint. */
  readonly because: string;
}

/** A whole number of at least `least`, and at most what its end says: asked for when it is typed, not when it is defined. */
export function parseCount(
  name: string,
  least: number,
  end: () => CountEnd = exactWholeNumbers,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const { most, because } = end();
    if (Number.isInteger(value) && value > most)
      throw new InvalidInputError({
        what: name,
        got: text,
        want: `a whole number of at most ${most}`,
        hint: `Hint: ${because}`,
      });
    if (!Number.isSafeInteger(value) || value < least || text.trim() === "")
      throw new InvalidInputError({
        what: name,
        got: text,
        want: `a whole number of at least ${least}`,
        hint: `Hint: for example ${name} ${Math.min(most, 100 * Math.max(1, least))}.`,
      });
    return value;
  };
}

function exactWholeNumbers(): CountEnd {
  return { most: MAX_WHOLE_NUMBER, because: "larger whole numbers are not told apart." };
}

/** The end of threads of one product: some for each core of this machine. */
export function threadsOfCores(): CountEnd {
  const cores = availableParallelism();
  return {
    most: THREADS_PER_CORE * cores,
    because: `this machine has ${cores} cores; more than ${THREADS_PER_CORE} threads a core only wait for one another.`,
  };
}

/** The end of base prompts: as many as fit in the memory of this machine, said before any is drawn. */
export function basesThatFit(): CountEnd {
  return {
    most: mostBases(),
    because: `a base takes at least ${BYTES_PER_BASE / 1024} KiB of memory, and no more of them fit in this machine's; shards share a run among machines.`,
  };
}

/** "2/8" as a shard. */
export function parseShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of || of > MAX_SHARDS)
    throw new InvalidInputError({
      what: "--shard",
      got: text,
      want: of > MAX_SHARDS ? `i/n with n of at most ${MAX_SHARDS}` : "i/n with i from 1 to n",
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
