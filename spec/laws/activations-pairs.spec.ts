import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GenerationContext, Generator } from "../../src/activations/generator.ts";
import {
  otherLastToken,
  otherTopic,
  sameLastToken,
  sameTopic,
} from "../../src/activations/pairs/by-words.ts";
import { NEARBY_SHARE, nearby } from "../../src/activations/pairs/nearby.ts";
import { promptPool } from "../../src/activations/pairs/prompt-pool.ts";
import { InvalidInputError, NotRunError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, distance } from "../../src/math/vec.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { buildContext, tinySaes } from "../support/tiny-dictionary.ts";

const topic = (tokens: readonly number[]) => (tokens[0]! < 3 ? tokens[0]! : null);
const last = (tokens: readonly number[]) => tokens[2]!;
const prompt = fc.tuple(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 4 }),
  fc.integer({ min: 0, max: 4 }),
);
const pools = fc.record({
  own: fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 4 }),
  ),
  prompts: fc.array(prompt, { minLength: 1, maxLength: 20 }),
  seed: fc.nat(),
});

/** A context in which the activation of prompt i is i in every coordinate: what is drawn says which prompt it is of. */
function contextOf(own: readonly number[], prompts: readonly (readonly number[])[], topicOf?: typeof topic) {
  const rows = prompts.map((_, i) => new Float32Array(3).fill(i) as Activation);
  const base = new Float32Array(3).fill(-1) as Activation;
  const pair = { base, target: base, others: [], latents: null };
  return {
    ...pair,
    prompts: { tokens: own, pool: promptPool(prompts, rows, topicOf) },
  } as unknown as GenerationContext;
}

const KINDS: Readonly<
  Record<string, readonly [Generator, (own: readonly number[], other: readonly number[]) => boolean]>
> = {
  "same last token": [sameLastToken, (own, other) => last(own) === last(other)],
  "other last token": [otherLastToken, (own, other) => last(own) !== last(other)],
  "same topic": [sameTopic, (own, other) => last(own) !== last(other) && topic(own) === topic(other)],
  "other topic": [
    otherTopic,
    (own, other) => last(own) !== last(other) && topic(other) !== null && topic(own) !== topic(other),
  ],
};

describe.each(Object.entries(KINDS))("a pair with %s", (_, [generator, fits]) => {
  it("is of a prompt that fits, every one of which can be drawn, and there is none where no prompt fits", () => {
    checkProperty(
      fc.property(pools, ({ own, prompts, seed }) => {
        const context = contextOf(own, prompts, topic);
        const fitting = prompts.flatMap((other, i) => (fits(own, other) ? [i] : []));
        const draw = (n: number) => (generator as typeof sameTopic)(rngFromSeed(seed).fork(n), context);
        expect((generator as typeof sameTopic).hasPair(context.prompts)).toBe(fitting.length > 0);
        if (fitting.length === 0)
          expect(() => draw(0)).toThrow(/^the number of other prompts that make such a pair/);
        else {
          const drawn = new Set(Array.from({ length: 40 * fitting.length }, (_, n) => draw(n)[0]!));
          for (const i of drawn) expect(fitting).toContain(i);
          expect(drawn.size).toBe(fitting.length);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("topics", () => {
  it("are asked of a source that knows none: the pair is not-run, no error", () => {
    const context = contextOf([0, 1, 1], [[0, 1, 2]]);
    expect(() => sameTopic(rngFromSeed(0), context)).toThrow(NotRunError);
    expect(() => otherTopic(rngFromSeed(0), context)).toThrow(NotRunError);
  });

  it("of a base prompt without one leave that base out", () => {
    const context = contextOf([3, 1, 1], [[0, 1, 2]], topic);
    expect(() => sameTopic(rngFromSeed(0), context)).toThrow(InvalidInputError);
    for (const type of [sameTopic, otherTopic]) expect(type.hasPair(context.prompts)).toBe(false);
  });
});

it("nearby lies a thousandth of the way to the real target", () => {
  checkProperty(
    fc.property(tinySaes, (tiny) => {
      const context = buildContext(tiny);
      const { base, target } = context;
      const drawn = nearby(rngFromSeed(0), context);
      expect(distance(base, drawn)).toBeCloseTo(NEARBY_SHARE * distance(base, target), 4);
      expect(distance(drawn, target)).toBeCloseTo((1 - NEARBY_SHARE) * distance(base, target), 3);
    }),
  );
});
