import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  permutedValues,
  permutedValuesCode,
  realOthers,
  realOthersCode,
} from "../../src/activations/real-codes.ts";
import { singleLatent, singleLatentCode } from "../../src/activations/single-latent.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { LatentActivations } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { chiSquareOfUniform, topOf } from "../support/dictionary-by-hand.ts";
import {
  buildCode,
  buildContext,
  buildSae,
  dictionaries,
  pairsOf,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

/** A target's code and those of five others, some of them empty. */
const cases = fc.record({ tiny: tinySaes, l0: fc.integer({ min: 0, max: 8 }) }).map(({ tiny, l0 }) => {
  const sae = buildSae(tiny);
  const others = [0, 1, 3, 5, 8].map((size, i) => buildCode(sae, size, tiny.seed + 1 + i));
  return { sae, target: buildCode(sae, l0, tiny.seed), others, rng: rngFromSeed(tiny.seed) };
});

const code = (...pairs: [id: number, value: number][]): LatentActivations => ({
  ids: Int32Array.from(pairs, ([id]) => id),
  values: Float32Array.from(pairs, ([, value]) => value),
});

describe("permuted values", () => {
  it("keeps which latents are active, and the activation values as a whole", () => {
    checkProperty(
      fc.property(cases, ({ target, rng }) => {
        const permuted = permutedValuesCode(rng, target);
        expect(permuted.ids).toEqual(target.ids);
        expect(sortedValues(permuted)).toEqual(sortedValues(target));
      }),
    );
  });

  it("drops which latent has which value: each of the 6 orders of three is as likely", () => {
    const target = code([1, 1], [4, 2], [9, 3]);
    const drawn = Array.from({ length: 6000 }, (_, i) =>
      Number(permutedValuesCode(rngFromSeed("values").fork(i), target).values.join("")),
    );
    expect(chiSquareOfUniform(drawn, [123, 132, 213, 231, 312, 321])).toBeLessThan(20.6); // 0.999, 5 degrees
  });

  it("is decoded with the true rows, the target's rescaling and b_dec, whatever the base", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae, target } = context.latents;
        const elsewhere = { ...context, base: context.base.map((x) => x + 1) };
        const expected = sae.decode(permutedValuesCode(rngFromSeed(seed), target));
        expect(permutedValues(rngFromSeed(seed), context)).toEqual(expected);
        expect(permutedValues(rngFromSeed(seed), elsewhere)).toEqual(expected);
        const rescale = { mean: 1, scale: 2 };
        expect(permutedValuesCode(rngFromSeed(seed), { ...target, rescale }).rescale).toBe(rescale);
      }),
    );
  });
});

describe("real others", () => {
  it("keeps the target's top latent with its activation, and another real code's other latents with theirs", () => {
    checkProperty(
      fc.property(cases, ({ target, others, rng }) => {
        const drawn = realOthersCode(rng, { target, others });
        const expected = others.map((other) => {
          const rest = pairsOf(other).filter(([id]) => other.ids.length === 0 || id !== topOf(other));
          if (target.ids.length === 0) return rest;
          const top: [number, number] = [topOf(target), Math.max(...target.values)];
          return [...rest.filter(([id]) => id !== top[0]), top].sort(([a], [b]) => a - b);
        });
        expect(expected).toContainEqual(pairsOf(drawn));
      }),
    );
  });

  it("keeps the target's activation for its top where the other code has that latent too", () => {
    const drawn = realOthersCode(rngFromSeed(0), {
      target: code([2, 1], [5, 7]),
      others: [code([1, 9], [5, 3], [6, 2])],
    });
    expect(pairsOf(drawn)).toEqual([
      [5, 7],
      [6, 2],
    ]);
  });

  it("drops which latents go with the top: the other code is any other target's, all alike", () => {
    const others = Array.from({ length: 8 }, (_, i) => code([i, 1], [20, 2]));
    const drawn = Array.from({ length: 4000 }, (_, i) => {
      return realOthersCode(rngFromSeed("others").fork(i), { target: code([30, 5]), others }).ids[0]!;
    });
    expect(chiSquareOfUniform(drawn, [0, 1, 2, 3, 4, 5, 6, 7])).toBeLessThan(24.4); // 0.999, 7 degrees of freedom
  });

  it("is decoded with the true rows and b_dec, and refused where the run has no other target", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae } = context.latents;
        expect(realOthers(rngFromSeed(seed), context)).toEqual(
          sae.decode(realOthersCode(rngFromSeed(seed), context.latents)),
        );
        const alone = { ...context, latents: { ...context.latents, others: [] } };
        for (const generate of [realOthers, singleLatent])
          expect(() => generate(rngFromSeed(seed), alone)).toThrow(
            "the number of the run's other targets is 0; it must be at least 1, since this type takes one of them.",
          );
      }),
    );
  });
});

describe("single latent", () => {
  it("keeps the typical length of a code: one alive latent, as active as the others' codes are long on average", () => {
    checkProperty(
      fc.property(cases, ({ sae, target: base, others, rng }) => {
        const look = dictionaries(sae);
        const { ids, values } = singleLatentCode(rng, { base, others, dictionaries: look });
        expect(ids).toHaveLength(1);
        expect(sae.alive).toContain(ids[0]);
        const lengths = others.map((other) => Math.hypot(...other.values));
        const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
        expect(values[0]).toBeCloseTo(mean, 4);
      }),
    );
  });

  it("drops L0, activation values, firing frequency and cosines: any alive latent, all alike, whatever A's code", () => {
    const sae = buildSae({ dModel: 3, dSae: 20, dead: 4, seed: 4 });
    const given = { others: [code([1, 3])], dictionaries: dictionaries(sae) };
    const drawn = Array.from({ length: 6000 }, (_, i) => {
      const rng = () => rngFromSeed("single").fork(i);
      const { ids } = singleLatentCode(rng(), { ...given, base: code([1, 2], [4, 8]) });
      expect(singleLatentCode(rng(), { ...given, base: code() }).ids).toEqual(ids);
      return ids[0]!;
    });
    expect(chiSquareOfUniform(drawn, Array.from(sae.alive))).toBeLessThan(37.7); // 0.999, 15 degrees of freedom
  });

  it("is decoded with the true row and b_dec", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        expect(singleLatent(rngFromSeed(seed), context)).toEqual(
          context.latents.sae.decode(singleLatentCode(rngFromSeed(seed), context.latents)),
        );
      }),
    );
  });
});
