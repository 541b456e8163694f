import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rng, rngFromSeed } from "../../src/math/rng.ts";
import type { Tokens } from "../../src/model/language-model.ts";
import {
  freshPrompts,
  listedPrompts,
  POPULATION_PROMPTS,
  type ReadyPromptSource,
  type RunPrompts,
} from "../../src/prompts/prompt-source.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const pairedKeys = ({ bases, targets }: RunPrompts) => bases.map((base, i) => `${base} | ${targets[i]}`);
const all = ({ bases, targets, population }: RunPrompts) => [...bases, ...targets, ...population];

/** Lists with repeats: 60 to 200 prompts of two tokens out of 400. */
const lists = fc.array(fc.tuple(fc.nat({ max: 19 }), fc.nat({ max: 19 })), { minLength: 60, maxLength: 200 });

/** A language of 20,000 prompts of which one base in about 50 comes twice: collisions are common. */
const small = freshPrompts("a small language", (rng: Rng, count: number): Tokens[] =>
  Array.from({ length: count }, () => [rng.integer(20_000), 7]),
);

describe("prompts from a list", () => {
  it("are all different and from the list; the population is what is left", () => {
    checkProperty(
      fc.property(lists, fc.nat(), fc.integer({ min: 1, max: 5 }), (list, seed, bases) => {
        const distinct = new Set(list.map(String));
        const drawn = listedPrompts("list", list).draw(rngFromSeed(seed), { bases, dModel: 2 });
        const keys = all(drawn).map(String);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.length).toBe(distinct.size);
        expect(keys.every((key) => distinct.has(key))).toBe(true);
        expect([drawn.bases.length, drawn.targets.length]).toEqual([bases, bases]);
      }),
      { numRuns: 50 },
    );
  });

  it("do not depend on repeats in the list, and more bases change no earlier pair", () => {
    checkProperty(
      fc.property(lists, fc.nat(), fc.integer({ min: 1, max: 4 }), (list, seed, bases) => {
        const draw = (source: ReadyPromptSource, count: number) =>
          source.draw(rngFromSeed(seed), { bases: count, dModel: 2 });
        const few = draw(listedPrompts("list", list), bases);
        expect(draw(listedPrompts("list", [...list, ...list]), bases)).toEqual(few);
        const more = pairedKeys(draw(listedPrompts("list", list), bases + 3));
        expect(more.slice(0, bases)).toEqual(pairedKeys(few));
      }),
      { numRuns: 50 },
    );
  });

  it("are at most 10,000 for the population", () => {
    const list = Array.from({ length: POPULATION_PROMPTS + 100 }, (_, i) => [i]);
    const drawn = listedPrompts("list", list).draw(rngFromSeed(0), { bases: 3, dModel: 2 });
    expect(drawn.population).toHaveLength(POPULATION_PROMPTS);
  });

  it("make pairs beyond those that must be only of what 10,000 for the population leave over", () => {
    const list = Array.from({ length: POPULATION_PROMPTS + 100 }, (_, i) => [i]);
    const draw = (upTo: number) =>
      listedPrompts("list", list).draw(rngFromSeed(0), { bases: 3, upTo, dModel: 2 });
    expect([draw(20), draw(50), draw(51)].map(({ bases }) => bases.length)).toEqual([20, 50, 50]);
    expect(draw(51).population).toHaveLength(POPULATION_PROMPTS);
    expect(pairedKeys(draw(20)).slice(0, 3)).toEqual(pairedKeys(draw(3)));
    expect(draw(20).population).toEqual(draw(3).population);
    const short = listedPrompts("list", list.slice(0, 60));
    expect(short.draw(rngFromSeed(0), { bases: 3, upTo: 20, dModel: 2 }).bases).toHaveLength(3);
  });

  it("are too few below 2 per base and 10 d_model, and enough at exactly that", () => {
    const list = (count: number) =>
      listedPrompts(
        "my.jsonl",
        Array.from({ length: count }, (_, i) => [i]),
      );
    const want = { bases: 10, dModel: 4 };
    expect(list(60).draw(rngFromSeed(0), want).population).toHaveLength(40);
    expect(() => list(59).draw(rngFromSeed(0), want)).toThrow(
      "my.jsonl holds 59 distinct prompts; 10 bases need 20 of them and the covariance at least 40 more (10 d_model).",
    );
    expect(() => listedPrompts("my.jsonl", Array<Tokens>(60).fill([1])).draw(rngFromSeed(0), want)).toThrow(
      "my.jsonl holds 1 distinct prompts",
    );
  });

  it("pair bases at random: another seed gives other pairs", () => {
    const list = Array.from({ length: 100 }, (_, i) => [i]);
    const draw = (seed: number) =>
      listedPrompts("list", list).draw(rngFromSeed(seed), { bases: 5, dModel: 2 });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2).bases).not.toEqual(draw(1).bases);
  });
});

describe("prompts from a language", () => {
  it("are all different, though the language repeats itself", () => {
    checkProperty(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 300 }), (seed, bases) => {
        const drawn = small.draw(rngFromSeed(seed), { bases, dModel: 4 });
        const keys = all(drawn).map(String);
        expect(new Set(keys).size).toBe(keys.length);
        expect(drawn.population).toHaveLength(POPULATION_PROMPTS);
      }),
      { numRuns: 5 },
    );
  });

  it("keep every pair when there are more bases", () => {
    checkProperty(
      fc.property(fc.nat(), fc.integer({ min: 50, max: 150 }), (seed, bases) => {
        const draw = (count: number) => small.draw(rngFromSeed(seed), { bases: count, dModel: 4 });
        expect(pairedKeys(draw(2 * bases)).slice(0, bases)).toEqual(pairedKeys(draw(bases)));
      }),
      { numRuns: 5 },
    );
  });

  it("are at least 10 d_model for the population of a wide model", () => {
    const wide = freshPrompts("wide", (rng, count) =>
      Array.from({ length: count }, () => [rng.integer(2 ** 30), rng.integer(2 ** 30)]),
    );
    expect(wide.draw(rngFromSeed(0), { bases: 1, dModel: 1010 }).population).toHaveLength(10_100);
  });

  it("are drawn one by one: of a source that never repeats itself none is drawn in vain", () => {
    let drawn = 0;
    const counted = freshPrompts("counted", function* (_, count) {
      for (let i = 0; i < count; i++) yield [drawn++];
    });
    const { bases, population } = counted.draw(rngFromSeed(0), { bases: 3, dModel: 2 });
    expect([bases.length, drawn]).toEqual([3, 2 * 3 + population.length]);
  });

  it("are refused when the language cannot supply them", () => {
    const poor = freshPrompts("a poor language", (rng, count) =>
      Array.from({ length: count }, () => [rng.integer(3)]),
    );
    expect(() => poor.draw(rngFromSeed(0), { bases: 10, dModel: 4 })).toThrow(
      /^the number of distinct prompts in a poor language is [012]; it must be at least 10\.$/,
    );
  });
});
