import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cosFrequency,
  cosFrequencyCode,
  cosNearest,
  cosNearestCode,
  FREQUENCY_WEIGHT,
  fixedCosine,
  fixedCosineCode,
  similarPool,
  weighted,
  weightedCode,
} from "../../src/activations/substitutes.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import {
  alike,
  cosineOf,
  expectAliveAndDistinct,
  holderOf,
  ROUNDING,
} from "../support/dictionary-by-hand.ts";
import {
  buildCode,
  buildContext,
  buildSae,
  type CodeCase,
  codeCases,
  dictionaries,
  planeSae,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

type Look = ReturnType<typeof dictionaries>["alive"];
interface Rule {
  readonly code: (given: CodeCase, look: Look) => CodeCase["base"];
  /** How far latent j is from what is looked for in the place of i among the free ones; the least is chosen. */
  readonly error: (sae: SparseAutoencoder, i: number, j: number, given: CodeCase, free: number[]) => number;
}

const gap = (sae: SparseAutoencoder, i: number, j: number) =>
  Math.abs(sae.firingFrequency[i]! - sae.firingFrequency[j]!);

const rules: Readonly<Record<string, Rule>> = {
  "cos-nearest": {
    code: ({ base }, look) => cosNearestCode(base, look),
    error: (sae, i, j) => -cosineOf(sae, i, j),
  },
  "cos-frequency": {
    code: ({ base }, look) => cosFrequencyCode(base, look),
    error: (sae, i, j, _, free) => {
      const similar = free.map((k) => cosineOf(sae, i, k)).sort((a, b) => b - a);
      return cosineOf(sae, i, j) < similar[similarPool(sae) - 1]! - ROUNDING ? 9 : gap(sae, i, j);
    },
  },
  weighted: {
    code: ({ base }, look) => weightedCode(base, look),
    error: (sae, i, j) => -(0.5 * (1 - gap(sae, i, j)) + 0.5 * cosineOf(sae, i, j)),
  },
  "fixed-cosine": {
    code: ({ base, cosineTarget }, look) => fixedCosineCode(base, look, cosineTarget),
    error: (sae, i, j, { cosineTarget }) => Math.abs(cosineOf(sae, i, j) - cosineTarget),
  },
};

describe.each(Object.entries(rules))("%s", (_, { code: codeOf, error }) => {
  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const code = codeOf(given, dictionaries(given.sae).alive);
        expect(sortedValues(code)).toEqual(sortedValues(given.base));
        expectAliveAndDistinct(code, given.sae);
      }),
    );
  });

  it("keeps what it looks for as near as any unused alive latent but the latent itself allows, in the order of ids", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const { sae, base } = given;
        const code = codeOf(given, dictionaries(sae).alive);
        const used = new Set<number>();
        base.ids.forEach((latent, i) => {
          const free = Array.from(sae.alive).filter((j) => j !== latent && !used.has(j));
          const chosen = holderOf(code, base.values[i]!);
          expect(free).toContain(chosen);
          const best = Math.min(...free.map((j) => error(sae, latent, j, given, free)));
          expect(error(sae, latent, chosen, given, free)).toBeLessThanOrEqual(best + ROUNDING);
          used.add(chosen);
        });
      }),
    );
  });

  it("takes the latent of lower id of two that are equal in all it looks at", () => {
    const sae = planeSae([
      { degrees: 0, f: 0.5 },
      { degrees: 20, f: 0.25 },
      { degrees: 20, f: 0.25 },
      { degrees: 180, f: 0.75 },
    ]);
    const base = { ids: Int32Array.of(0), values: Float32Array.of(1) };
    const code = codeOf({ sae, base, cosineTarget: 1, rng: rngFromSeed(0) }, dictionaries(sae).alive);
    expect(Array.from(code.ids)).toEqual([1]);
  });

  it("needs one alive latent more than are active, and no more", () => {
    const sae = buildSae({ dModel: 4, dSae: 16, dead: 0, seed: 3 });
    const look = dictionaries(sae).alive;
    const of = (l0: number) =>
      codeOf({ sae, base: buildCode(sae, l0, 5), cosineTarget: 0.5, rng: rngFromSeed(0) }, look);
    expectAliveAndDistinct(of(15), sae);
    expect(() => of(16)).toThrow(/^the number of alive latents is 16; it must be at least 17/);
  });

  it("drops which latents go together: without one of A's latents the earlier ones have the same substitutes", () => {
    checkProperty(
      fc.property(codeCases, (given) => {
        const { base } = given;
        const look = dictionaries(given.sae).alive;
        if (base.ids.length < 2) return;
        const fewer = { ids: base.ids.slice(0, -1), values: base.values.slice(0, -1) };
        const [whole, part] = [codeOf(given, look), codeOf({ ...given, base: fewer }, look)];
        for (const value of fewer.values) expect(holderOf(part, value)).toBe(holderOf(whole, value));
      }),
    );
  });
});

describe("the types that replace latent by latent", () => {
  it("drop firing frequency where they look for cosines alone", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget }) => {
        const look = dictionaries(sae).alive;
        expect(cosNearestCode(base, alike(look, []))).toEqual(cosNearestCode(base, look));
        expect(fixedCosineCode(base, alike(look, []), cosineTarget)).toEqual(
          fixedCosineCode(base, look, cosineTarget),
        );
      }),
    );
  });

  it("have the paper's numbers in its dictionary, an eighth in a small one", () => {
    const of = (alive: number) => similarPool({ alive: new Int32Array(alive) });
    expect([of(24_576), of(1600), of(64), of(63), of(2)]).toEqual([200, 200, 8, 7, 1]);
    expect(FREQUENCY_WEIGHT).toBe(0.5);
  });

  it("decode their codes with the true rows and b_dec, b_dec alone where A has no active latents", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look, cosineTarget } = context.latents;
        const rng = rngFromSeed(0);
        expect(cosNearest(rng, context)).toEqual(sae.decode(cosNearestCode(base, look.alive)));
        expect(cosFrequency(rng, context)).toEqual(sae.decode(cosFrequencyCode(base, look.alive)));
        expect(weighted(rng, context)).toEqual(sae.decode(weightedCode(base, look.alive)));
        expect(fixedCosine(rng, context)).toEqual(
          sae.decode(fixedCosineCode(base, look.alive, cosineTarget)),
        );
        const empty = { ids: new Int32Array(), values: new Float32Array() };
        const given = { ...context, latents: { ...context.latents, base: empty } };
        for (const generate of [cosNearest, cosFrequency, weighted, fixedCosine])
          expect(generate(rng, given)).toEqual(sae.b_dec);
      }),
    );
  });
});
