import { describe, expect, it } from "vitest";
import { bandOf, countValues, summarise } from "../../../src/experiment/group-summary.ts";
import type { ArmCurves } from "../../../src/experiment/measure.ts";

describe("a group in a few numbers", () => {
  const sample = [4, null, 1, 7, 1];
  const metric = { ifNever: 12 };

  it("counts a base without the event as the metric has it, and says how many there are", () => {
    // 4, 12, 1, 7, 1: mean 5, variance (1 + 49 + 16 + 4 + 16) / 5
    expect(summarise({ values: sample, atEnd: 2 }, metric, null)).toEqual({
      mean: 5,
      sd: Math.sqrt(86 / 5),
      median: 4,
      n: 5,
      never: 1,
      atEnd: null, // a metric that cannot lie at an end
      ksToReference: null,
    });
  });

  it("says how many lie at the end where the metric can, and the distance to a reference", () => {
    const summary = summarise({ values: sample, atEnd: 2 }, { ...metric, atEnd: () => true }, [1, 1, 1, 1]);
    expect(summary.atEnd).toBe(2);
    expect(summary.ksToReference).toBeCloseTo(0.6, 12); // all of four up to 1, against two of five
  });

  it("has a band of mean and 10th and 90th percentile at every point", () => {
    // eleven bases whose values at point 0 are 0 to 10 and at point 1 the double, not in order
    const bases = [3, 0, 7, 10, 1, 9, 2, 8, 4, 6, 5];
    const curves = {
      distance: new Float64Array(11),
      points: 2,
      values: Float64Array.from(bases.flatMap((value) => [value, 2 * value])),
    } as unknown as ArmCurves;
    expect(bandOf(curves, "p", "real")).toEqual({
      perturbation: "p",
      type: "real",
      n: 11,
      mean: [5, 10],
      p10: [1, 2],
      p90: [9, 18],
    });
  });

  it("counts every value once, ascending, and what has none apart", () => {
    expect(countValues("m", "real", sample)).toEqual({
      metric: "m",
      type: "real",
      n: 5,
      never: 1,
      values: [1, 4, 7],
      counts: [2, 1, 1],
    });
  });
});
