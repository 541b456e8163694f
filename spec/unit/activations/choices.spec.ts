import { describe, expect, it } from "vitest";
import { baselineCode, baselineCodeAsCoded } from "../../../src/activations/baseline.ts";
import { nearestInFrequency } from "../../../src/activations/dictionary.ts";
import {
  aroundTop,
  planStructured,
  structuredCode,
  structuredPool,
} from "../../../src/activations/structured/structured.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { dictionaries, pairsOf, planeSae } from "../../support/tiny-dictionary.ts";

/** Latents 0 .. n-1 with these frequencies, all in one direction. */
const withFrequencies = (...frequencies: number[]) =>
  dictionaries(planeSae(frequencies.map((f) => ({ degrees: 0, f }))));

const code = (...pairs: [id: number, value: number][]) => ({
  ids: Int32Array.from(pairs, ([id]) => id),
  values: Float32Array.from(pairs, ([, value]) => value),
});

describe("the nearest in frequency", () => {
  it("are nearest on the linear scale: 0.02 lies closer to 0.1 than 0.25 does, which is closer on the log scale", () => {
    expect(nearestInFrequency(withFrequencies(0.1, 0.02, 0.25).alive, 0, 1)).toEqual([1]);
  });

  it("leave out the latent itself and what is taken, and run out without repeating", () => {
    const { alive } = withFrequencies(0.5, 0.4, 0.65, 0.1);
    expect(nearestInFrequency(alive, 0, 2)).toEqual([1, 2]);
    expect(nearestInFrequency(alive, 0, 2, new Set([1]))).toEqual([2, 3]);
    expect(nearestInFrequency(alive, 0, 9)).toEqual([1, 2, 3]);
  });

  it("leave out dead latents, which the whole dictionary has", () => {
    const look = withFrequencies(0.125, 0, 0.5);
    expect(nearestInFrequency(look.alive, 0, 1)).toEqual([2]);
    expect(nearestInFrequency(look.whole, 0, 1)).toEqual([1]);
  });

  it("of a dead latent are the rarest", () => {
    expect(nearestInFrequency(withFrequencies(0.5, 0, 0.25, 0.125).alive, 1, 2)).toEqual([3, 2]);
  });

  it("prefer the rarer of two at the same distance, and among equals the nearer by name", () => {
    expect(nearestInFrequency(withFrequencies(0.5, 0.75, 0.25).alive, 0, 2)).toEqual([2, 1]);
    expect(nearestInFrequency(withFrequencies(0.5, 0.25, 0.25, 0.5, 0.5).alive, 4, 4)).toEqual([0, 3, 2, 1]);
  });
});

describe("the pool of structured", () => {
  it.each([
    [24_576, 100],
    [800, 100],
    [799, 99],
    [64, 8],
    [16, 2],
    [15, 1],
    [2, 1],
  ])("of %i alive latents is %i", (alive, pool) => {
    expect(structuredPool({ alive: new Int32Array(alive) })).toBe(pool);
  });
});

describe("structured on a dictionary small enough to follow by hand", () => {
  /** 16 alive latents, so a pool of 2: latents 1 and 2 are nearest in frequency to latent 0. */
  const rest = Array.from({ length: 13 }, (_, i) => ({ degrees: 100 + 5 * i, f: 0.01 + 0.001 * i }));
  const sae = planeSae([{ degrees: 0, f: 0.5 }, { degrees: 10, f: 0.48 }, { degrees: 60, f: 0.53 }, ...rest]);
  const { alive } = dictionaries(sae);

  it("ranks the pool by its angle to the top: 60 degrees first for 0.42, 10 degrees for 0.99", () => {
    expect([...planStructured(code([0, 7]), alive, 0.42).tops]).toEqual([2, 1]);
    expect([...planStructured(code([0, 7]), alive, 0.99).tops]).toEqual([1, 2]);
  });

  it("moves the top to each member of a small pool, and to no other", () => {
    const drawn = new Set<string>();
    for (let seed = 0; seed < 30; seed++)
      drawn.add(JSON.stringify(pairsOf(structuredCode(rngFromSeed(seed), code([0, 7]), alive, 0.42))));
    expect([...drawn].sort()).toEqual(["[[1,7]]", "[[2,7]]"]);
  });

  it("does not take the top itself, though its cosine to itself is nearest to 1", () => {
    expect([...planStructured(code([0, 7]), alive, 1).tops]).toEqual([1, 2]);
  });

  it("does not look for the new top outside the pool, where latent 3 would fit exactly", () => {
    expect([...planStructured(code([0, 7]), alive, Math.cos((100 * Math.PI) / 180)).tops]).toEqual([2, 1]);
  });

  it("draws the new top among five of a larger pool: the earlier candidate of two at one angle", () => {
    // 64 alive latents, so a pool of 8: latents 1 .. 8 are nearest in frequency to latent 0, in this order.
    const degrees = [0, 80, 55, 65, 20, 62, 62, 30, 90];
    const many = planeSae([
      ...degrees.map((angle, i) => ({ degrees: angle, f: 0.5 - i / 100 })),
      ...Array.from({ length: 55 }, (_, i) => ({ degrees: 170, f: 0.3 - i / 200 })),
    ]);
    expect([...planStructured(code([0, 7]), dictionaries(many).alive, 0.5).tops]).toEqual([5, 6, 2, 3, 1]);
  });

  it("looks for all others outside the pool too, by their angle to the new top", () => {
    // The new top lies at 60 degrees. Latent 4 is 105 degrees from the old top; 160 - 60 = 100 and
    // 60 + 105 = 165, so among latents at 100, 105 .. 160 degrees the one at 160 (latent 15) is nearest.
    const base = code([0, 7], [4, 3]);
    expect(pairsOf(aroundTop(2, planStructured(base, alive, 0.42).cosines, base, alive))).toEqual([
      [2, 7],
      [15, 3],
    ]);
  });

  it("gives each of two latents at one angle a latent of its own, the lower id choosing first", () => {
    const twins = planeSae([
      { degrees: 0, f: 0.5 },
      { degrees: 60, f: 0.48 },
      { degrees: 120, f: 0.1 },
      { degrees: -120, f: 0.11 },
      { degrees: 185, f: 0.12 },
      { degrees: 200, f: 0.13 },
    ]);
    // From the new top at 60 degrees, 180 and 185 are sought at 120 degrees' distance: 180 has 185 (125), then
    // -120 (180) and 200 (140) are left: 200 is nearer.
    const base = code([0, 9], [2, 1], [3, 2]);
    expect(pairsOf(structuredCode(rngFromSeed(0), base, dictionaries(twins).alive, 0.5))).toEqual([
      [1, 9],
      [4, 1],
      [5, 2],
    ]);
  });

  it("takes the strongest latent for the top, not the first", () => {
    // The top is latent 15 at 160 degrees; its pool are 14 and 13, at 155 and 150.
    expect([...planStructured(code([1, 2], [15, 9]), alive, -1).tops]).toEqual([13, 14]);
  });

  it("refuses a code with more latents than there are alive", () => {
    const two = dictionaries(
      planeSae([
        { degrees: 0, f: 0.5 },
        { degrees: 9, f: 0 },
        { degrees: 60, f: 0.4 },
      ]),
    ).alive;
    expect(() => structuredCode(rngFromSeed(0), code([0, 1], [1, 2], [2, 3]), two, 0.42)).toThrow(
      "the number of alive latents is 2; it must be at least 3, since 3 are active in one activation.",
    );
  });
});

describe("the bag on a dictionary small enough to follow by hand", () => {
  it("hands over in the order of ids: what the first latent took the second cannot", () => {
    // Three alive latents: 0 may take 1 or 2; 1 then takes what is left beside itself.
    const { alive } = withFrequencies(0.5, 0.4, 0.3);
    const drawn = new Set<string>();
    for (let seed = 0; seed < 50; seed++)
      drawn.add(JSON.stringify(pairsOf(baselineCode(rngFromSeed(seed), code([0, 7], [1, 3]), alive))));
    expect([...drawn].sort()).toEqual(["[[0,3],[1,7]]", "[[0,3],[2,7]]", "[[1,7],[2,3]]"]);
  });

  it("needs one alive latent more than are active", () => {
    const { alive } = withFrequencies(0.5, 0.4);
    expect(() => baselineCode(rngFromSeed(0), code([0, 7], [1, 3]), alive)).toThrow(
      "the number of alive latents is 2; it must be at least 3",
    );
  });

  it("as coded overwrites: with two latents the second's value is lost and the first's comes back", () => {
    const { whole } = withFrequencies(0.5, 0.4);
    // 0 hands 7 to 1, overwriting 3; 1 hands that 7 back to 0.
    expect(pairsOf(baselineCodeAsCoded(rngFromSeed(0), code([0, 7], [1, 3]), whole))).toEqual([[0, 7]]);
  });
});
