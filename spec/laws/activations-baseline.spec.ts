import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  baseline,
  baselineAsCoded,
  baselineCode,
  baselineCodeAsCoded,
} from "../../src/activations/baseline.ts";
import type { Dictionary } from "../../src/activations/dictionary.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { SparseAutoencoder } from "../../src/sae/sparse-autoencoder.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { expectAliveAndDistinct, holderOf, nearestByHand } from "../support/dictionary-by-hand.ts";
import {
  buildContext,
  buildSae,
  codeCases,
  dictionaries,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

describe("baseline", () => {
  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, rng }) => {
        const code = baselineCode(rng, base, dictionaries(sae).alive);
        expect(sortedValues(code)).toEqual(sortedValues(base));
        expectAliveAndDistinct(code, sae);
      }),
    );
  });

  it("keeps firing frequency: each substitute is another latent among the 10 nearest that are not taken", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, rng }) => {
        const code = baselineCode(rng, base, dictionaries(sae).alive);
        const taken = new Set<number>();
        base.ids.forEach((latent, i) => {
          const substitute = holderOf(code, base.values[i]!);
          expect(nearestByHand(sae, latent, taken)).toContain(substitute);
          taken.add(substitute);
        });
      }),
    );
  });

  it("chooses uniformly among the 10 nearest", () => {
    const sae = buildSae({ dModel: 3, dSae: 40, dead: 2, seed: 4 });
    const latent = sae.alive[17]!;
    const counts = new Map<number, number>();
    const n = 5000;
    for (let i = 0; i < n; i++) {
      const base = { ids: Int32Array.of(latent), values: Float32Array.of(1) };
      const [chosen] = baselineCode(rngFromSeed("uniform").fork(i), base, dictionaries(sae).alive).ids;
      counts.set(chosen!, (counts.get(chosen!) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([...nearestByHand(sae, latent, new Set())].sort());
    const chiSquare = [...counts.values()].reduce((sum, k) => sum + (k - n / 10) ** 2 / (n / 10), 0);
    expect(chiSquare).toBeLessThan(27.9); // 0.999 quantile, 9 degrees of freedom
  });

  it("drops cosines: it does not look at decoder directions", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, rng }, seed) => {
        const shuffled = { ...dictionaries(sae).alive, directions: zeros(sae) };
        const code = baselineCode(rng.fork(seed), base, dictionaries(sae).alive);
        expect(baselineCode(rng.fork(seed), base, shuffled)).toEqual(code);
      }),
    );
  });

  it("decodes its code with the true rows and b_dec", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look } = context.latents;
        const code = baselineCode(rngFromSeed(3), base, look.alive);
        expect(baseline(rngFromSeed(3), context)).toEqual(sae.decode(code));
      }),
    );
  });
});

describe("baseline as coded", () => {
  it("has at most A's L0, and no activation value that A has not", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, rng }) => {
        const code = baselineCodeAsCoded(rng, base, dictionaries(sae).whole);
        expect(code.ids.length).toBeLessThanOrEqual(base.ids.length);
        expect(new Set(code.ids).size).toBe(code.ids.length);
        expect(Array.from(base.values)).toEqual(expect.arrayContaining(Array.from(code.values)));
      }),
    );
  });

  it("keeps L0 and values where no substitute is active or chosen twice", () => {
    let clean = 0;
    checkProperty(
      fc.property(codeCases, ({ sae, base, rng }) => {
        const code = baselineCodeAsCoded(rng, base, dictionaries(sae).whole);
        const untouched =
          code.ids.length === base.ids.length && !code.ids.some((id) => base.ids.includes(id));
        if (!untouched) return;
        clean++;
        expect(sortedValues(code)).toEqual(sortedValues(base));
      }),
    );
    expect(clean).toBeGreaterThan(10);
  });

  it("can choose a dead latent, which baseline never does", () => {
    const sae = buildSae({ dModel: 3, dSae: 16, dead: 4, seed: 9 });
    const dead = Array.from(sae.firingFrequency.keys()).filter((j) => sae.firingFrequency[j] === 0);
    const rarest = sae.alive.toSorted((a, b) => sae.firingFrequency[a]! - sae.firingFrequency[b]!)[0]!;
    const base = { ids: Int32Array.of(rarest), values: Float32Array.of(1) };
    const chosen = Array.from({ length: 100 }, (_, i) => {
      return baselineCodeAsCoded(rngFromSeed(i), base, dictionaries(sae).whole).ids[0]!;
    });
    expect(chosen.some((id) => dead.includes(id))).toBe(true);
  });

  it("is decoded with the true rows and b_dec", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look } = context.latents;
        const code = baselineCodeAsCoded(rngFromSeed(3), base, look.whole);
        expect(baselineAsCoded(rngFromSeed(3), context)).toEqual(sae.decode(code));
      }),
    );
  });
});

function zeros({ dSae, dModel }: SparseAutoencoder): Dictionary["directions"] {
  return { rows: dSae, cols: dModel, data: new Float32Array(dSae * dModel) };
}
