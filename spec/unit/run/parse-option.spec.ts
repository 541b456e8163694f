import { availableParallelism } from "node:os";
import type { Command } from "commander";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../../src/cli/program.ts";
import { BagOfLatentsError } from "../../../src/errors/index.ts";
import { mostBases } from "../../../src/files/most-bases.ts";
import { basesThatFit, parseCount, parseShard, threadsOfCores } from "../../../src/run/parse-option.ts";
import { checkProperty } from "../../../src/vitest/property.ts";

describe("a count of the command line", () => {
  it("is the number typed within its ends, and a sentence with the reason beyond them", () => {
    const least = 4;
    checkProperty(
      fc.property(fc.integer({ min: -5, max: 60 }), fc.integer({ min: 5, max: 50 }), (typed, most) => {
        const parse = parseCount("--n", least, () => ({ most, because: "there are no more." }));
        if (typed >= least && typed <= most) {
          expect(parse(String(typed))).toBe(typed);
          return;
        }
        const want = typed > most ? `at most ${most}` : `at least ${least}`;
        expect(() => parse(String(typed))).toThrow(`it must be a whole number of ${want}.`);
      }),
    );
  });

  it("is no number that is not whole, not exact or not there", () => {
    for (const typed of ["", " ", "1.5", "Infinity", "NaN", "1e300", "9007199254740993", "two"])
      expect(() => parseCount("--n", 1)(typed)).toThrow(/^--n is /);
  });

  it("comes with a number that can be typed where it is none", () => {
    const hint = { hint: "Hint: for example --bases 200." };
    expect(() => parseCount("--bases", 2)("many")).toThrow(expect.objectContaining(hint));
    const one = { hint: "Hint: for example --n 3." };
    expect(() => parseCount("--n", 1, () => ({ most: 3, because: "" }))("0")).toThrow(
      expect.objectContaining(one),
    );
  });

  it("of threads goes with the cores of this machine", () => {
    const most = 4 * availableParallelism();
    expect(parseCount("--threads", 1, threadsOfCores)(String(most))).toBe(most);
    expect(() => parseCount("--threads", 1, threadsOfCores)(String(most + 1))).toThrow(
      `it must be a whole number of at most ${most}.`,
    );
  });

  it("of bases goes with the memory of this machine, and the run of the paper fits a small one", () => {
    const most = mostBases();
    expect(parseCount("--bases", 1, basesThatFit)(String(most))).toBe(most);
    expect(() => parseCount("--bases", 1, basesThatFit)(String(most + 1))).toThrow(`of at most ${most}.`);
    expect(mostBases(2 ** 30)).toBeGreaterThan(100_000);
  });

  it("of shards ends where no job array goes", () => {
    expect(parseShard("10000/10000")).toEqual({ index: 10_000, of: 10_000 });
    expect(() => parseShard("1/10001")).toThrow("i/n with n of at most 10000");
    expect(() => parseShard("5/4")).toThrow("i/n with i from 1 to n");
  });
});

it("every number that can be typed has an upper end", () => {
  const options = commandsOf(createProgram(process.cwd())).flatMap((command) => command.options);
  const numbers = options.filter(({ flags }) => /<(n|x|ids|i\/n)>/.test(flags));
  expect(new Set(numbers.map(({ long }) => long)).size).toBeGreaterThan(8);
  for (const { flags, parseArg } of numbers) {
    const typed = flags.includes("<i/n>") ? `1/${"9".repeat(400)}` : "9".repeat(400);
    expect(() => parseArg?.(typed, undefined), flags).toThrow(BagOfLatentsError);
  }
});

function commandsOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}
