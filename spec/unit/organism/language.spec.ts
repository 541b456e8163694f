import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { drawPrompts } from "../../../src/organism/draw-prompts.ts";
import { EOS, writeStory } from "../../../src/organism/language.ts";
import { LEXICON } from "../../../src/organism/lexicon.ts";
import { textStream } from "../../../src/organism/text-stream.ts";

const stories = Array.from({ length: 400 }, (_, i) => {
  const tokens: number[] = [];
  writeStory(rngFromSeed("spec").fork(i), tokens);
  return tokens;
});
const words = (tokens: readonly number[]) => tokens.map((id) => LEXICON.words[id]!);
const count = (list: readonly string[], ...wanted: string[]) => list.filter((w) => wanted.includes(w)).length;

describe("the lexicon", () => {
  it("has 748 different words without white space", () => {
    expect(new Set(LEXICON.words).size).toBe(748);
    expect(LEXICON.words.filter((word) => !/^\S+$/.test(word))).toEqual([]);
  });

  it("gives each topic words of its own and every name a pronoun", () => {
    const owned = LEXICON.topics.flatMap((t) => [...t.nouns, ...t.verbs, ...t.adjectives, ...t.places]);
    expect(new Set(owned).size).toBe(12 * (20 + 12 + 8 + 6));
    expect(new Set(LEXICON.names.map((name) => LEXICON.words[name.subject]))).toEqual(new Set(["he", "she"]));
  });
});

describe("a story", () => {
  it("ends with <eos> and nowhere else", () => {
    for (const story of stories) expect(story.indexOf(EOS)).toBe(story.length - 1);
  });

  it("keeps to the words of one topic and to two names", () => {
    for (const story of stories) {
      const topics = LEXICON.topics.filter((topic) =>
        [topic.nouns, topic.verbs, topic.adjectives, topic.places].some((list) =>
          list.some((id) => story.includes(id)),
        ),
      );
      expect(topics).toHaveLength(1);
      expect(LEXICON.names.filter(({ id }) => story.includes(id)).length).toBeLessThanOrEqual(2);
    }
  });

  it("holds its tense", () => {
    const past = stories.filter((story) => count(words(story), "+ed", "was", "were", "went") > 0);
    expect(past.length).toBeGreaterThan(150);
    expect(past.length).toBeLessThan(330);
    const verbs = new Set(LEXICON.topics.flatMap((topic) => topic.verbs));
    for (const story of stories) {
      const isPast = past.includes(story);
      if (isPast) expect(count(words(story), "are", "goes", "go")).toBe(0);
      story.forEach((token, i) => {
        if (verbs.has(token)) expect(LEXICON.words[story[i + 1]!] === "+ed").toBe(isPast);
      });
    }
  });

  it("closes every quotation", () => {
    for (const story of stories) expect(count(words(story), '"') % 2).toBe(0);
  });

  it("states true sums only, and states some", () => {
    const text = stories.map((story) => words(story).join(" ")).join(" ");
    const sums = [...text.matchAll(/(\w+) plus (\w+) is (\w+)/g)];
    const value = (word: string) => LEXICON.numbers.indexOf(LEXICON.words.indexOf(word));
    expect(sums.length).toBeGreaterThan(50);
    for (const [, a, b, sum] of sums) expect(value(a!) + value(b!)).toBe(value(sum!));
  });

  it("makes the copula agree with a subject that a relative clause separates from it", () => {
    const text = stories.map((story) => words(story).join(" ")).join(" ");
    const relative = /\b(?:who|which) (is|was|are|were)(?: not)?(?: very| too)? \S+ (is|was|are|were)\b/g;
    const pairs = [...text.matchAll(relative)];
    expect(pairs.length).toBeGreaterThan(10);
    for (const [, inside, after] of pairs) expect(after).toBe(inside);
  });
});

describe("a text", () => {
  it("is the same sequence whatever the sizes in which it is taken", () => {
    const whole = textStream(rngFromSeed(3)).take(1000);
    const stream = textStream(rngFromSeed(3));
    const parts = [1, 399, 0, 600].flatMap((size) => [...stream.take(size)]);
    expect(parts).toEqual([...whole]);
  });

  it("never tells a story twice in 6,000 tokens", () => {
    const stories = [...textStream(rngFromSeed(3)).take(6000)].join(" ").split(` ${EOS} `);
    expect(stories.length).toBeGreaterThan(50);
    expect(new Set(stories).size).toBe(stories.length);
  });

  it("differs between streams", () => {
    expect([...textStream(rngFromSeed(3)).take(30)]).not.toEqual([...textStream(rngFromSeed(4)).take(30)]);
  });
});

describe("drawPrompts", () => {
  it("gives prompt i whatever the number of prompts", () => {
    expect(drawPrompts(rngFromSeed(1), 50).slice(0, 20)).toEqual(drawPrompts(rngFromSeed(1), 20));
  });

  it("starts anywhere in a story", () => {
    const prompts = drawPrompts(rngFromSeed(1), 2000);
    const afterEnd = prompts.filter((prompt) => prompt.includes(EOS)).length / prompts.length;
    expect(afterEnd).toBeGreaterThan(0.11); // 10 of about 61 tokens: 0.16
    expect(afterEnd).toBeLessThan(0.21);
    expect(prompts.every((prompt) => prompt.length === 10)).toBe(true);
  });

  it.each([0, 129, 1.5, Number.NaN])("refuses a prompt length of %s", (length) => {
    expect(() => drawPrompts(rngFromSeed(1), 1, length)).toThrow(
      /prompt length.*must be a whole number from 1 to 128/,
    );
  });
});
