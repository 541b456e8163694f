import { describe, expect, it } from "vitest";
import { coActiveWith, coOccurrenceOf } from "../../src/activations/co-occurrence.ts";
import { coActivationOf } from "../../src/experiment/codes/co-activation.ts";
import { rngFromSeed } from "../../src/math/rng.ts";

const code = (...ids: readonly number[]) => ({
  ids: Int32Array.from(ids),
  values: Float32Array.from(ids, () => 1),
});
const times = <T>(n: number, of: T): readonly T[] => Array.from({ length: n }, () => of);

/** Codes over `dSae` latents of which the low ones fire most. */
function drawn(n: number, dSae: number) {
  const rng = rngFromSeed("co-activation");
  return Array.from({ length: n }, () =>
    code(...Array.from({ length: dSae }, (_, id) => id).filter((id) => rng.uniform() < 1 / (2 + id / 4))),
  );
}

describe("the latents that are active together", () => {
  it("have a lift of 1 where they fire by chance, of N / n where always together, and none below five codes", () => {
    const codes = [
      ...times(10, code(1, 2)), // 1 and 2 as by chance: 20 x 20 / 40
      ...[...times(10, code(1)), ...times(10, code(2)), ...times(10, code())],
    ];
    expect(coActivationOf(codes, 8).pairs).toEqual([{ a: 1, b: 2, together: 10, lift: 1 }]);
    const always = [...times(5, code(3, 6)), ...times(15, code())];
    expect(coActivationOf(always, 8).pairs).toEqual([{ a: 3, b: 6, together: 5, lift: 4 }]);
    expect(coActivationOf(always.slice(1), 8)).toMatchObject({ pairs: [], all: { pairs: 0, active: 2 } });
  });

  it("are counted as the population's own structure counts them", () => {
    const [codes, dSae] = [drawn(200, 60), 60];
    const found = coActivationOf(codes, dSae);
    const structure = coOccurrenceOf(codes, dSae);
    const degrees = Array.from(
      { length: dSae },
      (_, id) => [...coActiveWith(structure, id).counts].filter((count) => count >= found.least).length,
    );
    expect(found.all.pairs).toBe(degrees.reduce((sum, one) => sum + one, 0) / 2);
    expect(found.all.meanDegree).toBeCloseTo((2 * found.all.pairs) / dSae, 12);
    expect(found.all.largestDegree).toBe(Math.max(...degrees));
    for (const { a, b, together } of found.pairs) {
      const { ids, counts } = coActiveWith(structure, a);
      expect(counts[ids.indexOf(b)], `${a} ${b}`).toBe(together);
    }
    expect(found.pairs.length).toBeGreaterThan(100);
  });

  it("are the most frequent ones, and neither they nor their pairs hang on the order of the codes", () => {
    const codes = drawn(200, 60);
    const { latents, pairs } = coActivationOf(codes, 60);
    const firing = (id: number) => codes.filter(({ ids }) => ids.includes(id)).length;
    const least = Math.min(...latents.map(({ codes: n }) => n));
    for (const { id, codes: n } of latents) expect(firing(id)).toBe(n);
    for (let id = 0; id < 60; id++)
      if (!latents.some((one) => one.id === id)) expect(firing(id)).toBeLessThanOrEqual(least);
    expect(coActivationOf(codes.toReversed(), 60)).toEqual(coActivationOf(codes, 60));
    expect(pairs.map(({ lift }) => lift)).toEqual(pairs.map(({ lift }) => lift).sort((a, b) => b - a));
  });

  it("are none where no latent is active", () => {
    expect(coActivationOf([code(), code()], 4)).toMatchObject({
      latents: [],
      pairs: [],
      all: { active: 0, pairs: 0, meanDegree: 0, largestDegree: 0 },
    });
  });
});
