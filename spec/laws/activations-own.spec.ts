import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomMixture } from "../../src/activations/directions.ts";
import { nearestToTopCode } from "../../src/activations/nearest-to-top.ts";
import { ownMixture, ownNoise, ownReconstruction } from "../../src/activations/own.ts";
import { topLatent } from "../../src/activations/structured/structured.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { cosine, distance, norm, rowOf, subtract } from "../../src/math/vec.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { buildContext, tinySaes } from "../support/tiny-dictionary.ts";

describe("own reconstruction", () => {
  it("is what the base's code decodes to, whatever the target", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae, base } = context.latents;
        const elsewhere = { ...context, target: context.base };
        expect(ownReconstruction(rngFromSeed(seed), elsewhere)).toEqual(sae.decode(base));
      }),
    );
  });
});

describe.each([
  ["own noise", ownNoise],
  ["own mixture", ownMixture],
] as const)("%s", (_, generate) => {
  it("keeps the length of the error: it is as far from the base as the reconstruction", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { base } = context;
        const drawn = generate(rngFromSeed(seed), context);
        const error = distance(base, ownReconstruction(rngFromSeed(seed), context));
        expect(Math.abs(distance(base, drawn) - error)).toBeLessThan((norm(base) + error) * 2 ** -20);
      }),
    );
  });

  it("drops the direction of the error: two draws differ in it", () => {
    const context = buildContext({ dModel: 6, dSae: 40, dead: 2, seed: 24 });
    const way = (seed: number) => subtract(generate(rngFromSeed(seed), context), context.base);
    expect(cosine(way(1), way(2))).toBeLessThan(0.99);
  });
});

it("own mixture keeps the covariance: it goes where random mixture goes from the same stream", () => {
  checkProperty(
    fc.property(tinySaes, fc.nat(), (tiny, seed) => {
      const context = buildContext(tiny);
      const { base, target } = context;
      const own = subtract(ownMixture(rngFromSeed(seed), context), base);
      if (distance(base, target) === 0 || norm(own) < 1e-3 * norm(base)) return;
      const other = subtract(randomMixture(rngFromSeed(seed), context), base);
      expect(cosine(own, other)).toBeGreaterThan(1 - 1e-4);
    }),
  );
});

describe("nearest to top", () => {
  it("keeps L0, values and the top; no alive latent outside the code is nearer to it than one inside", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const { base, dictionaries } = buildContext(tiny).latents;
        const { alive } = dictionaries;
        if (base.ids.length === 0 || base.ids.length > alive.alive.length) return;
        const code = nearestToTopCode(base, alive);
        expect(code.ids).toHaveLength(base.ids.length);
        expect(code.values.toSorted()).toEqual(base.values.toSorted());
        const top = topLatent(base);
        expect(code.values[code.ids.indexOf(top)]).toBe(Math.max(...base.values));
        const toTop = (id: number) => cosine(rowOf(alive.directions, top), rowOf(alive.directions, id));
        const inside = [...code.ids].filter((id) => id !== top).map(toTop);
        const outside = [...alive.alive].filter((id) => !code.ids.includes(id)).map(toTop);
        if (inside.length > 0 && outside.length > 0)
          expect(Math.min(...inside)).toBeGreaterThanOrEqual(Math.max(...outside) - 1e-6);
      }),
    );
  });
});
