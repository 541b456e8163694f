import { describe, expect, it } from "vitest";
import { coOccurrenceOf } from "../../../src/activations/co-occurrence.ts";
import { InvalidInputError, NotRunError } from "../../../src/errors/index.ts";
import type { CodeFacts, CodeMetric } from "../../../src/experiment/codes/code-metric.ts";
import { codeOf } from "../../../src/experiment/codes/code-of.ts";
import { generateFor, type TypeDraw } from "../../../src/experiment/draw.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { cosine, rowOf } from "../../../src/math/vec.ts";
import {
  activeLatents,
  cosineOfPairs,
  cosineToBase,
  cosineToStrongest,
  goesWithStrongest,
  shareOfStrongest,
} from "../../../src/papers/synthetic-activations/index.ts";
import type { LatentActivations } from "../../../src/sae/sparse-autoencoder.ts";
import { FAKE_BASES, fakeLab } from "../../support/fake-lab.ts";
import { buildContext } from "../../support/tiny-dictionary.ts";

const context = buildContext({ dModel: 6, dSae: 40, dead: 2, seed: 24 });
const { latents } = context;
const codeFrom = (pairs: readonly (readonly [number, number])[]): LatentActivations => ({
  ids: Int32Array.from(pairs, ([id]) => id),
  values: Float32Array.from(pairs, ([, value]) => value),
});
/** Latents 3 and 5 are always together, 8 is alone; 13 fires with 3 as often as chance has it. */
const seen = [[3, 5, 13], [3, 5], [8, 13], [8]].map((ids) => codeFrom(ids.map((id) => [id, 1] as const)));
const facts: CodeFacts = {
  base: Float32Array.of(3, 1, 0),
  centre: Float32Array.of(1, 1, 0),
  activation: () => Float32Array.of(2, 2, 0),
  dictionary: latents.dictionaries.alive,
  coOccurrence: coOccurrenceOf(seen, 40),
};
const code = codeFrom([
  [3, 5],
  [5, 2],
  [8, 2],
  [13, 1],
]);

describe("a metric of a code", () => {
  const between = (a: number, b: number) => cosine(rowOf(latents.sae.W_dec, a), rowOf(latents.sae.W_dec, b));

  it("counts active latents and the share of the strongest", () => {
    expect([activeLatents, shareOfStrongest].map((metric) => metric.of(code, facts))).toEqual([4, 0.5]);
  });

  it("means cosines over the others, or over all pairs", () => {
    const toTop = (between(3, 5) + between(3, 8) + between(3, 13)) / 3;
    expect(cosineToStrongest.of(code, facts)).toBeCloseTo(toTop, 6);
    const all = toTop * 3 + between(5, 8) + between(5, 13) + between(8, 13);
    expect(cosineOfPairs.of(code, facts)).toBeCloseTo(all / 6, 6);
  });

  it("measures the angle between base and target as seen from the centre, and not from the origin", () => {
    expect(cosineToBase.of(code, facts)).toBeCloseTo(Math.SQRT1_2, 6);
    expect(cosineToBase.of(code, { ...facts, base: facts.centre })).toBeNull();
  });

  it("counts those that go with the strongest more often than chance has it, and not those that go as often", () => {
    expect(goesWithStrongest.of(code, facts)).toBeCloseTo(1 / 3, 12);
  });

  it.each<[string, CodeMetric, number | null]>([
    ["active latents", activeLatents, 0],
    ["share", shareOfStrongest, null],
    ["cosine to the strongest", cosineToStrongest, null],
    ["cosine of pairs", cosineOfPairs, null],
    ["latents that go with it", goesWithStrongest, null],
  ])("has no %s for no latents, and no pairs for one", (_, metric, none) => {
    expect(metric.of(codeFrom([]), facts)).toBe(none);
    const one = metric.of(codeFrom([[8, 2]]), facts);
    expect(one).toBe(metric === activeLatents || metric === shareOfStrongest ? 1 : null);
  });
});

describe("the code of a type", () => {
  it.each<TypeDraw>([
    "reconstruction",
    "structured",
    "baseline",
    "baseline#2",
    "uniform",
    "single-latent",
    "nearest-to-top",
    "graph",
  ])("%s is the one that its activation is decoded from, draw by draw", (type) => {
    for (const index of [0, 7]) {
      const rng = rngFromSeed("codes");
      const decoded = latents.sae.decode(codeOf(type, rng, index, context, latents));
      expect(decoded).toEqual(generateFor(type, rng, index, context));
    }
  });

  it("of an activation that is not composed is what the autoencoder encodes it to", () => {
    const rng = rngFromSeed("codes");
    const drawn = generateFor("random#2", rng, 3, context);
    expect(codeOf("random#2", rng, 3, context, latents)).toEqual(latents.sae.encode(drawn));
  });

  it.each<TypeDraw>(["cos-nearest", "structured@norm"])("is not guessed for %s", (type) => {
    expect(() => codeOf(type, rngFromSeed(1), 0, context, latents)).toThrow(InvalidInputError);
  });
});

describe("a lab's codes", () => {
  it("are one value a base, without a curve, and follow what stands for a type", async () => {
    const { lab, model } = fakeLab();
    const real = await lab.codes(activeLatents, "real");
    const bag = await lab.codes(cosineOfPairs, "baseline#2");
    expect(real.bases).toEqual(Array.from({ length: FAKE_BASES }, (_, base) => base));
    expect(real.values.every((count) => count !== null && Number.isInteger(count))).toBe(true);
    expect(await lab.with({ real: "baseline#2" }).codes(cosineOfPairs, "real")).toEqual(bag);
    const half = await lab.onOddBases({ real: "baseline#2" }).codes(cosineOfPairs, "real");
    const own = await lab.codes(cosineOfPairs, "real");
    expect(half.values).toEqual(own.values.map((value, base) => (base % 2 === 0 ? value : bag.values[base])));
    expect(model.asked.resumed).toEqual([]);
  });

  it("are not run where there is no autoencoder, nor on the untrained model", async () => {
    await expect(fakeLab({ sae: null }).lab.codes(activeLatents, "real")).rejects.toThrow(NotRunError);
    await expect(fakeLab().lab.untrained().codes(activeLatents, "real")).rejects.toThrow(NotRunError);
  });

  it("change no curve that is measured after them", async () => {
    const { maxSlopeStep } = await import("../../../src/papers/synthetic-activations/index.ts");
    const after = fakeLab().lab;
    await after.codes(goesWithStrongest, "random");
    const before = fakeLab().lab;
    for (const type of ["random", "structured"] as const)
      expect(await after.sample(maxSlopeStep.absolute, type)).toEqual(
        await before.sample(maxSlopeStep.absolute, type),
      );
  });
});
