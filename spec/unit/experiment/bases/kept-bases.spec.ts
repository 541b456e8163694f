import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promptPool } from "../../../../src/activations/pairs/prompt-pool.ts";
import { curveFromBytes, curveToBytes } from "../../../../src/experiment/bases/curve-bytes.ts";
import { drawnTypes } from "../../../../src/experiment/bases/drawn-types.ts";
import { binsOf, geometryOf, placeOf, spreadOf } from "../../../../src/experiment/bases/geometry.ts";
import { keptBases } from "../../../../src/experiment/bases/kept-bases.ts";
import type { LabState } from "../../../../src/experiment/lab-curves.ts";
import { curveOf } from "../../../../src/experiment/measure.ts";
import type { Activation } from "../../../../src/math/vec.ts";
import { paper } from "../../../../src/papers/synthetic-activations/index.ts";
import { checkProperty } from "../../../../src/vitest/property.ts";
import { FAKE_BASES, FAKE_SAE, fakeLab } from "../../../support/fake-lab.ts";

const types = paper.types.map(({ key }) => key);

describe("a curve in bytes", () => {
  it("is off by at most a 510th of its largest value, whatever it is", () => {
    checkProperty(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1 }), (whole) => {
        const curve = whole.map((value) => value / 1000);
        const bytes = curveToBytes(curve);
        const back = curveFromBytes(bytes);
        for (const [n, value] of curve.entries())
          expect(Math.abs(back[n]! - value)).toBeLessThanOrEqual(bytes.top / 510 + 1e-9);
      }),
    );
  });

  it("is in 255ths of its largest value, each as the step from the one before, modulo 256", () => {
    const { top, steps } = curveToBytes([0, 1, 2, 4, 0, 4]);
    expect(top).toBe(4);
    expect([...steps]).toEqual([0, 64, 64, 127, 1, 255]); // levels 0, 64, 128, 255, 0, 255
    const back = [0, 64, 128, 255, 0, 255].map((level) => (level / 255) * 4);
    expect([...curveFromBytes({ top, steps })]).toEqual(back);
  });

  it("of nothing is nothing, and counts what no distance is as 0", () => {
    expect(curveToBytes([0, 0])).toEqual({ top: 0, steps: Uint8Array.of(0, 0) });
    expect([...curveFromBytes(curveToBytes([0, -1, 255, 0]))]).toEqual([0, 0, 255, 0]);
  });
});

describe("types drawn once more", () => {
  it("are the activations that the paths led to, to the bit: their distances are the curves' own", async () => {
    const { lab } = fakeLab();
    const state = await lab.measureShown();
    const drawn = await drawnTypes(state, types);
    expect([...drawn.keys()]).toEqual(types);
    for (const type of types) {
      const { distance, bases } = state.curves.get(`towards.absolute ${type}`)!;
      bases.forEach((base, row) => {
        const target = drawn.get(type)![base]!;
        expect(placeOf(state.preparation.bases[base]!.base, target).distance, type).toBe(distance[row]);
      });
    }
  });

  it("are those that need no sparse autoencoder where there is none", async () => {
    const { lab } = fakeLab({ sae: null });
    const drawn = await drawnTypes(await lab.measureShown(), types);
    expect([...drawn.keys()]).toEqual(["real", "random"]);
  });
});

describe("types drawn once more, where a base has no such activation", () => {
  const base = Float32Array.of(1, 2) as Activation;
  /** Two bases: a prompt that ends as the second does is there, none that ends as the first. */
  const state = (activation: (index: number) => Activation) => {
    const pool = { ...promptPool([[7, 1]], [base]), activation };
    const contexts = [0, 1].map((last) => ({ base, prompts: { tokens: [9, last], pool } }));
    const preparation = { contextsFor: async () => contexts };
    return { options: { sae: null, seed: 0, bases: 2 }, preparation } as unknown as LabState;
  };

  it("have none there and the others elsewhere", async () => {
    const drawn = await drawnTypes(
      state(() => base),
      ["same-last-token"],
    );
    expect([...drawn.values()]).toEqual([[null, base]]);
  });

  it("pass on an error that is no fact of a base", async () => {
    const broken = state(() => {
      throw new TypeError("no such row");
    });
    await expect(drawnTypes(broken, ["same-last-token"])).rejects.toThrow("no such row");
  });
});

describe("the place of an activation", () => {
  const vec = (...values: number[]) => Float32Array.from(values) as Activation;

  it("has a cosine however short both are, and 0 where one has no length", () => {
    const { norm, distance, cosine } = placeOf(vec(0.5, 0), vec(0.25, 0.25));
    expect([norm, distance]).toEqual([Math.sqrt(0.125), Math.sqrt(0.125)]);
    expect(cosine).toBeCloseTo(Math.SQRT1_2, 12);
    expect(placeOf(vec(0, 0), vec(1, 1)).cosine).toBe(0);
    expect(placeOf(vec(1, 1), vec(0, 0)).cosine).toBe(0);
  });
});

describe("the geometry of a run", () => {
  it("has the mean, the spread and every base of each type in one of its bins", () => {
    const vec = (...values: number[]) => Float32Array.from(values) as Activation;
    const bases = [vec(3, 4), vec(0, 2)];
    const { baseNorm, types: found } = geometryOf(bases, new Map([["real", [vec(6, 8), null]]]));
    expect(baseNorm).toMatchObject({ mean: 3.5, sd: 1.5 });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ type: "real", n: 1, norm: { mean: 10 }, distance: { mean: 5 } });
    expect(found[0]!.cosine.mean).toBeCloseTo(1, 12);
    expect(geometryOf(bases, new Map([["real", [null, null]]])).types).toEqual([]);
  });

  it("bins every value between the ends of its bin, in bins of a round width", () => {
    checkProperty(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (values) => {
        const bins = binsOf(values);
        const { from, width, counts } = spreadOf(values, bins);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(values.length);
        for (const [i, count] of counts.entries()) {
          const inside = values.filter(
            (v) => v >= from + i * width - 1e-9 && v < from + (i + 1) * width - 1e-9,
          );
          expect(count).toBe(inside.length);
        }
        expect(Number(width.toPrecision(1))).toBeCloseTo(width, 12);
      }),
    );
  });
});

describe("bins", () => {
  it("are of the least width of 1, 2, 5 or 10 times a power of ten of which 40 reach from end to end", () => {
    const range = fc.record({
      low: fc.integer({ min: -500, max: 500 }),
      length: fc.integer({ min: 1, max: 9000 }).map((whole) => whole + 0.5), // never 40 widths to the bit
      by: fc.constantFrom(0.001, 1, 1000),
    });
    checkProperty(
      fc.property(range, ({ low, length, by }) => {
        const { from, width } = binsOf([(low + length) * by, low * by, (low + length / 2) * by]);
        const round = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap((power) =>
          [1, 2, 5].map((factor) => factor * 10 ** power),
        );
        expect(width).toBeCloseTo(round.find((one) => 40 * one >= length * by)!, 9);
        expect(from).toBeLessThanOrEqual(low * by + 1e-9);
        expect(from + width).toBeGreaterThan(low * by - 1e-9);
        expect(Math.abs(from / width - Math.round(from / width))).toBeLessThan(1e-6);
      }),
    );
  });

  it("are a power of ten wide where 40 of those reach just from end to end", () => {
    const widthOf = (high: number) => binsOf([0, high]).width;
    expect([40, 400, 4000, 41, 200, 201].map(widthOf)).toEqual([1, 10, 100, 2, 5, 10]);
  });

  it("of values that are all alike, or of none, begin there and are one wide", () => {
    expect(binsOf([7.3, 7.3])).toEqual({ from: 7.3, width: 1 });
    expect(binsOf([])).toEqual({ from: 0, width: 1 });
  });

  it("of norms hold those of the bases, too", () => {
    const vec = (...values: number[]) => Float32Array.from(values) as Activation;
    const { baseNorm, types: found } = geometryOf(
      [vec(0, 0), vec(80, 0)],
      new Map([["real", [vec(10, 0), vec(0, 20)]]]),
    );
    expect(baseNorm).toMatchObject({ from: 0, width: 2 });
    expect([baseNorm.counts[0], baseNorm.counts[40]]).toEqual([1, 1]);
    const { norm, cosine } = found[0]!;
    expect([norm.from, norm.width, norm.counts.indexOf(1), norm.counts.length]).toEqual([0, 2, 5, 11]);
    expect(cosine.mean).toBe(0); // of a base that is 0, and of one at a right angle
  });
});

describe("the bases of a run as a page keeps them", () => {
  const kept = async (textOf: ((ids: readonly number[]) => string) | null) => {
    const state = await fakeLab().lab.measureShown();
    const drawn = await drawnTypes(state, types);
    const { metrics, perturbations } = paper;
    return { state, bases: await keptBases(state, { metrics, perturbations, drawn, textOf }) };
  };

  it("have every curve of every base, its step and the strongest latents of its target", async () => {
    const { state, bases } = await kept((ids) => `<${ids}>`);
    expect(bases.tokens).toHaveLength(FAKE_BASES);
    expect(bases.curves).toHaveLength(paper.perturbations.length * types.length);
    for (const { perturbation, type, top, steps } of bases.curves) {
      const arm = state.curves.get(`${perturbation} ${type}`)!;
      const bytes = Buffer.from(steps, "base64");
      expect(bytes).toHaveLength(FAKE_BASES * bases.points);
      arm.bases.forEach((base, row) => {
        const of = bytes.subarray(base * bases.points, (base + 1) * bases.points);
        const back = curveFromBytes({ top: top[base]!, steps: of });
        const curve = curveOf(arm, row);
        for (const n of [0, 5, bases.points - 1])
          expect(Math.abs(back[n]! - curve[n]!), `${perturbation} ${type}`).toBeLessThan(top[base]! / 400);
      });
    }
    const plateau = paper.metrics.find(({ key }) => key === "plateauLength")!;
    const of = bases.values.find(({ metric, type }) => metric === plateau.key && type === "random")!.of;
    expect(of).toEqual((await fakeLab().lab.sample(plateau, "random")).values);
    expect(bases.texts).toEqual(bases.tokens.map((ids) => `<${ids}>`));
    const code = FAKE_SAE.encode(state.preparation.bases[2]!.base);
    const [id, activation] = bases.latents![2]![0]!;
    expect(activation).toBeCloseTo(Math.max(...code.values), 2);
    expect([...code.ids]).toContain(id);
    const strongest = state.preparation.bases.map(({ base }) =>
      [...FAKE_SAE.encode(base).values].sort((a, b) => b - a).slice(0, 5),
    );
    expect(strongest.some((values) => values.length === 5)).toBe(true); // where there are more, they are left out
    bases.latents!.forEach((latents, i) => {
      expect(latents!.length).toBe(strongest[i]!.length);
      for (const [rank, [, value]] of latents!.entries())
        expect(value).toBe(Number(strongest[i]![rank]!.toPrecision(4))); // four digits, to keep a page small
    });
  });

  it("have no texts where the model has no tokenizer", async () => {
    expect((await kept(null)).bases.texts).toBeNull();
  });
});
