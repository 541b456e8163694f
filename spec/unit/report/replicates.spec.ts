import { describe, expect, it } from "vitest";
import { readReport } from "../../../src/files/report-files.ts";
import { replicateRows, replicatesOf } from "../../../src/report/replicates.ts";
import type { Report } from "../../../src/report/report.generated.ts";

const frozen = await readReport("fixtures/report/frozen-report.json");

/** The frozen report as it might be with another seed: its first criterion has this value, its interval moved along. */
function replicate(seed: string, value: number, change: (report: Report) => void = () => {}): Report {
  const report = structuredClone(frozen);
  report.protocol.seed = seed;
  const { statistic } = report.criteria[0]!;
  statistic.value = value;
  statistic.interval = [value - 1.96, value + 1.96];
  change(report);
  return report;
}

describe("replicates", () => {
  it("have the mean, the t interval and the verdict over seeds, and the spread beside what one run says of it", () => {
    const { seeds, criteria } = replicatesOf([replicate("10", 7), replicate("2", 5), replicate("1", 3)]);
    expect(seeds).toEqual(["1", "2", "10"]);
    const [first] = criteria;
    expect(first).toMatchObject({ values: [3, 5, 7], mean: 5, spread: 2, verdict: "inconclusive" });
    // t(0.975, 2) = 4.302653, scipy.stats.t.ppf; 2 / sqrt(3) = 1.154701
    expect(first!.interval![0]).toBeCloseTo(5 - 4.302653 * 1.154701, 4);
    expect(first!.interval![1]).toBeCloseTo(5 + 4.302653 * 1.154701, 4);
    expect(first!.bootstrapError).toBeCloseTo(1, 4);
    const narrow = replicatesOf([replicate("0", 7), replicate("1", 7.1), replicate("2", 7.2)]);
    expect(narrow.criteria[0]!.verdict).toBe("supported");
    expect(replicateRows(narrow)[0]!.at(-1)).toBe("0.1");
  });

  it("without a value in any run have none over seeds", () => {
    const none = (report: Report) => {
      Object.assign(report.criteria[0]!.statistic, { value: null, interval: null });
      report.criteria[0]!.verdict = "not-run";
    };
    const [first] = replicatesOf([replicate("0", 1, none), replicate("1", 1, none)]).criteria;
    expect(first).toMatchObject({
      values: [null, null],
      mean: null,
      interval: null,
      verdict: "inconclusive",
    });
    expect(replicateRows(replicatesOf([replicate("0", 1, none), replicate("1", 1, none)]))[0]).toContain(
      "--",
    );
  });

  const differing: readonly (readonly [string, (report: Report) => void])[] = [
    ["the model's weights", ({ model }) => Object.assign(model, { weightsDigest: "0".repeat(64) })],
    ["the number of bases", ({ protocol }) => Object.assign(protocol, { bases: 7 })],
    [
      "the perturbed point",
      ({ protocol }) => Object.assign(protocol, { perturbAt: "blocks.2.hook_resid_pre" }),
    ],
    ["the source of prompts", ({ protocol }) => Object.assign(protocol, { promptSource: "elsewhere" })],
    ["the criteria, their", ({ criteria }) => Object.assign(criteria[0]!.threshold, { above: 4 })],
    ["the criteria, their", ({ criteria }) => criteria.splice(0, 1)],
  ];
  it.each(differing)("are refused where %s differs", (what, change) => {
    const reports = [replicate("0", 1), replicate("1", 1, change)];
    expect(() => replicatesOf(reports)).toThrow(what);
  });

  it("are at least two, of different seeds", () => {
    expect(() => replicatesOf([replicate("0", 1)])).toThrow("at least 2");
    expect(() => replicatesOf([replicate("0", 1), replicate("0", 2)])).toThrow("one that no other has");
  });
});
