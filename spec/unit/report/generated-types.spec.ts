import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateReportTypes, reportTypesFile } from "../../../src/cli/generate-report-types.ts";

it("report.generated.ts is what report.schema.json generates", async () => {
  expect(readFileSync(reportTypesFile, "utf8")).toBe(await generateReportTypes());
});
