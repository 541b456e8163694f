import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baseline, baselineAsCoded } from "../../src/activations/baseline.ts";
import type { Dictionary } from "../../src/activations/dictionary.ts";
import {
  structured,
  structuredCode,
  structuredOnShuffledDictionary,
} from "../../src/activations/structured/structured.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import {
  cosineOf,
  expectAliveAndDistinct,
  followsProfile,
  holderOf,
  newTopsByHand,
  poolByHand,
  topOf,
} from "../support/dictionary-by-hand.ts";
import {
  buildContext,
  buildSae,
  codeCases,
  dictionaries,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

describe("structured", () => {
  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget, rng }) => {
        const code = structuredCode(rng, base, dictionaries(sae).alive, cosineTarget);
        expect(sortedValues(code)).toEqual(sortedValues(base));
        expectAliveAndDistinct(code, sae);
      }),
    );
  });

  it("keeps the top's frequency within the pool: around one of the five members nearest to the typical angle", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget, rng }) => {
        if (base.ids.length === 0) return;
        const code = structuredCode(rng, base, dictionaries(sae).alive, cosineTarget);
        expect(newTopsByHand(sae, base, cosineTarget).some((top) => code.ids.includes(top))).toBe(true);
      }),
    );
  });

  it("draws the new top uniformly among them", () => {
    // 56 alive latents: a pool of seven, of which the two at the least typical angles are never drawn
    const sae = buildSae({ dModel: 3, dSae: 56, dead: 0, seed: 4 });
    const base = { ids: Int32Array.of(17), values: Float32Array.of(1) };
    const tops = newTopsByHand(sae, base, 0.25);
    expect([poolByHand(sae, 17).length, tops.length]).toEqual([7, 5]);
    const n = 5000;
    const counts = new Map<number, number>();
    for (let i = 0; i < n; i++) {
      const [top] = structuredCode(rngFromSeed("tops").fork(i), base, dictionaries(sae).alive, 0.25).ids;
      counts.set(top!, (counts.get(top!) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(tops.sort());
    const chiSquare = [...counts.values()].reduce((sum, k) => sum + (k - n / 5) ** 2 / (n / 5), 0);
    expect(chiSquare).toBeLessThan(18.5); // 0.999 quantile, 4 degrees of freedom
  });

  it("keeps the cosines to the top as close as any unused alive latent allows, in the order of ids", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, cosineTarget, rng }) => {
        if (base.ids.length === 0) return;
        const code = structuredCode(rng, base, dictionaries(sae).alive, cosineTarget);
        expect(
          newTopsByHand(sae, base, cosineTarget).filter((top) => followsProfile(sae, base, code, top)),
        ).not.toEqual([]);
      }),
    );
  });

  it("drops the frequencies of all but the top: it does not look at them", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, cosineTarget, rng }, seed) => {
        if (base.ids.length === 0) return;
        const look = dictionaries(sae).alive;
        // Frequencies of latents that are neither near the top's nor the top itself are exchanged for 1.
        const near = new Set([topOf(base), ...poolByHand(sae, topOf(base))]);
        const frequency = look.frequency.map((f, j) => (near.has(j) || f === 0 ? f : 1));
        const byFrequency = look.alive.slice().sort((a, b) => frequency[a]! - frequency[b]! || a - b);
        const blurred: Dictionary = { ...look, frequency, byFrequency };
        expect(structuredCode(rng.fork(seed), base, blurred, cosineTarget)).toEqual(
          structuredCode(rng.fork(seed), base, look, cosineTarget),
        );
      }),
    );
  });

  it("is decoded with the true rows and b_dec", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look, cosineTarget } = context.latents;
        const decoded = sae.decode(structuredCode(rngFromSeed(seed), base, look.alive, cosineTarget));
        expect(structured(rngFromSeed(seed), context)).toEqual(decoded);
      }),
    );
  });

  it("is b_dec for an activation without active latents, and so are all types made of its code", () => {
    const context = buildContext({ dModel: 4, dSae: 20, dead: 0, seed: 1 });
    const empty = { ids: new Int32Array(), values: new Float32Array() };
    const given = { ...context, latents: { ...context.latents, base: empty } };
    for (const generate of [structured, structuredOnShuffledDictionary, baseline, baselineAsCoded])
      expect(generate(rngFromSeed(0), given)).toEqual(given.latents.sae.b_dec);
  });
});

describe("structured on a shuffled dictionary", () => {
  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, cosineTarget, rng }, seed) => {
        const code = structuredCode(rng, base, dictionaries(sae, seed).shuffled, cosineTarget);
        expect(sortedValues(code)).toEqual(sortedValues(base));
        expectAliveAndDistinct(code, sae);
      }),
    );
  });

  it("keeps the distributions: alive latents exchange their names among themselves, dead ones keep theirs", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const sae = buildSae(tiny);
        const { shuffled, alive } = dictionaries(sae, seed);
        const names = Array.from(sae.alive, (j) => shuffled.rowOfLatent[j]!);
        expect(names.toSorted((a, b) => a - b)).toEqual(Array.from(sae.alive));
        for (let j = 0; j < sae.dSae; j++) {
          if (sae.firingFrequency[j] === 0) expect(shuffled.rowOfLatent[j]).toBe(j);
          expect(shuffled.frequency[j]).toBe(sae.firingFrequency[shuffled.rowOfLatent[j]!]);
        }
        expect(shuffled.alive).toEqual(alive.alive);
      }),
    );
  });

  it("drops cosines and frequencies, which structured keeps", () => {
    const errors = { alive: { cosine: 0, rank: 0 }, shuffled: { cosine: 0, rank: 0 } };
    const n = 200;
    for (let seed = 0; seed < n; seed++) {
      const sae = buildSae({ dModel: 3, dSae: 40, dead: 0, seed });
      const values = Float32Array.of(9, 1, 2);
      const base = { ids: Int32Array.of(3, 11, 29), values };
      for (const look of ["alive", "shuffled"] as const) {
        const code = structuredCode(rngFromSeed(seed), base, dictionaries(sae, seed)[look], 0.42);
        const [newTop, ...others] = Array.from(values, (value) => holderOf(code, value)) as [number, number];
        const kept = others.map((j, i) => cosineOf(sae, newTop, j) - cosineOf(sae, 3, base.ids[i + 1]!));
        errors[look].cosine += Math.abs(kept[0]!) / n;
        errors[look].rank += (64 * Math.abs(sae.firingFrequency[newTop]! - sae.firingFrequency[3]!)) / n;
      }
    }
    // Random directions in space lie 2/3 apart in cosine; random ranks of 40 lie 13 apart.
    expect(errors.alive.cosine).toBeLessThan(0.06);
    expect(errors.shuffled.cosine).toBeGreaterThan(0.5);
    expect(errors.alive.rank).toBeLessThan(4);
    expect(errors.shuffled.rank).toBeGreaterThan(10);
  });

  it("decodes with the true rows", () => {
    const context = buildContext({ dModel: 5, dSae: 30, dead: 2, seed: 8 });
    const { sae, base, dictionaries: look, cosineTarget } = context.latents;
    const code = structuredCode(rngFromSeed(0), base, look.shuffled, cosineTarget);
    expect(structuredOnShuffledDictionary(rngFromSeed(0), context)).toEqual(sae.decode(code));
  });
});
