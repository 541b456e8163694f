import { describe, expect, it } from "vitest";
import type { Report } from "../../../src/report/report.generated.ts";
import { reportToJson } from "../../../src/report/report-to-json.ts";
import { frozenReport } from "./frozen.ts";

describe("report.json", () => {
  it("reads back as the same report", () => {
    const report = frozenReport();
    expect(JSON.parse(reportToJson(report))).toEqual(report);
  });

  it("is the same text however the object was put together", () => {
    const report = frozenReport();
    const backwards = reversed(report) as Report;
    expect(Object.keys(backwards)[0]).toBe("provenance");
    expect(reportToJson({ ...backwards, measurements: report.measurements, summary: report.summary })).toBe(
      reportToJson(report),
    );
  });

  it("ends in a newline and keeps lists of numbers on one line", () => {
    const text = reportToJson(frozenReport());
    expect(text.endsWith("}\n")).toBe(true);
    expect(text.split("\n").length).toBeLessThan(2300);
  });

  it("keeps doubles to the last bit", () => {
    const report = frozenReport();
    report.protocol.meanTargetDistance = 0.1 + 0.2;
    expect(JSON.parse(reportToJson(report)).protocol.meanTargetDistance).toBe(0.30000000000000004);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
