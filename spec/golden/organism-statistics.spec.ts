import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Threshold } from "../../src/claim/criterion.ts";
import { readReport } from "../../src/files/report-files.ts";
import { parseGolden } from "../../src/golden/golden-store.ts";
import { mismatchesOf } from "../../src/golden/golden-values.ts";
import { type OrganismStatistic, statisticTolerance } from "../../src/golden/organism-golden.ts";
import { papers } from "../../src/papers/index.ts";
import { committedFolderOf } from "../../src/run/papers-of-run.ts";
import { ROOT } from "../support/root.ts";

/**
 * The goldens themselves: the claims compare a fresh run with them as they run (src/vitest/criterion.ts), here they are
 * compared with the committed report, and their tolerances with the rule.
 */
const folder = join(ROOT, "golden/organism");
const goldens = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json"))
  .map((file) => ({
    key: file.replaceAll("\\", "/").replace(/\.json$/, ""),
    golden: parseGolden(`golden/organism/${file}`, readFileSync(join(folder, file), "utf8")),
  }));
/** Of every paper: a report of each is committed. */
const reports = await Promise.all(
  papers.map(({ id }) => readReport(join(ROOT, committedFolderOf(id), "report.json"))),
);
const criteria = reports.flatMap((report) => report.criteria.map((one) => ({ ...one, model: report.model })));

describe("the organism's statistics", () => {
  it("have a golden for every criterion of the committed reports, and no other", () => {
    expect(goldens.map(({ key }) => key).sort()).toEqual(criteria.map(({ key }) => key).sort());
  });

  it.each(goldens)("of $key are those of the committed report", ({ key, golden }) => {
    const criterion = criteria.find((one) => one.key === key)!;
    const told = {
      weights: criterion.model.weightsDigest.slice(0, 12),
      value: criterion.statistic.value,
      control: criterion.control.verdict,
    };
    expect(mismatchesOf(told, golden.values, golden.tolerance)).toEqual([]);
  });

  it.each(goldens)(
    "of $key may move 0.3 steps, 0.03 sd, 0.01 of a KS, a share or a cosine, or 1 % of a ratio, never a quarter of the way to the threshold",
    (one) => {
      const criterion = criteria.find(({ key }) => key === one.key)!;
      const { statistic } = criterion;
      const threshold = criterion.threshold as Threshold;
      const { value } = one.golden.values as unknown as OrganismStatistic;
      expect(one.golden.tolerance).toEqual(statisticTolerance(statistic.unit, threshold, value));
      const largest: Readonly<Record<string, number>> = {
        ...{ probability: 0.01, share: 0.01, cosine: 0.01, correlation: 0.01, sd: 0.03 },
        ratio: Math.max(0.1, 0.01 * Math.abs(value ?? 0)),
      };
      expect(one.golden.tolerance.abs).toBeLessThanOrEqual(largest[statistic.unit] ?? 0.3);
      if (value === null) return; // too few bases for this statistic
      const ends = "above" in threshold ? [threshold.above] : [threshold.within, -threshold.within];
      const nearest = Math.min(...ends.map((end) => Math.abs(value - end)));
      expect(one.golden.tolerance.abs).toBeLessThanOrEqual(nearest / 4);
      if (nearest > 0) expect(one.golden.tolerance.abs).toBeGreaterThan(0);
    },
  );
});
