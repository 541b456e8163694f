import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { betweenWithin } from "../../src/stats/across/between-within.ts";
import { isotonic } from "../../src/stats/across/isotonic.ts";
import { shapley } from "../../src/stats/across/shapley.ts";
import { flipProbability, tInterval, tQuantile } from "../../src/stats/across/t-interval.ts";
import { mean } from "../../src/stats/mean.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const real = fc.double({ min: -50, max: 50, noNaN: true });
const reals = fc.array(real, { minLength: 1, maxLength: 12, size: "max" });

describe("a quantile of Student's t", () => {
  // scipy 1.17.1: scipy.stats.t.ppf(p, df)
  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 3, 3.1824463052837078],
    [0.975, 7, 2.364624251592784],
    [0.975, 9, 2.262157162798205],
    [0.975, 30, 2.0422724563012378],
    [0.975, 1000, 1.9623390808264083],
    [0.995, 4, 4.604094871349992],
    [0.6, 1, 0.32491969623290634],
    [0.6, 100, 0.25402218245822766],
    [0.9999, 1, 3183.098757118502],
    [0.9999, 7, 7.063432828157639],
  ])("at %f with %i degrees of freedom is scipy's", (p, df, want) => {
    expect(Math.abs(tQuantile(p, df) / want - 1)).toBeLessThan(1e-11);
  });

  it("is odd about 1/2, rises with p and falls towards the normal one with the degrees of freedom", () => {
    const p = fc.double({ min: 0.501, max: 0.999, noNaN: true });
    checkProperty(
      fc.property(p, fc.integer({ min: 1, max: 60 }), (q, df) => {
        const t = tQuantile(q, df);
        expect(tQuantile(1 - q, df)).toBeCloseTo(-t, 6);
        expect(tQuantile(q + 0.0005, df)).toBeGreaterThan(t);
        expect(tQuantile(q, df + 1)).toBeLessThan(t);
      }),
    );
    expect(tQuantile(0.5, 4)).toBe(0);
  });
});

describe("a t interval over replicates", () => {
  it("is mean -+ t sd / sqrt(K), and there is none for one replicate", () => {
    checkProperty(
      fc.property(reals, (values) => {
        const { mean: centre, sd, standardError, df, interval } = tInterval(values);
        expect(centre).toBe(mean(values));
        expect(df).toBe(values.length - 1);
        if (values.length === 1) {
          expect([sd, standardError, interval]).toEqual([null, null, null]);
          return;
        }
        // the variance from all pairs: half the mean squared difference
        const k = values.length;
        const pairs = values.flatMap((x) => values.map((y) => (x - y) ** 2)).reduce((a, b) => a + b, 0);
        expect(sd).toBeCloseTo(Math.sqrt(pairs / (2 * k * (k - 1))), 9);
        expect(standardError).toBeCloseTo(sd! / Math.sqrt(k), 12);
        expect((interval![1] - interval![0]) / 2).toBeCloseTo(tQuantile(0.975, k - 1) * standardError!, 9);
        expect((interval![1] + interval![0]) / 2).toBeCloseTo(centre, 9);
      }),
    );
  });

  it("is scipy's on eight numbers", () => {
    // scipy 1.17.1: t.interval(0.95, 7, loc=mean(x), scale=sem(x))
    const { interval } = tInterval([2.71, 2.84, 2.4, 3.18, 2.19, 2.72, 2.97, 2.96]);
    expect(interval![0]).toBeCloseTo(2.4773853782242794, 12);
    expect(interval![1]).toBeCloseTo(3.0151146217757203, 12);
  });

  it("holds the truth in about 95 of 100 experiments of three replicates", () => {
    const rng = rngFromSeed("t coverage");
    let held = 0;
    for (let i = 0; i < 2000; i++) {
      const [low, high] = tInterval([rng.normal(), rng.normal(), rng.normal()]).interval!;
      if (low <= 0 && high >= 0) held++;
    }
    expect(held / 2000).toBeGreaterThan(0.935);
    expect(held / 2000).toBeLessThan(0.965);
  });
});

describe("the flip probability", () => {
  it("is the share of second draws on the other side, given the first", () => {
    const rng = rngFromSeed("flip");
    for (const distance of [0.3, 1, 2]) {
      let flipped = 0;
      // a truth as likely anywhere: given the first draw 0 it is normal about it, and so is the second about the truth
      for (let i = 0; i < 20_000; i++) if (2 * (rng.normal() + rng.normal()) > 2 * distance) flipped++;
      expect(Math.abs(flipProbability(0, 2, 2 * distance) - flipped / 20_000)).toBeLessThan(0.01);
    }
  });

  it("is 1/2 on the threshold, falls with the distance, ignores the side, offset and unit", () => {
    checkProperty(
      fc.property(
        real,
        fc.double({ min: 0.01, max: 9, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        (v, se, d) => {
          const at = flipProbability(0, se, d);
          expect(at).toBeLessThan(0.5);
          expect(flipProbability(0, se, -d)).toBe(at);
          expect(flipProbability(0, se, d + 1)).toBeLessThanOrEqual(at);
          expect(flipProbability(v, se, v)).toBe(0.5);
          expect(flipProbability(64, 4 * se, 64 + 4 * d)).toBeCloseTo(at, 12);
        },
      ),
    );
    expect(flipProbability(1, 0, 2)).toBe(0);
    expect(flipProbability(1.96, 1, 0.96)).toBeCloseTo(0.2398, 4);
  });
});

describe("the random-effects mean", () => {
  const models = fc.array(
    fc.record({ value: real, standardError: fc.double({ min: 0.1, max: 5, noNaN: true }) }),
    { minLength: 1, maxLength: 8, size: "max" },
  );

  it("lies among the values, and moves and scales with them", () => {
    checkProperty(
      fc.property(models, real, (all, by) => {
        const plain = betweenWithin(all);
        const values = all.map((m) => m.value);
        expect(plain.mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(plain.mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        const moved = betweenWithin(
          all.map((m) => ({ value: 2 * m.value + by, standardError: 2 * m.standardError })),
        );
        expect(moved.mean).toBeCloseTo(2 * plain.mean + by, 7);
        expect(moved.between).toBeCloseTo(2 * plain.between, 4);
        expect(moved.within).toBeCloseTo(2 * plain.within, 9);
        expect(moved.heterogeneity).toBeCloseTo(plain.heterogeneity, 7);
        expect(plain.interval === null).toBe(all.length === 1);
      }),
    );
  });

  it("with equal standard errors is the plain mean, and tau^2 the variance between minus that within", () => {
    checkProperty(
      fc.property(fc.array(real, { minLength: 2, maxLength: 8 }), (values) => {
        const { mean: centre, between } = betweenWithin(values.map((value) => ({ value, standardError: 2 })));
        expect(centre).toBeCloseTo(mean(values), 9);
        expect(between ** 2).toBeCloseTo(Math.max(0, tInterval(values).sd! ** 2 - 4), 6);
      }),
    );
  });

  it("of equal values has no spread between and the standard error of all data together", () => {
    const {
      between,
      heterogeneity,
      standardError,
      mean: centre,
    } = betweenWithin([
      { value: 3, standardError: 1 },
      { value: 3, standardError: 0.5 },
    ]);
    expect([centre, between, heterogeneity]).toEqual([3, 0, 0]);
    expect(standardError).toBeCloseTo(1 / Math.sqrt(1 + 4), 12);
  });

  it("finds the spread that is between models in a simulation", () => {
    const rng = rngFromSeed("between");
    const squares = Array.from({ length: 400 }, () => {
      const all = Array.from({ length: 6 }, (_, i) => {
        const standardError = 0.3 + 0.1 * i;
        return { value: 2 * rng.normal() + standardError * rng.normal(), standardError };
      });
      return betweenWithin(all).between ** 2;
    });
    expect(Math.abs(mean(squares) - 4)).toBeLessThan(0.5);
  });
});

describe("Shapley's attribution", () => {
  const NAMES = ["a", "b", "c", "d"] as const;
  type Name = (typeof NAMES)[number];
  const key = (on: readonly string[]) => on.reduce((set, f) => set + 2 ** NAMES.indexOf(f as Name), 0);
  const table = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 16, maxLength: 16, size: "max" });
  const of = (values: readonly (number | null)[]) => shapley(NAMES, (on) => values[key(on)]!);

  it("is the mean of what a feature adds over all 24 orders", () => {
    const orders = (left: readonly Name[]): Name[][] =>
      left.length === 0
        ? [[]]
        : left.flatMap((f) => orders(left.filter((g) => g !== f)).map((o) => [f, ...o]));
    checkProperty(
      fc.property(table, (values) => {
        const got = of(values);
        for (const feature of NAMES) {
          const added = orders(NAMES).map((order) => {
            const before = order.slice(0, order.indexOf(feature));
            return values[key([...before, feature])]! - values[key(before)]!;
          });
          expect(got[feature].value).toBeCloseTo(mean(added), 9);
          expect(got[feature].pairs).toBe(8);
        }
      }),
    );
  });

  it("adds up to what all features together add (efficiency)", () => {
    checkProperty(
      fc.property(table, (values) => {
        const sum = NAMES.reduce((all, f) => all + of(values)[f].value!, 0);
        expect(sum).toBeCloseTo(values[15]! - values[0]!, 9);
      }),
    );
  });

  it("is 0 for a feature that changes nothing, and equal for two that do the same (null player, symmetry)", () => {
    checkProperty(
      fc.property(table, (values) => {
        const withoutA = values.map((_, set) => values[set & ~1]!);
        expect(of(withoutA).a.value).toBe(0);
        // a and b count alike: only how many of them are on
        const alike = values.map((_, set) => values[(set & ~3) + [0, 1, 1, 3][set & 3]!]!);
        expect(of(alike).a.value).toBeCloseTo(of(alike).b.value!, 12);
      }),
    );
  });

  it("of a sum of tables is the sum of the attributions (linearity)", () => {
    checkProperty(
      fc.property(table, table, (one, other) => {
        const sum = of(one.map((x, set) => 3 * x + other[set]!));
        for (const f of NAMES)
          expect(sum[f].value).toBeCloseTo(3 * of(one)[f].value! + of(other)[f].value!, 9);
      }),
    );
  });

  it("uses the pairs that were measured and counts them: one at a time from nothing is the plain effect", () => {
    const ladder = Array.from({ length: 16 }, (_, set) => ([0, 1, 2, 4, 8].includes(set) ? set * 10 : null));
    expect(of(ladder).c).toEqual({ value: 40, pairs: 1 });
    const nothing = Array.from({ length: 16 }, (_, set) => (set === 5 ? 1 : null));
    expect(of(nothing).b).toEqual({ value: null, pairs: 0 });
  });
});

describe("an isotonic fit", () => {
  const weighted = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
    maxLength: 15,
    size: "max",
  });

  it("is the max-min formula: max over i <= k of min over j >= k of the mean of i .. j", () => {
    checkProperty(
      fc.property(weighted, (points) => {
        const average = (i: number, j: number) => {
          const part = points.slice(i, j + 1);
          return part.reduce((s, [x, w]) => s + x * w, 0) / part.reduce((s, [, w]) => s + w, 0);
        };
        const fit = isotonic(
          points.map(([x]) => x),
          points.map(([, w]) => w),
        );
        points.forEach((_, k) => {
          const lows = points.slice(0, k + 1).map((_, i) => {
            return Math.min(...points.slice(k).map((_, d) => average(i, k + d)));
          });
          expect(fit[k]).toBeCloseTo(Math.max(...lows), 9);
        });
      }),
    );
  });

  it("never falls, changes nothing a second time, and leaves a rising sequence as it is", () => {
    checkProperty(
      fc.property(weighted, (points) => {
        const values = points.map(([x]) => x);
        const fit = isotonic(values);
        for (let i = 1; i < fit.length; i++) expect(fit[i]).toBeGreaterThanOrEqual(fit[i - 1]!);
        expect(isotonic(fit)).toEqual(fit);
        expect(Array.from(isotonic(values.toSorted((a, b) => a - b)))).toEqual(
          values.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it("is a projection: the rest is orthogonal to the fit, and no rising sequence lies nearer", () => {
    checkProperty(
      fc.property(weighted, weighted, (points, others) => {
        const values = points.map(([x]) => x);
        const fit = isotonic(values);
        const rest = values.map((x, i) => x - fit[i]!);
        expect(rest.reduce((s, r, i) => s + r * fit[i]!, 0)).toBeCloseTo(0, 8);
        const rising = others.map(([x]) => x).toSorted((a, b) => a - b);
        const other = values.map((_, i) => rising[Math.min(i, rising.length - 1)]!);
        expect(rest.reduce((s, r, i) => s + r * (other[i]! - fit[i]!), 0)).toBeLessThan(1e-8);
      }),
    );
  });
});
