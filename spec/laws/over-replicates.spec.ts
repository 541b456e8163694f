import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  overReplicates,
  type Replicate,
  simultaneousOver,
} from "../../src/claim/replicates/over-replicates.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const above3 = { above: 3, because: "r" };
/** A replicate whose own interval is its value, half a step either way. */
const run = (value: number | null, more: Partial<Replicate> = {}): Replicate => ({
  value,
  interval: value === null ? null : [value - 0.5, value + 0.5],
  verdict:
    value === null
      ? "inconclusive"
      : value > 3.5
        ? "supported"
        : value < 2.5
          ? "contradicted"
          : "inconclusive",
  control: 0,
  ...more,
});
const runs = (values: readonly (number | null)[], more: Partial<Replicate> = {}) =>
  values.map((value) => run(value, more));

describe("a criterion over replicates", () => {
  it("has an interval from two replicates on, and is open with one", () => {
    // t(0.975, 1) = 12.706205, scipy.stats.t.ppf; the sd of 4 and 6 is sqrt(2), over sqrt(2) for two of them
    const { interval } = overReplicates(above3, runs([4, 6]));
    expect(interval![0]).toBeCloseTo(5 - 12.706205, 4);
    expect(interval![1]).toBeCloseTo(5 + 12.706205, 4);
    expect(overReplicates(above3, runs([4])).interval).toBeNull();
  });

  it("is held to its threshold by the t interval of its values", () => {
    // t(0.975, 3) = 3.182446, scipy.stats.t.ppf; the sd of 4, 5, 6, 7 is sqrt(5 / 3), over 2 for four of them
    const half = (3.182446 * Math.sqrt(5 / 3)) / 2;
    const found = overReplicates(above3, runs([4, 5, 6, 7]), "steps");
    expect(found).toMatchObject({
      mean: 5.5,
      verdict: "supported",
      reason: "The whole interval is above 3 steps.",
    });
    expect(found.interval![0]).toBeCloseTo(5.5 - half, 5);
    expect(found.interval![1]).toBeCloseTo(5.5 + half, 5);
    expect(overReplicates(above3, runs([2, 5, 6, 7])).verdict).toBe("inconclusive");
    expect(overReplicates(above3, runs([1, 1.1, 1.2])).verdict).toBe("contradicted");
  });

  it("is inconclusive where its control is supported over them, though in each run by itself it is not", () => {
    const values = [5, 5.1, 5.2, 5.3];
    const with0 = (controls: readonly number[]) =>
      values.map((value, i) => run(value, { control: controls[i]! }));
    expect(overReplicates(above3, with0([3.2, 3.21, 3.19, 3.2]))).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("Not specific"),
    });
    expect(overReplicates(above3, with0([3.2, 2.9, 3.5, 3.2])).verdict).toBe("supported");
  });

  it("is not contradicted where the planted effect is not found over them", () => {
    const values = [1, 1.1, 1.2, 1.3];
    const planted = (effects: readonly (number | null)[]) =>
      overReplicates(
        above3,
        values.map((value, i) => run(value, { planted: effects[i]! })),
      );
    expect(planted([9, 9.1, 9.2, 9.3]).verdict).toBe("contradicted");
    expect(planted([2, 9.1, 2.2, 9.3])).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("Not sensitive"),
    });
    expect(planted([9, 9.1, null, 9.3]).verdict).toBe("inconclusive");
  });

  it("is inconclusive where a replicate has no value, and has none of fewer than two", () => {
    expect(overReplicates(above3, runs([9, 9.1, null, 9.2]))).toMatchObject({
      verdict: "inconclusive",
      reason: "1 of 4 replicates has no value.",
    });
    expect(overReplicates(above3, runs([null, null]))).toMatchObject({
      mean: null,
      interval: null,
      sd: null,
    });
    expect(overReplicates(above3, runs([9])).verdict).toBe("inconclusive");
  });

  it("is inconclusive where most replicates are for another reason than their interval, and not where half are", () => {
    const open: Partial<Replicate> = { verdict: "inconclusive" };
    const values = [9, 9.1, 9.2, 9.3];
    const withOpen = (n: number) => values.map((value, i) => run(value, i < n ? open : {}));
    expect(overReplicates(above3, withOpen(2)).verdict).toBe("supported");
    expect(overReplicates(above3, withOpen(3))).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("3 of 4 replicates are inconclusive for another reason"),
    });
    const straddling = values.map((value) => run(value, { ...open, interval: [2, 16] }));
    expect(overReplicates(above3, straddling).verdict).toBe("supported");
  });

  it("does not hang on the order of the replicates", () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 9 });
    checkProperty(
      fc.property(values, fc.boolean(), (steps, within) => {
        const threshold = within ? { within: 4, because: "r" } : above3;
        const all = steps.map((value, i) => run(value, { control: value - i, planted: value + 1 }));
        const forth = overReplicates(threshold, all);
        const back = overReplicates(threshold, all.toReversed());
        expect(back.verdict).toBe(forth.verdict);
        expect(back.mean).toBeCloseTo(forth.mean!, 9);
      }),
    );
  });
});

describe("the interval that primary criteria hold at once", () => {
  it("is the t interval at 1 - 0.01 / m", () => {
    // t(1 - 0.005 / 9, 7) = 5.310113, scipy.stats.t.ppf
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    const [low, high] = simultaneousOver(values, 9)!;
    const half = (5.310113 * Math.sqrt(6)) / Math.sqrt(8);
    expect(low).toBeCloseTo(4.5 - half, 4);
    expect(high).toBeCloseTo(4.5 + half, 4);
  });

  it("widens with the family, and there is none without a value of every replicate", () => {
    const width = (m: number) => {
      const [low, high] = simultaneousOver([1, 2, 4], m)!;
      return high - low;
    };
    expect(width(9)).toBeGreaterThan(width(2));
    expect(width(2)).toBeGreaterThan(width(1));
    expect(width(0)).toBe(width(1));
    expect(simultaneousOver([1, 2, null], 2)).toBeNull();
    expect(simultaneousOver([1], 2)).toBeNull();
    expect(simultaneousOver([1, 2], 2)).not.toBeNull();
  });
});
