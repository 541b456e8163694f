import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uniform, uniformAsCoded, uniformCode, uniformCodeAsCoded } from "../../src/activations/uniform.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { blind, chiSquareOfUniform, expectAliveAndDistinct } from "../support/dictionary-by-hand.ts";
import {
  buildContext,
  buildSae,
  codeCases,
  dictionaries,
  sortedValues,
  tinySaes,
} from "../support/tiny-dictionary.ts";

describe("uniform", () => {
  it("keeps L0 and activation values, takes no dead latent and none twice", () => {
    checkProperty(
      fc.property(codeCases, ({ sae, base, rng }) => {
        const code = uniformCode(rng, base, dictionaries(sae).alive);
        expect(sortedValues(code)).toEqual(sortedValues(base));
        expectAliveAndDistinct(code, sae);
      }),
    );
  });

  it("drops firing frequency and cosines: it looks at neither, nor at which latents are A's", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, rng }, seed) => {
        const look = dictionaries(sae).alive;
        const code = uniformCode(rng.fork(seed), base, look);
        expect(uniformCode(rng.fork(seed), base, blind(look))).toEqual(code);
        const elsewhere = { ...base, ids: base.ids.map((_, i) => i) };
        expect(uniformCode(rng.fork(seed), elsewhere, look)).toEqual(code);
      }),
    );
  });

  it("chooses uniformly among all alive latents, for each place of the code", () => {
    const sae = buildSae({ dModel: 3, dSae: 20, dead: 4, seed: 4 });
    const base = { ids: Int32Array.of(3, 9), values: Float32Array.of(1, 2) };
    for (const value of [1, 2]) {
      const chosen = Array.from({ length: 8000 }, (_, i) => {
        const { ids, values } = uniformCode(rngFromSeed("uniform").fork(i), base, dictionaries(sae).alive);
        return ids[values.indexOf(value)]!;
      });
      expect(chiSquareOfUniform(chosen, Array.from(sae.alive))).toBeLessThan(37.7); // 0.999, 15 degrees of freedom
    }
  });

  it("decodes its code with the true rows and b_dec", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const { sae, base, dictionaries: look } = context.latents;
        expect(uniform(rngFromSeed(3), context)).toEqual(
          sae.decode(uniformCode(rngFromSeed(3), base, look.alive)),
        );
        expect(uniformAsCoded(rngFromSeed(3), context)).toEqual(
          sae.decode(uniformCodeAsCoded(rngFromSeed(3), base, look.alive)),
        );
      }),
    );
  });
});

describe("uniform as coded", () => {
  it("is substitution in place on one dense vector, latent by latent", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, rng }, seed) => {
        const code = uniformCodeAsCoded(rng.fork(seed), base, dictionaries(sae).alive);
        const dense = new Float32Array(sae.dSae);
        base.ids.forEach((id, i) => {
          dense[id] = base.values[i]!;
        });
        const stream = rng.fork(seed);
        for (const id of base.ids) {
          const value = dense[id]!;
          dense[id] = 0;
          dense[sae.alive[stream.integer(sae.alive.length)]!] = value;
        }
        const active = Array.from(dense.keys()).filter((j) => dense[j]! > 0);
        expect(Array.from(code.ids)).toEqual(active);
        expect(Array.from(code.values)).toEqual(active.map((j) => dense[j]!));
      }),
    );
  });

  it("has at most A's L0, and loses values only where substitutes collide", () => {
    let clean = 0;
    checkProperty(
      fc.property(codeCases, ({ sae, base, rng }) => {
        const code = uniformCodeAsCoded(rng, base, dictionaries(sae).alive);
        expect(code.ids.length).toBeLessThanOrEqual(base.ids.length);
        if (code.ids.length < base.ids.length || code.ids.some((id) => base.ids.includes(id))) return;
        clean++;
        expect(sortedValues(code)).toEqual(sortedValues(base));
      }),
    );
    expect(clean).toBeGreaterThan(10);
  });

  it("drops firing frequency and cosines: it looks at neither", () => {
    checkProperty(
      fc.property(codeCases, fc.nat(), ({ sae, base, rng }, seed) => {
        const look = dictionaries(sae).alive;
        expect(uniformCodeAsCoded(rng.fork(seed), base, blind(look))).toEqual(
          uniformCodeAsCoded(rng.fork(seed), base, look),
        );
      }),
    );
  });
});
