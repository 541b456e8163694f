import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../../src/experiment/record.generated.ts";
import { badgesOf } from "../../../src/report/badges.ts";
import { buildReport, type CriterionFacts, type ReportSources } from "../../../src/report/build-report.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { Report, Verdict } from "../../../src/report/report.generated.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { frozenReport } from "./frozen.ts";

const KINDS = ["organism", "subject", "other"] as const;
const HYPOTHESES = ["E1", "E2", "E3", "E5", "E9", "E10"].map((id) => ({ id, says: `${id} says so.` }));
const SAME = { same: true, differs: [] };
const row = {
  id: "a",
  quantity: "q",
  unit: "steps",
  authors: 1,
  ours: 1,
  rule: "within 2",
  agrees: true,
  source: "s",
};

/** A run's record as the frozen report has it. */
function recordOf(change: (record: RunRecord) => void = () => {}): RunRecord {
  const { paper, model, sae, protocol, metrics, perturbations, types, reference, ...rest } = frozenReport();
  const { measurements, curves, distributions } = rest;
  const shown = { metrics, perturbations, types, reference, measurements, curves, distributions };
  const record = { paper, model, sae, protocol, notes: ["How prompts were drawn."], ...shown };
  change(record);
  return record;
}

const supported: CriterionFacts = {
  key: "synthetic-activations/made-up.part",
  hypothesis: "E2",
  schedule: "absolute",
  statement: "Left is later than right.",
  where: "nowhere",
  authors: 10.9,
  statistic: { name: "mean MSS(left) - mean MSS(right)", unit: "steps", method: "percentile" },
  threshold: { above: 3, because: "for the test" },
  judgement: { verdict: "supported", reason: "r", value: 6.1, interval: [5.8, 6.4], n: 300 },
  control: { name: "made up", verdict: "contradicted", reason: "c", value: 0, interval: [-0.3, 0.2], n: 299 },
  planted: { name: "put in", verdict: "supported", reason: "p", value: 9, interval: [8, 10], n: 298 },
  beside: [{ name: "KS(left, right)", unit: "probability", value: 0.4 }],
  expected: null,
};

/** The same criterion under another name, hypothesis and verdict. */
function evidence(name: string, hypothesis = "E2", verdict: Verdict = "supported"): CriterionFacts {
  const ran = verdict !== "not-run" && verdict !== "error";
  const numbers = ran ? {} : { value: null, interval: null, n: 0 };
  const key = `synthetic-activations/${name}`;
  return { ...supported, key, hypothesis, judgement: { ...supported.judgement, verdict, ...numbers } };
}

function report(
  list: readonly CriterionFacts[],
  options: {
    readonly kind?: (typeof KINDS)[number];
    readonly expected?: Verdict | null;
    readonly perturbAt?: string;
    readonly differs?: readonly string[];
    readonly hypotheses?: ReportSources["hypotheses"];
    readonly change?: (record: RunRecord) => void;
  } = {},
): Report {
  const { kind = "organism", expected = "supported", perturbAt = "blocks.1.hook_resid_pre" } = options;
  const differs = options.differs ?? (kind === "subject" ? SAME.differs : ["the model is not GPT-2 small"]);
  const same = differs.length === 0;
  return buildReport({
    record: recordOf((record) => {
      record.model.kind = kind;
      record.protocol.perturbAt = perturbAt;
      options.change?.(record);
    }),
    subject: { same, differs },
    hypotheses: options.hypotheses ?? HYPOTHESES,
    evidence: list.map((one) => ({
      ...one,
      expected: expected && { verdict: expected, because: "the paper's claim" },
    })),
    agreement: same ? [row] : null,
    notes: ["A remark."],
    rerun: ({ key }) => `npm run reproduce -- --claim ${key}`,
    provenance: frozenReport().provenance,
  });
}

describe("a report from evidence", () => {
  it("fits its own schema and does not contradict itself, for every kind of model and every verdict", () => {
    for (const kind of KINDS)
      for (const verdict of ["supported", "contradicted", "inconclusive", "not-run", "error"] as const)
        expect(() =>
          parseReport(report([evidence("a", "E2", verdict)], { kind }), "the report"),
        ).not.toThrow();
  });

  it("sorts by the paper's order of hypotheses, free words after them, then by key", () => {
    const list = [
      evidence("f", "Z, which the paper does not number"),
      evidence("e", "A, neither"),
      evidence("d", "E10"),
      evidence("c", "E1"),
      evidence("b", "E2"),
      evidence("a.y", "E9"),
      evidence("a.x", "E9"),
    ];
    const order = ["c", "b", "a.x", "a.y", "d", "e", "f"].map((name) => `synthetic-activations/${name}`);
    expect(report(list).criteria.map(({ key }) => key)).toEqual(order);
    expect(report(list.toReversed()).criteria.map(({ key }) => key)).toEqual(order);
    expect(list[0]!.key).toBe("synthetic-activations/f");
  });

  it("lists what the paper says and no claim tests, in the paper's order, with the reasons", () => {
    const hypotheses = [
      { id: "E4", says: "Four.", untested: "nobody measures it" },
      { id: "E2", says: "Two." },
      { id: "D1", says: "One.", untested: "it is a picture" },
    ];
    const { untested } = report([evidence("a")], { hypotheses });
    expect(untested).toEqual([
      { hypothesis: "E4", says: "Four.", because: "nobody measures it" },
      { hypothesis: "D1", says: "One.", because: "it is a picture" },
    ]);
    for (const text of [renderHtml, renderMarkdown].map((render) =>
      render(report([evidence("a")], { hypotheses })),
    ))
      expect(text).toMatch(/Not tested, and why[\s\S]*E4[\s\S]*Four\.[\s\S]*nobody measures it[\s\S]*D1/);
    expect(renderHtml(report([evidence("a")]))).not.toContain("Not tested");
  });

  it("puts remarks about the run straight after the summary", () => {
    const page = renderHtml(report([evidence("a")]));
    const at = ['id="summary"', 'id="remarks"', "A remark.", 'id="criteria"'].map((text) =>
      page.indexOf(text),
    );
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
    expect(renderMarkdown(report([evidence("a")]))).toMatch(
      /## Remarks\n\n- A remark\.[\s\S]*## Every criterion/,
    );
  });

  it("names what is unexpected, in either direction, and nothing where nothing is expected", () => {
    const list = [evidence("a"), evidence("b", "E3", "contradicted"), evidence("c", "E5", "inconclusive")];
    const keys = (...names: string[]) => names.map((name) => `synthetic-activations/${name}`);
    expect(report(list).summary).toEqual({
      criteria: 3,
      byVerdict: { supported: 1, contradicted: 1, inconclusive: 1 },
      unexpected: keys("b", "c"),
      complete: true,
    });
    expect(report(list, { expected: "contradicted" }).summary.unexpected).toEqual(keys("a", "c"));
    expect(report(list, { expected: null }).summary.unexpected).toEqual([]);
    expect(report(list, { expected: null }).criteria[0]!.expected).toBeNull();
  });

  it("is incomplete when a criterion did not run or failed", () => {
    for (const verdict of ["not-run", "error"] as const)
      expect(report([evidence("a"), evidence("b", "E3", verdict)]).summary.complete).toBe(false);
  });

  it("never says that an organism or another model reproduced a claim on the paper's model", () => {
    for (const kind of ["organism", "other"] as const)
      for (const verdict of ["supported", "contradicted", "inconclusive"] as const) {
        const { criteria, scope } = report([evidence("a", "E2", verdict)], { kind });
        expect(criteria[0]!.reproduction).toEqual({
          status: "not-run",
          reason: "This claim has not run on GPT-2 small, the model the paper used.",
        });
        expect(scope).toContain("says nothing about GPT-2 small");
      }
  });

  it.each([
    ["supported", "reproduced"],
    ["contradicted", "not-reproduced"],
    ["inconclusive", "inconclusive"],
    ["not-run", "not-run"],
    ["error", "error"],
  ] as const)("on the paper's subject reads %s as %s", (verdict, status) => {
    const { criteria } = report([evidence("a", "E2", verdict)], { kind: "subject" });
    expect(criteria[0]!.reproduction).toEqual({
      status,
      reason: `The verdict on GPT-2 small is ${verdict}.`,
    });
  });

  it.each(KINDS)("at another layer than the paper's says so, and that nothing was reproduced: %s", (kind) => {
    for (const verdict of ["supported", "contradicted", "inconclusive", "error"] as const) {
      const elsewhere = report([evidence("a", "E2", verdict)], {
        kind,
        perturbAt: "blocks.2.hook_resid_pre",
        differs: ["the stream is perturbed at blocks.2.hook_resid_pre, not at blocks.1.hook_resid_pre"],
      });
      const { criteria, scope } = elsewhere;
      expect(criteria[0]!.reproduction.status).toBe("not-run");
      expect(scope).toContain("blocks.2.hook_resid_pre");
      expect(scope).toContain("It says nothing about ");
      const badges = badgesOf(elsewhere);
      expect(badges.find(({ name }) => name === "gpt2-small")!.endpoint.message).toBe("not-run");
      for (const { name, endpoint } of badges)
        if (name !== "gpt2-small") expect(endpoint.label).toContain(" at blocks.2.hook_resid_pre: ");
      for (const text of [renderHtml(elsewhere), renderMarkdown(elsewhere)]) {
        expect(text).not.toContain("authors’ magnitudes");
        expect(text).toMatch(/Report on [^\n]+ at blocks\.2\.hook\\?_resid\\?_pre/);
      }
      expect(() => parseReport(elsewhere, "the report")).not.toThrow();
    }
  });

  it("on the paper's model with another SAE says what differs, and that nothing was reproduced", () => {
    const differs = ["the SAE has 32768 latents, not 24576", "paths have 50 points, not 100"];
    const other = report([evidence("a")], { kind: "subject", differs });
    const said = "the SAE has 32768 latents, not 24576 and paths have 50 points, not 100";
    expect(other.scope).toContain(`but not as the paper ran it: ${said}.`);
    expect(other.criteria[0]!.reproduction).toEqual({
      status: "not-run",
      reason: `This claim has not run on GPT-2 small as the paper ran it: ${said}.`,
    });
    const page = renderHtml(other).replaceAll("&#39;", "'");
    expect(page).not.toContain("authors’ magnitudes");
    expect(page).toContain(`The verdicts here are about GPT-2 small, where ${said}.`);
    expect(page).not.toContain(" at blocks.1.hook_resid_pre:");
    expect(() => parseReport(other, "the report")).not.toThrow();
  });

  it("takes either name of the paper's tensor for the paper's", () => {
    const options = { kind: "subject", perturbAt: "blocks.0.hook_resid_post" } as const;
    const { criteria, scope } = report([evidence("a")], options);
    expect(criteria[0]!.reproduction.status).toBe("reproduced");
    expect(scope).toBe("Evidence on GPT-2 small, the model the paper used.");
  });

  it("takes every word about the paper from its record", () => {
    const change = ({ paper }: RunRecord) => {
      paper.subject = { key: "pythia-70m", name: "Pythia 70M", hook: "blocks.3.hook_resid_mid" };
    };
    const at = { perturbAt: "blocks.3.hook_resid_mid", change } as const;
    const organism = report([evidence("a")], { ...at, differs: ["the model is not Pythia 70M"] });
    expect(organism.scope).toContain("It says nothing about Pythia 70M, on which");
    expect(organism.scope).not.toContain("not at the paper's");
    expect(organism.criteria[0]!.reproduction.reason).toContain("has not run on Pythia 70M");
    const subject = report([evidence("a")], { ...at, kind: "subject" });
    expect(subject.scope).toBe("Evidence on Pythia 70M, the model the paper used.");
    expect(subject.criteria[0]!.reproduction.reason).toBe("The verdict on Pythia 70M is supported.");
  });

  it("carries statistic, threshold, control and command of every criterion as they were judged", () => {
    const [criterion] = report([supported]).criteria;
    expect(criterion).toEqual({
      key: "synthetic-activations/made-up.part",
      hypothesis: "E2",
      family: "exploratory",
      simultaneous: null,
      schedule: "absolute",
      statement: "Left is later than right.",
      where: "nowhere",
      authors: 10.9,
      verdict: "supported",
      reason: "r",
      statistic: { ...supported.statistic, value: 6.1, interval: [5.8, 6.4] },
      threshold: { above: 3, because: "for the test" },
      turningPoints: { supported: 5.8, contradicted: 6.4 },
      standardError: null,
      narrow: false,
      flipProbability: null,
      n: 300,
      control: { ...supported.control },
      planted: { ...supported.planted },
      expected: { verdict: "supported", because: "the paper's claim" },
      reproduction: expect.anything(),
      beside: supported.beside,
      rerun: "npm run reproduce -- --claim synthetic-activations/made-up.part",
    });
  });

  it("carries the record as it is, and the agreement as it was computed", () => {
    const { notes: _, ...record } = recordOf((one) => {
      one.model.kind = "subject";
    });
    const built = report([supported], { kind: "subject" });
    expect(built).toMatchObject(record);
    expect(built.agreement).toEqual([row]);
    expect(report([supported]).agreement).toBeNull();
  });

  it("says which bases never showed the event, and what the metric counts them as", () => {
    const group = recordOf().measurements["plateauLength"]!["random"]!;
    const change = (record: RunRecord) => {
      const sparse = { random: { ...group, never: 2, n: 5 } };
      record.measurements = { plateauLength: sparse, targetDistance: sparse };
    };
    expect(report([], { change }).notes).toEqual([
      "A remark.",
      "How prompts were drawn.",
      "plateauLength, random: 2 of 5 bases never show the event; they rank last and count as step 100 in means.",
      "targetDistance, random: 2 of 5 bases never show the event; they rank last.",
    ]);
  });

  it("is the same for the same evidence, to the last byte", () => {
    expect(JSON.stringify(report([supported]))).toBe(JSON.stringify(report([supported])));
  });
});
