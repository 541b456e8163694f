import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { leastShareInOrder } from "../../src/stats/order/least-share-in-order.ts";
import { spearman } from "../../src/stats/order/spearman.ts";
import { evaluatorOf } from "../../src/stats/statistic.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const value = fc.integer({ min: -9, max: 9 });
const pairs = fc
  .array(fc.tuple(value, value), { minLength: 3, maxLength: 30 })
  .map((rows) => ({ a: rows.map((row) => row[0]), b: rows.map((row) => row[1]) }))
  .filter(({ a, b }) => new Set(a).size > 1 && new Set(b).size > 1);

/** Ranks by counting, and Pearson's correlation of them: the definition. */
function byDefinition(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]) =>
    values.map((x) => {
      const below = values.filter((y) => y < x).length;
      const equal = values.filter((y) => y === x).length;
      return below + (equal + 1) / 2;
    });
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const product = (p: readonly number[], mp: number, q: readonly number[], mq: number) =>
    p.reduce((sum, v, i) => sum + (v - mp) * (q[i]! - mq), 0);
  return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my));
}

describe("Spearman's correlation", () => {
  const statistic = spearman("a", "b");

  it("is Pearson's of the ranks, on the sample and on every resample", () => {
    checkProperty(
      fc.property(pairs, fc.nat(), (samples, seed) => {
        expect(statistic.of(samples)).toBeCloseTo(byDefinition(samples.a, samples.b), 10);
        const rng = rngFromSeed(seed);
        const bases = Int32Array.from(samples.a, () => rng.integer(samples.a.length));
        const [a, b] = [samples.a, samples.b].map((all) => Array.from(bases, (base) => all[base]!));
        const got = evaluatorOf(statistic, samples)(bases);
        const wanted = byDefinition(a!, b!);
        if (Number.isFinite(wanted)) expect(got).toBeCloseTo(wanted, 10);
        else expect(got).toBeNaN();
      }),
    );
  });

  it("does not change under any rising map of either side, and turns with a falling one", () => {
    checkProperty(
      fc.property(pairs, ({ a, b }) => {
        const whole = statistic.of({ a, b });
        expect(statistic.of({ a: a.map((x) => x ** 3), b: b.map((x) => Math.exp(x)) })).toBeCloseTo(
          whole,
          10,
        );
        expect(statistic.of({ a: a.map((x) => -x), b })).toBeCloseTo(-whole, 10);
      }),
    );
  });

  it("ranks a missing value last", () => {
    expect(statistic.of({ a: [1, 2, null], b: [1, 2, 9] })).toBeCloseTo(1, 12);
  });
});

describe("the least share in order", () => {
  it("of two groups is how often the later one is larger, a tie for half", () => {
    checkProperty(
      fc.property(pairs, ({ a, b }) => {
        const won = a.map((x, i) => (b[i]! > x ? 1 : b[i] === x ? 0.5 : 0));
        const wanted = won.reduce<number>((sum, one) => sum + one, 0) / a.length;
        expect(leastShareInOrder(["a", "b"]).of({ a, b })).toBeCloseTo(wanted, 12);
        expect(leastShareInOrder(["b", "a"]).of({ a, b })).toBeCloseTo(1 - wanted, 12);
      }),
    );
  });

  it("of more groups is that of the neighbours that are least in order", () => {
    const samples = { a: [1, 1, 1, 1], b: [2, 2, 2, 0], c: [3, 3, 1, 1] };
    expect(leastShareInOrder(["a", "b", "c"]).of(samples)).toBe(0.75);
    expect(leastShareInOrder(["a", "c", "b"]).of(samples)).toBe(0.25);
  });

  it("of exchangeable groups is not above a half at its 95 % interval more often than one time in forty", () => {
    const rng = rngFromSeed("least share");
    const n = 400;
    const runs = 400;
    let above = 0;
    for (let run = 0; run < runs; run++) {
      const sample = () => Array.from({ length: n }, () => rng.normal());
      const samples = { a: sample(), b: sample(), c: sample(), d: sample() };
      const least = leastShareInOrder(["a", "b", "c", "d"]).of(samples);
      // its standard error is at most that of one share
      if (least - (1.96 * 0.5) / Math.sqrt(n) > 0.5) above++;
    }
    expect(above / runs).toBeLessThan(1 / 40);
  });

  it("refuses a list of one", () => {
    expect(() => leastShareInOrder(["a"])).toThrow(InvalidInputError);
  });
});
