import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  gaussianDirection,
  randomMixture,
  realMixture,
  realNoise,
} from "../../src/activations/directions.ts";
import type { Generate } from "../../src/activations/generator.ts";
import { estimatePopulation } from "../../src/activations/population.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, cosine, distance, norm, stackRows, subtract } from "../../src/math/vec.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { chiSquareOfUniform } from "../support/dictionary-by-hand.ts";
import { buildContext, tinySaes } from "../support/tiny-dictionary.ts";

type Context = ReturnType<typeof buildContext>;
const types = { realMixture, randomMixture, gaussianDirection };
const drawn = (generate: Generate, seed: number, context: Context) => generate(rngFromSeed(seed), context);
/** Whether two of the others are at one point: then their difference has no direction. */
const twice = ({ others }: Context) => new Set(others.map((x) => Array.from(x).join())).size < others.length;
const vector = (...values: number[]) => Float32Array.from(values) as Activation;

describe.each(Object.entries(types) as [string, Generate][])("%s", (_, generate) => {
  it("keeps the distance from A, to the rounding of float32", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        if (twice(context)) return;
        const x = drawn(generate, seed, context);
        const size = norm(x) + norm(context.base);
        const wanted = distance(context.base, context.target);
        expect(Math.abs(distance(context.base, x) - wanted)).toBeLessThan(size * 2 ** -21);
      }),
    );
  });

  it("drops A's part in the direction: from another base it goes the same way", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        if (twice(context) || distance(context.base, context.target) === 0) return;
        const elsewhere = { ...context, base: context.base.map((x, i) => x + i + 1) as Activation };
        if (distance(elsewhere.base, elsewhere.target) === 0) return;
        const way = (from: Context) => subtract(drawn(generate, seed, from), from.base);
        expect(cosine(way(context), way(elsewhere))).toBeGreaterThan(1 - 1e-5);
      }),
    );
  });
});

describe("real mixture", () => {
  it("keeps differences of real activations: it goes from one of the run's other targets to another", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { base, target, others } = context;
        if (twice(context) || distance(base, target) === 0) return;
        const way = subtract(drawn(realMixture, seed, context), base);
        const cosines = others.flatMap((to) =>
          others.flatMap((from) => (to === from ? [] : [cosine(way, subtract(to, from))])),
        );
        expect(Math.max(...cosines)).toBeGreaterThan(1 - 1e-5);
      }),
    );
  });

  it("draws each ordered pair of others alike", () => {
    const context = buildContext({ dModel: 3, dSae: 20, dead: 0, seed: 1 });
    const given = {
      ...context,
      base: vector(0, 0, 0),
      target: vector(1, 0, 0),
      others: [vector(1, 0, 0), vector(0, 2, 0), vector(0, 0, 4)],
    };
    const ways = Array.from({ length: 6000 }, (_, i) => {
      const x = realMixture(rngFromSeed("pairs").fork(i), given);
      return Array.from(x, Math.sign).reduce((sum, sign, k) => sum + (sign + 1) * 3 ** k, 0);
    });
    // one coordinate up, one down, one still: 2, 0 and 1 as digits of base 3
    expect(chiSquareOfUniform(ways, [2 + 9, 2 + 3, 6 + 9, 6 + 1, 18 + 3, 18 + 1])).toBeLessThan(20.6);
  });

  it("is refused where the run has fewer than two other targets, or both are one point", () => {
    const context = buildContext({ dModel: 3, dSae: 20, dead: 0, seed: 1 });
    const [one] = context.others as [Activation];
    expect(() => realMixture(rngFromSeed(0), { ...context, others: [one] })).toThrow(
      "the number of the run's other targets is 1; it must be at least 2, since this type takes some of them.",
    );
    expect(() => realMixture(rngFromSeed(0), { ...context, others: [one, one] })).toThrow(
      "the length of the drawn direction is 0; it must be above 0.",
    );
  });
});

describe("random mixture", () => {
  /** sd 2, 1 and 0.5, the first two correlated, far from the origin. */
  const rows = Array.from({ length: 4000 }, (_, i) => {
    const rng = rngFromSeed("population").fork(i);
    const [a, b, c] = [rng.normal(), rng.normal(), rng.normal()];
    return Float32Array.of(300 + 2 * a, -100 + 0.8 * a + 0.6 * b, 0.5 * c);
  });
  const context = {
    ...buildContext({ dModel: 3, dSae: 20, dead: 0, seed: 1 }),
    base: vector(0, 0, 0),
    target: vector(1, 0, 0),
    population: estimatePopulation(stackRows(rows)),
  };
  const ways = Array.from({ length: 20_000 }, (_, i) => randomMixture(rngFromSeed("ways").fork(i), context));

  it("keeps the covariance of the direction: it is that of two draws of random, and no pair of signs is rarer", () => {
    // direction of L z for standard normal z, by its own simulation
    const { lower } = context.population.factor;
    const byHand = Array.from({ length: 20_000 }, (_, i) => {
      const rng = rngFromSeed("by hand").fork(i);
      const z = [rng.normal(), rng.normal(), rng.normal()];
      const x = [0, 1, 2].map((r) => z.reduce((sum, zj, j) => sum + lower[3 * r + j]! * zj, 0));
      return x.map((v) => v / Math.hypot(...x));
    });
    const second = (of: readonly ArrayLike<number>[], a: number, b: number) =>
      of.reduce((sum, x) => sum + x[a]! * x[b]!, 0) / of.length;
    for (const a of [0, 1, 2])
      for (const b of [0, 1, 2])
        expect(Math.abs(second(ways, a, b) - second(byHand, a, b))).toBeLessThan(5 * Math.sqrt(0.5 / 20_000));
  });

  it("drops the mean: both ways are as likely, far from the origin though the population is", () => {
    for (const k of [0, 1, 2]) {
      const mean = ways.reduce((sum, x) => sum + x[k]!, 0) / ways.length;
      expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(ways.length));
    }
  });
});

describe("gaussian direction", () => {
  it("drops mean, covariance and the sparse code: no direction is preferred", () => {
    const context = buildContext({ dModel: 3, dSae: 20, dead: 0, seed: 1 });
    const given = { ...context, base: vector(0, 0, 0), target: vector(1, 0, 0) };
    const ways = Array.from({ length: 20_000 }, (_, i) =>
      gaussianDirection(rngFromSeed("ways").fork(i), given),
    );
    for (const a of [0, 1, 2]) {
      // each coordinate of a point of the sphere in space is uniform on -1 .. 1
      const tenths = ways.map((x) => Math.min(9, Math.floor(5 * (x[a]! + 1))));
      expect(chiSquareOfUniform(tenths, [...Array(10).keys()])).toBeLessThan(27.9); // 0.999, 9 degrees of freedom
    }
  });
});

describe("real noise", () => {
  it("keeps the real target and the length of the SAE's error on it", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae } = context.latents;
        const error = distance(context.target, sae.decode(sae.encode(context.target)));
        const x = realNoise(rngFromSeed(seed), context);
        const size = norm(x) + norm(context.target);
        expect(Math.abs(distance(context.target, x) - error)).toBeLessThan(size * 2 ** -21);
      }),
    );
  });

  it("drops the direction of the error: it is that of gaussian direction, whatever A and its code", () => {
    checkProperty(
      fc.property(tinySaes, fc.nat(), (tiny, seed) => {
        const context = buildContext(tiny);
        const { sae } = context.latents;
        if (distance(context.target, sae.decode(context.latents.target)) < 1) return;
        if (distance(context.base, context.target) === 0) return;
        const x = realNoise(rngFromSeed(seed), context);
        const way = subtract(gaussianDirection(rngFromSeed(seed), context), context.base);
        expect(cosine(subtract(x, context.target), way)).toBeGreaterThan(1 - 1e-5);
        const elsewhere = { ...context, base: context.base.map((v) => v + 1) as Activation };
        expect(realNoise(rngFromSeed(seed), elsewhere)).toEqual(x);
      }),
    );
  });
});
