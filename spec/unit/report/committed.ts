import { readFileSync } from "node:fs";
import type { Report } from "../../../src/report/report.generated.ts";
import { parseReport } from "../../../src/report/validate-report.ts";

/** The committed report of the organism: the longest there is. */
export function committedReport(): Report {
  const file = "reports/organism/report.json";
  return parseReport(JSON.parse(readFileSync(file, "utf8")), file);
}
