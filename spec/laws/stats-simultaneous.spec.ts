import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/math/gaussian.ts";
import { type Rng, rngFromSeed } from "../../src/math/rng.ts";
import {
  type JointResamples,
  resampleJointly,
  simultaneousBounds,
} from "../../src/stats/across/simultaneous.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";
import { quantile } from "../../src/stats/quantile.ts";
import { populationStandardDeviation } from "../../src/stats/standard-deviation.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const SHAPE = { count: 5, resamples: 1500 };

/** Normal numbers with correlation `shared` between any two, about `centre`. */
function correlated(rng: Rng, shared: number, centre: readonly number[]): number[] {
  const common = Math.sqrt(shared) * rng.normal();
  return centre.map((c) => c + common + Math.sqrt(1 - shared) * rng.normal());
}

/** What resampling would give on normal estimates: values about the truth, resamples about the values. */
function normalTable(rng: Rng, shared: number, { count, resamples } = SHAPE): JointResamples {
  const values = correlated(rng, shared, new Array<number>(count).fill(0));
  const columns = values.map(() => new Float64Array(resamples));
  for (let r = 0; r < resamples; r++)
    correlated(rng, shared, values).forEach((x, s) => {
      columns[s]![r] = x;
    });
  return { values, columns };
}

const shared = fc.constantFrom(0, 0.5, 0.9, 1);
const seed = fc.nat({ max: 1_000_000 });
const bounds = fc.constantFrom("both" as const, "lower" as const, "upper" as const);

describe("max-t bounds", () => {
  it("have a factor between that of one statistic and Bonferroni's", () => {
    checkProperty(
      fc.property(shared, bounds, seed, (rho, which, of) => {
        const { factor } = simultaneousBounds(normalTable(rngFromSeed(of), rho), { bounds: which });
        const sides = which === "both" ? 2 : 1;
        const noise = 0.3;
        expect(factor).toBeGreaterThan(normalQuantile(1 - 0.05 / sides) - noise);
        expect(factor).toBeLessThan(normalQuantile(1 - 0.05 / sides / SHAPE.count) + noise);
      }),
      { numRuns: 12 },
    );
  });

  it("shrink with dependence: independent statistics need a wider factor than equal ones", () => {
    const factorAt = (rho: number) =>
      simultaneousBounds(normalTable(rngFromSeed(5), rho, { count: 8, resamples: 4000 })).factor;
    expect(factorAt(0)).toBeGreaterThan(factorAt(0.9) + 0.2);
    expect(factorAt(0.9)).toBeGreaterThan(factorAt(1) + 0.1);
    expect(Math.abs(factorAt(1) - 1.96)).toBeLessThan(0.1);
  });

  it("of one statistic are the quantile of its own deviations", () => {
    checkProperty(
      fc.property(seed, fc.constantFrom(0.9, 0.95, 0.99), (of, level) => {
        const table = normalTable(rngFromSeed(of), 0, { count: 1, resamples: 300 });
        const deviations = Array.from(table.columns[0]!, (x) => Math.abs(x - table.values[0]!));
        const { factor, standardErrors, intervals } = simultaneousBounds(table, { level });
        expect(standardErrors[0]).toBe(populationStandardDeviation(table.columns[0]!));
        expect(factor * standardErrors[0]!).toBeCloseTo(quantile(deviations, level), 9);
        expect(intervals[0]![1] - table.values[0]!).toBeCloseTo(quantile(deviations, level), 9);
      }),
      { numRuns: 20 },
    );
  });

  it("have a factor that does not move when statistics are shifted, scaled, put in another order or repeated", () => {
    checkProperty(
      fc.property(shared, bounds, seed, (rho, which, of) => {
        const table = normalTable(rngFromSeed(of), rho, { count: 3, resamples: 200 });
        const map = (x: number, s: number) => (x + 7 * s) * 10 ** s;
        const other = {
          values: table.values.map(map),
          columns: table.columns.map((column, s) => column.map((x) => map(x, s))),
        };
        const options = { bounds: which };
        const { factor } = simultaneousBounds(table, options);
        expect(simultaneousBounds(other, options).factor).toBeCloseTo(factor, 9);
        const twice = {
          values: [...table.values.toReversed(), table.values[0]!],
          columns: [...table.columns.toReversed(), table.columns[0]!],
        };
        expect(simultaneousBounds(twice, options).factor).toBe(factor);
      }),
      { numRuns: 30 },
    );
  });

  it("hold all truths at once in about 95 % of experiments, whatever the dependence", () => {
    for (const rho of [0, 0.7])
      for (const which of ["both", "lower"] as const) {
        let held = 0;
        const experiments = 400;
        for (let i = 0; i < experiments; i++) {
          const rng = rngFromSeed(`${rho} ${which}`).fork(i);
          const { intervals } = simultaneousBounds(normalTable(rng, rho, { count: 4, resamples: 250 }), {
            bounds: which,
          });
          if (intervals.every(([low, high]) => low <= 0 && high >= 0)) held++;
        }
        expect(held / experiments).toBeGreaterThan(0.915);
        expect(held / experiments).toBeLessThan(0.98);
      }
  });

  it("open the end that was not asked for", () => {
    const table = normalTable(rngFromSeed(1), 0);
    expect(simultaneousBounds(table, { bounds: "lower" }).intervals[0]![1]).toBe(Number.POSITIVE_INFINITY);
    expect(simultaneousBounds(table, { bounds: "upper" }).intervals[0]![0]).toBe(Number.NEGATIVE_INFINITY);
  });

  it("give a statistic without spread the bounds of its value, and no say", () => {
    const { values, columns } = normalTable(rngFromSeed(2), 0);
    const { factor } = simultaneousBounds({ values, columns });
    const constant = {
      values: [...values, 4],
      columns: [...columns, new Float64Array(SHAPE.resamples).fill(4)],
    };
    const got = simultaneousBounds(constant);
    expect(got.factor).toBe(factor);
    expect(got.intervals.at(-1)).toEqual([4, 4]);
    expect(simultaneousBounds({ values: [4], columns: [new Float64Array(3).fill(4)] }).factor).toBe(0);
  });
});

describe("joint resampling", () => {
  const rng = rngFromSeed("bases");
  const draw = () => Array.from({ length: 80 }, () => rng.integer(20));
  const [a, b] = [draw(), draw()];
  const joint = [
    { statistic: meanDifference<string, string>("x", "y"), samples: { x: a, y: b } },
    { statistic: meanDifference<string, string>("x", "y"), samples: { x: b, y: a } },
    { statistic: meanDifference<string, string>("x", "y"), samples: { x: a.map((v, i) => v + b[i]!), y: b } },
  ];

  it("shows every statistic the same bases: a difference and its opposite always add up to 0", () => {
    const { values, columns } = resampleJointly(joint, { rng: rngFromSeed(1), resamples: 100 });
    expect(values[0]).toBe(-values[1]!);
    for (let r = 0; r < 100; r++) expect(columns[0]![r]! + columns[1]![r]!).toBe(0);
    expect(new Set(columns[0]!).size).toBeGreaterThan(50);
  });

  it("draws what the bootstrap of one statistic draws", () => {
    const { columns } = resampleJointly(joint, { rng: rngFromSeed(1), resamples: 100 });
    const alone = bootstrap(joint[0]!.statistic, joint[0]!.samples, { rng: rngFromSeed(1), resamples: 100 });
    expect(alone.interval).toEqual([quantile(columns[0]!, 0.025), quantile(columns[0]!, 0.975)]);
  });
});
