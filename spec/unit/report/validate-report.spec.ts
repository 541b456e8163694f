import { describe, expect, it } from "vitest";
import { ReportFormatError } from "../../../src/errors/index.ts";
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
  report as unknown as Record<string, never> & { claims: Record<string, unknown>[] };

describe("a report that does not fit the schema is refused", () => {
  it("with the file, the JSON pointer and a hint", () => {
    const error = refusal(bentReport((report) => Object.assign(report.claims[2]!.statistic, { value: "9" })));
    expect(error.pointer).toBe("/claims/2/statistic/value");
    expect(error.message).toBe(
      "x/report.json is not a valid report: /claims/2/statistic/value must be number,null.",
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
      (r) => Object.assign(r.claims[0]!, { verdict: "pass" }),
      "/claims/0/verdict",
      /supported, contradicted/,
    ],
    [
      "an interval of three",
      (r) => Object.assign(r.claims[0]!.statistic, { interval: [1, 2, 3] }),
      "/claims/0/statistic/interval",
      /./,
    ],
    [
      "NaN written as null where a number must be",
      (r) => Object.assign(r.protocol, { step: null }),
      "/protocol/step",
      /number/,
    ],
    ["an id that is a path", (r) => Object.assign(r.claims[0]!, { id: "../x" }), "/claims/0/id", /pattern/],
    ["another version", (r) => Object.assign(r, { schemaVersion: 2 }), "/schemaVersion", /1/],
  ])("%s", (_, bend, pointer, fact) => {
    const error = refusal(bentReport(bend));
    expect(error.pointer).toBe(pointer);
    expect(error.message).toMatch(fact);
  });

  it("when it is no object at all", () => {
    expect(refusal(null).pointer).toBe("");
    expect(refusal([]).message).toContain("the whole must be object");
  });
});

describe("a report that contradicts itself is refused", () => {
  it.each<[string, (report: Report) => void, string]>([
    ["two criteria of one id", (r) => Object.assign(r.claims[1]!, { id: r.claims[0]!.id }), "/claims/1/id"],
    [
      "a value outside its interval",
      (r) => Object.assign(r.claims[0]!.statistic, { value: 99 }),
      "/claims/0/statistic",
    ],
    [
      "a control's value outside its interval",
      (r) => Object.assign(r.claims[0]!.control, { value: 99 }),
      "/claims/0/control",
    ],
    [
      "an interval without a value",
      (r) => Object.assign(r.claims[0]!.statistic, { value: null }),
      "/claims/0/statistic",
    ],
    [
      "a verdict without an interval",
      (r) => Object.assign(r.claims[0]!.statistic, { value: null, interval: null }),
      "/claims/0/verdict",
    ],
    ["two thresholds", (r) => Object.assign(r.claims[0]!.threshold, { within: 1 }), "/claims/0/threshold"],
    ["no threshold", (r) => delete r.claims[0]!.threshold.above, "/claims/0/threshold"],
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
    ["bands of different lengths", (r) => r.curves[4]!.p90.pop(), "/curves/4"],
    ["values without counts", (r) => r.distributions[0]!.counts.pop(), "/distributions/0"],
    ["values out of order", (r) => r.distributions[0]!.values.reverse(), "/distributions/0/values"],
    ["bases that vanish", (r) => Object.assign(r.distributions[0]!, { n: 1001 }), "/distributions/0"],
  ])("%s", (_, bend, pointer) => {
    expect(refusal(bentReport(bend)).pointer).toBe(pointer);
  });

  it("when a run on an organism claims a status on GPT-2 small", () => {
    const error = refusal(
      bentReport((report) => Object.assign(report.claims[3]!.reproduction, { status: "reproduced" })),
    );
    expect(error.pointer).toBe("/claims/3/reproduction/status");
    expect(error.message).toContain("this run was not on GPT-2 small");
  });

  it("when a run at another layer of GPT-2 small claims a status", () => {
    const report = frozenReport("frozen-report-gpt2-small");
    Object.assign(report.protocol, { perturbAt: "blocks.6.hook_resid_pre" });
    const error = refusal(report);
    expect(error.pointer).toMatch(/^\/claims\/\d+\/reproduction\/status$/);
    expect(error.message).toContain("perturbed blocks.6.hook_resid_pre, not blocks.1.hook_resid_pre");
  });
});

it("a valid report is taken as it is", () => {
  const report = frozenReport("frozen-report-gpt2-small");
  expect(parseReport(report, "here")).toBe(report);
  expect(loosely(report).claims.some((claim) => claim["verdict"] === "supported")).toBe(true);
});
