import fc from "fast-check";
import { expect, it } from "vitest";
import { NotEnoughPromptsError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, distance } from "../../src/math/vec.ts";
import type { Tokens } from "../../src/model/language-model.ts";
import { drawDifferentPairs } from "../../src/prompts/different-pairs.ts";
import { freshPrompts, listedPrompts } from "../../src/prompts/prompt-source.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";

const stream = () => rngFromSeed("run").fork("prompts");
/** Sixty prompts and more, of which prompt i is at place i mod `places`: pairs at one place coincide. */
const numbered = (count: number) =>
  listedPrompts(
    "numbers",
    Array.from({ length: count }, (_, i) => [i, i + 1]),
  );
const placeOf = (tokens: Tokens, places: number) => Float32Array.of(tokens[0]! % places, 1) as Activation;
const atPlace = (places: number) => async (prompts: readonly Tokens[]) =>
  prompts.map((tokens) => placeOf(tokens, places));

it("where no pair coincides the prompts are the source's own, to the last", async () => {
  const want = { bases: 7, upTo: 9, dModel: 2 };
  const language = freshPrompts("language", (rng, count) =>
    Array.from({ length: count }, () => [rng.integer(5000), rng.integer(5000)]),
  );
  for (const source of [numbered(80), language]) {
    const { prompts, passedOver, activations } = await drawDifferentPairs(source, want, {
      stream,
      at: async (all) => all.map((tokens) => Float32Array.from(tokens) as Activation),
    });
    expect(prompts).toEqual(await source.draw(stream(), want));
    expect([passedOver, activations.bases.length]).toEqual([0, prompts.bases.length]);
    expect(activations.targets[3]).toEqual(Float32Array.from(prompts.targets[3]!));
  }
});

it("pairs that coincide are passed over, the others stay in their order, and as many more are drawn", async () => {
  await checkAsyncProperty(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 2, max: 12 }),
      async (places, bases) => {
        const want = { bases, upTo: bases + 2, dModel: 2 };
        const { prompts, activations, passedOver } = await drawDifferentPairs(numbered(400), want, {
          stream,
          at: atPlace(places),
        });
        const all = numbered(400).draw(stream(), { ...want, bases: 150 });
        const differing: [Tokens, Tokens][] = [];
        let same = 0;
        for (let i = 0; differing.length < bases; i++) {
          const pair: [Tokens, Tokens] = [all.bases[i]!, all.targets[i]!];
          if (distance(placeOf(pair[0], places), placeOf(pair[1], places)) > 0) differing.push(pair);
          else same++;
        }
        expect(prompts.bases.slice(0, bases)).toEqual(differing.map(([base]) => base));
        expect(prompts.targets.slice(0, bases)).toEqual(differing.map(([, target]) => target));
        expect(passedOver).toBeGreaterThanOrEqual(same);
        for (const [i, base] of activations.bases.entries())
          expect(distance(base, activations.targets[i]!)).toBeGreaterThan(0);
        expect(prompts.bases.length).toBeLessThanOrEqual(bases + 2);
      },
    ),
    { numRuns: 40 },
  );
});

it("a pair that is not finite is passed over too", async () => {
  const { passedOver, prompts } = await drawDifferentPairs(
    numbered(80),
    { bases: 5, dModel: 2 },
    {
      stream,
      at: async (all) =>
        all.map(([first]) => Float32Array.of(first! % 3 === 0 ? Number.NaN : first!) as Activation),
    },
  );
  expect(passedOver).toBeGreaterThan(0);
  expect([...prompts.bases, ...prompts.targets].filter(([first]) => first! % 3 === 0)).toEqual([]);
});

it("too few pairs that differ are refused with how many there are, and too few prompts as before", async () => {
  const refused = (count: number, places: number) =>
    drawDifferentPairs(numbered(count), { bases: 20, dModel: 2 }, { stream, at: atPlace(places) });
  await expect(refused(70, 1)).rejects.toThrow(
    "the number of pairs from numbers whose activations differ where the run perturbs is 0; it must be at least 20; 20 pairs were tried.",
  );
  await expect(refused(50, 50)).rejects.toBeInstanceOf(NotEnoughPromptsError);
});

it("a source without end of one activation is not asked for ever", async () => {
  const endless = freshPrompts("one word", (rng, count) =>
    Array.from({ length: count }, () => [rng.integer(1e9), 1]),
  );
  await expect(
    drawDifferentPairs(endless, { bases: 3, dModel: 2 }, { stream, at: atPlace(1) }),
  ).rejects.toThrow("is 0; it must be at least 3;");
});
