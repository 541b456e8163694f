import { describe, expect, it } from "vitest";
import { NewerReportError, ReportFormatError } from "../../../src/errors/index.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { bentReport, frozenReport } from "./frozen.ts";

function refusal(value: unknown): ReportFormatError {
  try {
    parseReport(value, "x/report.json");
  } catch (error) {
    if (error instanceof ReportFormatError) return error;
    throw error;
  }
  throw new Error("the report was taken");
}

const loosely = (report: Report) =>
  report as unknown as Record<string, never> & { criteria: Record<string, unknown>[] };

describe("a report that does not fit the schema is refused", () => {
  it("with the file, the JSON pointer and a hint", () => {
    const error = refusal(
      bentReport((report) => Object.assign(report.criteria[2]!.statistic, { value: "9" })),
    );
    expect(error.pointer).toBe("/criteria/2/statistic/value");
    expect(error.message).toBe(
      "x/report.json is not a valid report: /criteria/2/statistic/value must be number,null.",
    );
    expect(error.hint).toMatch(/^Hint: .*report\.schema\.json/);
  });

  it.each<[string, (report: Report) => void, string, RegExp]>([
    [
      "a key nobody knows",
      (r) => Object.assign(r.model, { extra: 1 }),
      "/model",
      /additional properties \("extra"\)/,
    ],
    ["a missing part", (r) => delete (r as Partial<Report>).summary, "", /required property 'summary'/],
    [
      "another verdict",
      (r) => Object.assign(r.criteria[0]!, { verdict: "pass" }),
      "/criteria/0/verdict",
      /supported, contradicted/,
    ],
    [
      "an interval of three",
      (r) => Object.assign(r.criteria[0]!.statistic, { interval: [1, 2, 3] }),
      "/criteria/0/statistic/interval",
      /./,
    ],
    [
      "NaN written as null where a number must be",
      (r) => Object.assign(r.protocol, { meanTargetDistance: null }),
      "/protocol/meanTargetDistance",
      /number/,
    ],
    [
      "a key without a paper",
      (r) => Object.assign(r.criteria[0]!, { key: "x" }),
      "/criteria/0/key",
      /pattern/,
    ],
    [
      "a key that leads out",
      (r) => Object.assign(r.criteria[0]!, { key: "a/../x" }),
      "/criteria/0/key",
      /pattern/,
    ],
    ["a version that is no number", (r) => Object.assign(r, { schemaVersion: "2" }), "/schemaVersion", /2/],
    [
      "a part of the record that does not fit the record's schema",
      (r) => Object.assign(r.curves[0]!, { experiment: "x" }),
      "/curves/0",
      /additional properties \("experiment"\)/,
    ],
  ])("%s", (_, bend, pointer, fact) => {
    const error = refusal(bentReport(bend));
    expect(error.pointer).toBe(pointer);
    expect(error.message).toMatch(fact);
  });

  it("when a newer version wrote it, and says so", () => {
    const newer = { ...bentReport(() => {}), schemaVersion: 3 };
    expect(() => parseReport(newer, "x.json")).toThrow(NewerReportError);
    expect(() => parseReport(newer, "x.json")).toThrow(
      "x.json is a report of schema 3; this version reads schema 2",
    );
  });

  it("when it is no object at all", () => {
    expect(refusal(null).pointer).toBe("");
    expect(refusal([]).message).toContain("the whole must be object");
  });
});

describe("a report that contradicts itself is refused", () => {
  it.each<[string, (report: Report) => void, string]>([
    [
      "two criteria of one key",
      (r) => Object.assign(r.criteria[1]!, { key: r.criteria[0]!.key }),
      "/criteria/1/key",
    ],
    [
      "a value outside its interval",
      (r) => Object.assign(r.criteria[0]!.statistic, { value: 99 }),
      "/criteria/0/statistic",
    ],
    [
      "a control's value outside its interval",
      (r) => Object.assign(r.criteria[0]!.control, { value: 99 }),
      "/criteria/0/control",
    ],
    [
      "an interval without a value",
      (r) => Object.assign(r.criteria[0]!.statistic, { value: null }),
      "/criteria/0/statistic",
    ],
    [
      "a verdict without an interval",
      (r) => Object.assign(r.criteria[0]!.statistic, { value: null, interval: null }),
      "/criteria/0/verdict",
    ],
    [
      "two thresholds",
      (r) => Object.assign(r.criteria[0]!.threshold, { within: 1 }),
      "/criteria/0/threshold",
    ],
    ["no threshold", (r) => delete r.criteria[0]!.threshold.above, "/criteria/0/threshold"],
    [
      "a wrong count",
      (r) => Object.assign(r.summary.byVerdict, { supported: 12 }),
      "/summary/byVerdict/supported",
    ],
    [
      "a count of a verdict nobody has",
      (r) => Object.assign(r.summary.byVerdict, { passed: 1 }),
      "/summary/byVerdict/passed",
    ],
    ["a wrong number of criteria", (r) => Object.assign(r.summary, { criteria: 3 }), "/summary/criteria"],
    [
      "an unexpected verdict kept quiet",
      (r) => Object.assign(r.summary, { unexpected: [] }),
      "/summary/unexpected",
    ],
    ["a table without words", (r) => r.metrics.pop(), "/measurements/targetDistance"],
    [
      "a distribution without words",
      (r) => Object.assign(r.distributions[3]!, { metric: "other" }),
      "/distributions/3/metric",
    ],
    ["a curve without words", (r) => r.perturbations.pop(), "/curves/10/perturbation"],
    [
      "a run said to be the paper's, with a difference",
      (r) => Object.assign(r.subject, { same: true }),
      "/subject/same",
    ],
    ["bands of different lengths", (r) => r.curves[4]!.p90.pop(), "/curves/4"],
    ["values without counts", (r) => r.distributions[0]!.counts.pop(), "/distributions/0"],
    ["values out of order", (r) => r.distributions[0]!.values.reverse(), "/distributions/0/values"],
    ["bases that vanish", (r) => Object.assign(r.distributions[0]!, { n: 1001 }), "/distributions/0"],
  ])("%s", (_, bend, pointer) => {
    expect(refusal(bentReport(bend)).pointer).toBe(pointer);
  });

  it("when a run on an organism claims a status on the paper's subject", () => {
    const error = refusal(
      bentReport((report) => Object.assign(report.criteria[3]!.reproduction, { status: "reproduced" })),
    );
    expect(error.pointer).toBe("/criteria/3/reproduction/status");
    expect(error.message).toContain('is "reproduced", but of this run the model is not GPT-2 small');
  });

  it("when a run on another model, or at another layer, is said to be on the paper's subject", () => {
    const organism = refusal(
      bentReport(({ subject }) => Object.assign(subject, { same: true, differs: [] })),
    );
    expect(organism.pointer).toBe("/subject/same");
    expect(organism.message).toContain("this run was not on GPT-2 small");
    const report = frozenReport("frozen-report-gpt2-small");
    Object.assign(report.protocol, { perturbAt: "blocks.6.hook_resid_pre" });
    const error = refusal(report);
    expect(error.pointer).toBe("/subject/same");
    expect(error.message).toContain("perturbed blocks.6.hook_resid_pre, not blocks.1.hook_resid_pre");
  });

  it("when a run on the subject that differs in something else claims a status", () => {
    const report = frozenReport("frozen-report-gpt2-small");
    report.subject = { same: false, differs: ["the SAE has 32768 latents, not 24576"] };
    const error = refusal(report);
    expect(error.pointer).toMatch(/^\/criteria\/\d+\/reproduction\/status$/);
    expect(error.message).toContain("of this run the SAE has 32768 latents, not 24576");
  });
});

it("a valid report is taken as it is", () => {
  const report = frozenReport("frozen-report-gpt2-small");
  expect(parseReport(report, "here")).toBe(report);
  expect(loosely(report).criteria.some((one) => one["verdict"] === "supported")).toBe(true);
});
