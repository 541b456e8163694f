import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allCosines,
  allCosinesCode,
  allFrequencies,
  allFrequenciesCode,
} from "../../src/activations/all-latents.ts";
import { structuredCode } from "../../src/activations/structured/structured.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { LatentActivations } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import {
  alike,
  cosineOf,
  expectAliveAndDistinct,
  holderOf,
  newTopsByHand,
  poolByHand,
  ROUNDING,
  topOf,
} from "../support/dictionary-by-hand.ts";
import {
  buildCode,
  buildContext,
  buildSae,
  codeCases,
  dictionaries,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

const types = { "all-frequencies": allFrequenciesCode, "all-cosines": allCosinesCode };

describe.each(Object.keys(types) as (keyof typeof types)[])("%s", (name) => {
  const codeOf = types[name];

  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget, rng }) => {
        const code = codeOf(rng, base, dictionaries(sae).alive, cosineTarget);
        expect(sortedValues(code)).toEqual(sortedValues(base));
        expectAliveAndDistinct(code, sae);
      }),
    );
  });

  it("keeps the top's frequency within the pool: one of structured's tops has the top's value", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget, rng }) => {
        if (base.ids.length === 0) return;
        const code = codeOf(rng, base, dictionaries(sae).alive, cosineTarget);
        expect(newTopsByHand(sae, base, cosineTarget)).toContain(holderOf(code, Math.max(...base.values)));
      }),
    );
  });

  it("is decoded with the true rows and b_dec, alone where A has no active latents", () => {
    const generate = name === "all-cosines" ? allCosines : allFrequencies;
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look, cosineTarget } = context.latents;
        expect(generate(rngFromSeed(seed), context)).toEqual(
          sae.decode(codeOf(rngFromSeed(seed), base, look.alive, cosineTarget)),
        );
        const empty = { ids: new Int32Array(), values: new Float32Array() };
        const given = { ...context, latents: { ...context.latents, base: empty } };
        expect(generate(rngFromSeed(seed), given)).toEqual(sae.b_dec);
      }),
    );
  });
});

describe("all-frequencies", () => {
  it("keeps all frequencies within a pool each, and cosines to the top as near as that pool allows", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget, rng }) => {
        if (base.ids.length === 0) return;
        const code = allFrequenciesCode(rng, base, dictionaries(sae).alive, cosineTarget);
        const top = topOf(base);
        const newTop = holderOf(code, Math.max(...base.values));
        const taken = new Set([newTop]);
        base.ids.forEach((latent, i) => {
          if (latent === top) return;
          const pool = poolByHand(sae, latent, taken);
          const wanted = cosineOf(sae, top, latent);
          const error = (j: number) => Math.abs(cosineOf(sae, newTop, j) - wanted);
          const chosen = holderOf(code, base.values[i]!);
          expect(pool).toContain(chosen);
          expect(error(chosen)).toBeLessThanOrEqual(Math.min(...pool.map(error)) + ROUNDING);
          taken.add(chosen);
        });
      }),
    );
  });

  it("drops cosines among the others: in a large dictionary they are those of any latents", () => {
    // A's latents 1 and 2 point the same way; their substitutes share a cosine to the top, and nothing else.
    let [kept, rest] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const sae = buildSae({ dModel: 6, dSae: 60, dead: 0, seed });
      sae.W_dec.data.copyWithin(12, 6, 12);
      const base = { ids: Int32Array.of(0, 1, 2), values: Float32Array.of(9, 1, 2) };
      const look = dictionaries(sae).alive;
      const others = (code: LatentActivations) => [holderOf(code, 1), holderOf(code, 2)] as const;
      kept += cosineOf(sae, ...others(allCosinesCode(rngFromSeed(seed), base, look, 0.42))) / 60;
      rest += cosineOf(sae, ...others(allFrequenciesCode(rngFromSeed(seed), base, look, 0.42))) / 60;
    }
    expect(kept).toBeGreaterThan(0.5);
    expect(rest).toBeLessThan(0.4);
  });
});

describe("all-cosines", () => {
  it("keeps cosines between all latents: each is the best for those already chosen, the strongest first", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget, rng }) => {
        if (base.ids.length === 0) return;
        const code = allCosinesCode(rng, base, dictionaries(sae).alive, cosineTarget);
        const order = Array.from(base.ids.keys()).sort((a, b) => base.values[b]! - base.values[a]!);
        const chosen: { readonly was: number; readonly is: number }[] = [];
        for (const i of order) {
          const was = base.ids[i]!;
          const is = holderOf(code, base.values[i]!);
          const error = (j: number) =>
            chosen.reduce((sum, k) => sum + (cosineOf(sae, k.is, j) - cosineOf(sae, k.was, was)) ** 2, 0);
          const free = Array.from(sae.alive).filter((j) => !chosen.some((k) => k.is === j));
          expect(free).toContain(is);
          if (chosen.length > 0)
            expect(error(is)).toBeLessThanOrEqual(Math.min(...free.map(error)) + 10 * ROUNDING);
          chosen.push({ was, is });
        }
      }),
    );
  });

  it("is nearer in all cosines than structured, which keeps those to the top alone", () => {
    const error = { structured: 0, all: 0 };
    for (let seed = 0; seed < 60; seed++) {
      const sae = buildSae({ dModel: 5, dSae: 60, dead: 0, seed });
      const base = buildCode(sae, 5, seed);
      const look = dictionaries(sae).alive;
      const far = (code: typeof base) => {
        const now = Array.from(base.values, (value) => holderOf(code, value));
        return now.reduce(
          (sum, j, a) =>
            sum +
            now.slice(0, a).reduce((part, k, b) => {
              return part + (cosineOf(sae, j, k) - cosineOf(sae, base.ids[a]!, base.ids[b]!)) ** 2;
            }, 0),
          0,
        );
      };
      error.all += far(allCosinesCode(rngFromSeed(seed), base, look, 0.42));
      error.structured += far(structuredCode(rngFromSeed(seed), base, look, 0.42));
    }
    expect(error.all).toBeLessThan(error.structured / 2);
  });

  it("drops the frequencies of the others: it does not look at them", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, cosineTarget, rng }, seed) => {
        if (base.ids.length === 0) return;
        const look = dictionaries(sae).alive;
        const blurred = alike(look, [topOf(base), ...poolByHand(sae, topOf(base))]);
        expect(allCosinesCode(rng.fork(seed), base, blurred, cosineTarget)).toEqual(
          allCosinesCode(rng.fork(seed), base, look, cosineTarget),
        );
      }),
    );
  });
});
