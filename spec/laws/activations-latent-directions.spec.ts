import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activeLatent,
  deadLatent,
  inactiveLatent,
  latentOfFirstSae,
  latentOfThirdSae,
} from "../../src/activations/latent-directions.ts";
import { ownNorm, ownReconstruction, ownReconstructionAtNorm } from "../../src/activations/own.ts";
import { InvalidInputError, NotRunError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { cosine, distance, norm, rowOf, subtract } from "../../src/math/vec.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { buildContext, buildSae, tinySaes } from "../support/tiny-dictionary.ts";

type Context = ReturnType<typeof buildContext>;

/** The latents of an SAE along which a point lies, seen from the base. */
function latentsAlong(point: Float32Array, { base, latents: { sae } }: Context): readonly number[] {
  const way = subtract(point, base);
  const ids = Array.from({ length: sae.dSae }, (_, id) => id);
  return ids.filter((id) => cosine(way, rowOf(sae.W_dec, id)) > 1 - 1e-4);
}

const drawnFrom = {
  "active latent": {
    generate: activeLatent,
    among: ({ latents: { base } }: Context) => [...base.ids],
  },
  "inactive latent": {
    generate: inactiveLatent,
    among: ({ latents: { sae, base } }: Context) => [...sae.alive].filter((id) => !base.ids.includes(id)),
  },
  "dead latent": {
    generate: deadLatent,
    among: ({ latents: { sae } }: Context) =>
      Array.from({ length: sae.dSae }, (_, id) => id).filter((id) => !sae.alive.includes(id)),
  },
} as const;

describe.each(Object.entries(drawnFrom))("%s", (_, { generate, among }) => {
  it("keeps the distance from the base, and goes along a latent of its kind", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { base, target } = context;
        const ids = among(context);
        if (distance(base, target) === 0) return;
        if (ids.length === 0) {
          expect(() => generate(rngFromSeed(seed), context)).toThrow("the number of latents");
          return;
        }
        const point = generate(rngFromSeed(seed), context);
        expect(distance(base, point)).toBeCloseTo(distance(base, target), 3);
        expect(latentsAlong(point, context).some((id) => ids.includes(id))).toBe(true);
      }),
    );
  });

  it("reaches every latent of its kind, and drops which was reached before", () => {
    const context = buildContext({ dModel: 6, dSae: 40, dead: 4, seed: 24 });
    const ids = among(context);
    const seen = new Set<number>();
    for (let seed = 0; seed < 40 * ids.length && seen.size < ids.length; seed++)
      for (const id of latentsAlong(generate(rngFromSeed(seed), context), context)) seen.add(id);
    expect(ids.filter((id) => !seen.has(id))).toEqual([]);
  });
});

describe("a latent of one of several SAEs", () => {
  const context = buildContext({ dModel: 6, dSae: 40, dead: 0, seed: 5 });
  const other = buildSae({ dModel: 6, dSae: 30, dead: 0, seed: 6 });
  const { base, latents } = context;
  const siblings = [
    { sae: other, base: other.encode(base) },
    { sae: latents.sae, base: latents.base },
  ];
  const given = { ...context, latents: { ...latents, siblings } };

  it("is active in that SAE", () => {
    for (let seed = 0; seed < 30; seed++) {
      const way = subtract(latentOfFirstSae(rngFromSeed(seed), given), base);
      const [{ base: code }] = siblings as [(typeof siblings)[number]];
      expect([...code.ids].some((id) => cosine(way, rowOf(other.W_dec, id)) > 1 - 1e-4)).toBe(true);
    }
  });

  it("is not drawn where there are fewer", () => {
    expect(() => latentOfThirdSae(rngFromSeed(0), given)).toThrow(NotRunError);
  });
});

describe("own norm and own reconstruction at norm", () => {
  it("are refused where what is scaled has no length", () => {
    const context = buildContext({ dModel: 3, dSae: 16, dead: 0, seed: 1 });
    const nothing = new Float32Array(3) as typeof context.base;
    const decodesToNothing = { ...context.latents.sae, decode: () => nothing };
    const silent = { ...context, latents: { ...context.latents, sae: decodesToNothing } };
    expect(() => ownNorm(rngFromSeed(0), { ...context, base: nothing })).toThrow(InvalidInputError);
    expect(() => ownReconstructionAtNorm(rngFromSeed(0), silent)).toThrow(
      /^the length of the reconstruction is 0; it must be above 0/,
    );
  });

  it("keep a direction and the other's length", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const { base } = context;
        const rng = rngFromSeed(0);
        const decoded = ownReconstruction(rng, context);
        if (norm(base) === 0 || norm(decoded) === 0) return;
        const [scaled, corrected] = [ownNorm(rng, context), ownReconstructionAtNorm(rng, context)];
        expect(norm(scaled) / norm(decoded)).toBeCloseTo(1, 5);
        expect(cosine(scaled, base)).toBeCloseTo(1, 5);
        expect(norm(corrected) / norm(base)).toBeCloseTo(1, 5);
        expect(cosine(corrected, decoded)).toBeCloseTo(1, 5);
      }),
    );
  });
});
