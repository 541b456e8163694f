import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimatePopulation } from "../../src/activations/population.ts";
import { random } from "../../src/activations/random.ts";
import { anotherReal, native, real } from "../../src/activations/real.ts";
import { reconstruction } from "../../src/activations/reconstruction.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { type Activation, stackRows } from "../../src/math/vec.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { buildContext, saeFrom, tinySaes } from "../support/tiny-dictionary.ts";

describe("real", () => {
  it("keeps everything: it is the target, whatever the base", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const elsewhere = { ...context, base: context.base.map((x) => x + 1) as Activation };
        expect(real(rngFromSeed(0), context)).toEqual(context.target);
        expect(real(rngFromSeed(1), elsewhere)).toEqual(context.target);
      }),
    );
  });
});

describe("another real", () => {
  it("is one of the targets of the run's other bases, each as often as any", () => {
    const context = buildContext({ dModel: 4, dSae: 40, dead: 0, seed: 3 });
    const others = Array.from({ length: 5 }, (_, i) => Float32Array.of(i, 0, 0, 0) as Activation);
    const drawn = Array.from({ length: 1000 }, (_, i) =>
      anotherReal(rngFromSeed("another").fork(i), { ...context, others }),
    );
    const counts = others.map((other) => drawn.filter((one) => one[0] === other[0]).length);
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60); // 4.7 standard deviations
    expect(counts.reduce((sum, n) => sum + n)).toBe(1000);
    expect(() => anotherReal(rngFromSeed(0), { ...context, others: [] })).toThrow("other targets");
  });
});

describe("native", () => {
  it("is the base itself, whatever the target", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const elsewhere = { ...context, target: context.target.map((x) => x + 1) as Activation };
        expect(native(rngFromSeed(0), context)).toEqual(context.base);
        expect(native(rngFromSeed(1), elsewhere)).toEqual(context.base);
      }),
    );
  });
});

describe("reconstruction", () => {
  it("is decode(encode(target)) and does not look at the base", () => {
    checkProperty(
      fc.property(tinySaes, (tiny) => {
        const context = buildContext(tiny);
        const { sae } = context.latents;
        const elsewhere = { ...context, base: context.base.map((x) => x + 1) as Activation };
        expect(reconstruction(rngFromSeed(0), context)).toEqual(sae.decode(sae.encode(context.target)));
        expect(reconstruction(rngFromSeed(0), elsewhere)).toEqual(reconstruction(rngFromSeed(0), context));
      }),
    );
  });

  it("drops the part of the target that the dictionary does not explain", () => {
    // Latents are the first two axes: encode keeps them where positive, nothing explains the third.
    const axes = { rows: 2, cols: 3, data: Float32Array.of(1, 0, 0, 0, 1, 0) };
    const sae = saeFrom({
      W_enc: { rows: 3, cols: 2, data: Float32Array.of(1, 0, 0, 1, 0, 0) },
      b_enc: new Float32Array(2),
      W_dec: axes,
      b_dec: new Float32Array(3),
      firingFrequency: Float32Array.of(0.5, 0.25),
    });
    const context = buildContext({ dModel: 3, dSae: 20, dead: 0, seed: 1 });
    const target = Float32Array.of(2, -4, 8) as Activation;
    const given = { ...context, target, latents: { ...context.latents, sae, target: sae.encode(target) } };
    expect(Array.from(reconstruction(rngFromSeed(0), given))).toEqual([2, 0, 0]);
  });
});

describe("random", () => {
  /** sd 2 and 1, correlation 0.8 - so a diagonal or a transposed factor is seen. */
  const rows = Array.from({ length: 4000 }, (_, i) => {
    const rng = rngFromSeed("population").fork(i);
    const [a, b, c] = [rng.normal(), rng.normal(), rng.normal()];
    return Float32Array.of(3 + 2 * a, -1 + 0.8 * a + 0.6 * b, 0.5 * c);
  });
  const population = estimatePopulation(stackRows(rows));
  const context = { ...buildContext({ dModel: 3, dSae: 20, dead: 0, seed: 1 }), population };

  it("has the population's mean and covariance, within 5 standard errors of 20,000 draws", () => {
    const n = 20_000;
    const draws = Array.from({ length: n }, (_, i) => random(rngFromSeed("draws").fork(i), context));
    const drawn = estimatePopulation(stackRows(draws));
    const wanted = covarianceOf(population);
    const got = covarianceOf(drawn);
    for (let i = 0; i < 3; i++) {
      const standardError = Math.sqrt(wanted[i]![i]! / n);
      expect(Math.abs(drawn.mean[i]! - population.mean[i]!)).toBeLessThan(5 * standardError);
      for (let j = 0; j < 3; j++) {
        const spread = Math.sqrt((wanted[i]![i]! * wanted[j]![j]! + wanted[i]![j]! ** 2) / n);
        expect(Math.abs(got[i]![j]! - wanted[i]![j]!)).toBeLessThan(5 * spread);
      }
    }
  });

  it("drops everything else: it looks at neither base nor target nor latents", () => {
    const other = buildContext({ dModel: 3, dSae: 20, dead: 0, seed: 2 });
    expect(random(rngFromSeed(7), { ...other, latents: null, population })).toEqual(
      random(rngFromSeed(7), context),
    );
  });

  it("is mean + L z with the stream's normal numbers in order", () => {
    const rng = rngFromSeed(11);
    const z = [rng.normal(), rng.normal(), rng.normal()];
    const { lower } = population.factor;
    const expected = [0, 1, 2].map((i) =>
      Math.fround(population.mean[i]! + z.reduce((sum, zj, j) => sum + lower[3 * i + j]! * zj, 0)),
    );
    const drawn = Array.from(random(rngFromSeed(11), context));
    for (const [i, x] of drawn.entries()) expect(x).toBeCloseTo(expected[i]!, 5);
  });
});

/** L Lᵀ. */
function covarianceOf({ factor: { size, lower } }: ReturnType<typeof estimatePopulation>): number[][] {
  const at = (i: number, j: number) => lower[i * size + j]!;
  const every = Array.from({ length: size }, (_, i) => i);
  return every.map((i) => every.map((j) => every.reduce((sum, k) => sum + at(i, k) * at(j, k), 0)));
}
