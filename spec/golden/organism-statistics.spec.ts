import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Threshold } from "../../src/claim/criterion.ts";
import { readReport } from "../../src/files/report-files.ts";
import { parseGolden } from "../../src/golden/golden-store.ts";
import { mismatchesOf } from "../../src/golden/golden-values.ts";
import { type OrganismStatistic, statisticTolerance } from "../../src/golden/organism-golden.ts";
import { ROOT } from "../support/root.ts";

/**
 * The goldens themselves: the claims compare a fresh run with them as they run (src/vitest/claim-test.ts), here they are
 * compared with the committed report, and their tolerances with the rule.
 */
const folder = join(ROOT, "golden/organism");
const goldens = readdirSync(folder).map((file) => ({
  id: file.replace(/\.json$/, ""),
  golden: parseGolden(`golden/organism/${file}`, readFileSync(join(folder, file), "utf8")),
}));
const { claims, model } = await readReport(join(ROOT, "reports/organism/report.json"));

describe("the organism's statistics", () => {
  it("have a golden for every claim of the committed report, and no other", () => {
    expect(goldens.map(({ id }) => id).sort()).toEqual(claims.map(({ id }) => id).sort());
  });

  it.each(goldens)("of $id are those of the committed report", ({ id, golden }) => {
    const claim = claims.find((one) => one.id === id)!;
    const told = {
      weights: model.weightsDigest.slice(0, 12),
      value: claim.statistic.value,
      control: claim.control.verdict,
    };
    expect(mismatchesOf(told, golden.values, golden.tolerance)).toEqual([]);
  });

  it.each(goldens)(
    "of $id may move 0.3 steps or 0.01 KS, never a quarter of the way to the threshold",
    (one) => {
      const claim = claims.find(({ id }) => id === one.id)!;
      const { statistic } = claim;
      const threshold = claim.threshold as Threshold;
      const { value } = one.golden.values as unknown as OrganismStatistic;
      expect(one.golden.tolerance).toEqual(statisticTolerance(statistic.unit, threshold, value));
      const limit = "above" in threshold ? threshold.above : threshold.within;
      expect(one.golden.tolerance.abs).toBeLessThanOrEqual(Math.abs(Math.abs(value!) - Math.abs(limit)) / 4);
      expect(one.golden.tolerance.abs).toBeLessThanOrEqual(statistic.unit === "probability" ? 0.01 : 0.3);
      expect(one.golden.tolerance.abs).toBeGreaterThan(0);
    },
  );
});
