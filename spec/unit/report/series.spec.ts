import { describe, expect, it } from "vitest";
import { csv } from "../../../src/report/csv/csv.ts";
import { seriesOf } from "../../../src/report/csv/series.ts";
import { SERIES } from "../../../src/report/csv/series-names.ts";
import { histogramsOf } from "../../../src/report/plots/histogram-of.ts";
import { qualifiersOf } from "../../../src/report/words/qualifiers.ts";
import { frozenReport } from "./frozen.ts";

describe("comma-separated values", () => {
  it("keep every double to the last bit and quote what would end a cell", () => {
    const value = 0.1 + 0.2;
    const table = csv(
      ["a", "b"],
      [
        [value, 'say "x", y\nz'],
        [null, "plain"],
      ],
    );
    expect(table).toBe(`a,b\n${value},"say ""x"", y\nz"\n,plain\n`);
  });
});

describe("the series of a report", () => {
  const report = frozenReport();
  const rowsOf = (name: string) =>
    seriesOf(report)
      .find((series) => series.name === name)!
      .content.trim()
      .split("\n");

  it("have a name that the folder's listing knows, in its order, and only where there is anything in them", () => {
    const names = seriesOf(report).map(({ name }) => name);
    expect(names).toEqual(SERIES.filter((name) => names.includes(name)));
    expect(names).not.toContain("geometry.csv");
    expect(seriesOf({ ...report, curves: [] }).map(({ name }) => name)).not.toContain("curves.csv");
  });

  it("have a row for every criterion and every point of every mean curve", () => {
    expect(rowsOf("criteria.csv")).toHaveLength(1 + report.criteria.length);
    const points = report.curves.reduce((sum, { mean }) => sum + mean.length, 0);
    expect(rowsOf("curves.csv")).toHaveLength(1 + points);
    const { perturbation, type, mean, p10, p90, n } = report.curves[0]!;
    expect(rowsOf("curves.csv")[4]).toBe([perturbation, type, 3, mean[3], p10[3], p90[3], n].join(","));
  });

  it("count every base of a distribution, those without the event too", () => {
    for (const { metric, type, n } of report.distributions) {
      const bases = rowsOf("distributions.csv")
        .filter((row) => row.startsWith(`${metric},${type},`))
        .reduce((sum, row) => sum + Number(row.split(",")[3]), 0);
      expect(bases, `${metric} ${type}`).toBe(n);
    }
  });
});

describe("a histogram of values", () => {
  it("has every base once, in bins that all types share, a whole number wide where values are whole", () => {
    const of = (type: string, values: number[], counts: number[]) => ({
      metric: "m",
      type,
      n: 9,
      never: 0,
      values,
      counts,
    });
    const [a, b] = histogramsOf([of("a", [1, 3, 98], [2, 1, 3]), of("b", [40, 41], [4, 5])]);
    expect([a!.from, a!.width]).toEqual([b!.from, b!.width]);
    expect(Number.isInteger(a!.width)).toBe(true);
    expect(a!.counts.reduce((sum, one) => sum + one, 0)).toBe(6);
    expect(b!.mean).toBeCloseTo((4 * 40 + 5 * 41) / 9, 12);
  });
});

describe("what takes from a verdict", () => {
  it("is read off the judge's own words in its reason", () => {
    const reason =
      "The whole interval is above 3 steps. Censored: 34 % of x. Confounded: the mean distance is 6 % above.";
    expect(qualifiersOf({ reason })).toEqual(["censored", "confounded"]);
    expect(qualifiersOf({ reason: "The whole interval is above 3." })).toEqual([]);
  });
});
