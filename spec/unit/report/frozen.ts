/** The frozen reports, and a way to bend a copy of one. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Report } from "../../../src/report/report.generated.ts";
import { parseReport } from "../../../src/report/validate-report.ts";

/** A fresh copy of a report of `fixtures/report`. */
export function frozenReport(name: "frozen-report" | "frozen-report-gpt2-small" = "frozen-report"): Report {
  const file = fileURLToPath(new URL(`../../../fixtures/report/${name}.json`, import.meta.url));
  return parseReport(JSON.parse(readFileSync(file, "utf8")), file);
}

/** A copy of the frozen organism report, changed. */
export function bentReport(bend: (report: Report) => void): Report {
  const report = frozenReport();
  bend(report);
  return report;
}
