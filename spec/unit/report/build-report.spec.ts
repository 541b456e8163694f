import { describe, expect, it } from "vitest";
import { collectEvidence, type Evidence } from "../../../src/claim/evidence.ts";
import type { Verdict } from "../../../src/claim/judge.ts";
import { createLab } from "../../../src/experiment/lab.ts";
import { describeLab } from "../../../src/experiment/lab-record.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { badgesOf } from "../../../src/report/badges.ts";
import { buildReport, type ModelKind } from "../../../src/report/build-report.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { meanClaim, planted } from "../../support/claims.ts";
import { fakeModel, fakePrompts } from "../../support/fake-model.ts";
import { buildSae } from "../../support/tiny-dictionary.ts";

const digest = "a".repeat(64);
const state = await createLab({
  model: { ...fakeModel(), identity: { ...fakeModel().identity, weightsDigest: digest } },
  sae: { ...buildSae({ dModel: 4, dSae: 40, dead: 2, seed: 3 }), weightsDigest: digest },
  prompts: fakePrompts(100),
  bases: 5,
  seed: "7",
  perturbAt: "blocks.1.hook_resid_pre",
  readAt: "blocks.2.hook_resid_post",
  points: 20,
  scale: "scaled",
  openUntrained: async () => fakeModel(),
}).describe();
const lab = describeLab(state);

const supported = collectEvidence(
  meanClaim(),
  { samples: planted(6) },
  { name: "made up", observed: { samples: planted(0) } },
  { rng: rngFromSeed(0), resamples: 200 },
);

/** The same evidence under another name, hypothesis and verdict. */
function evidence(id: string, hypothesis = "E2", verdict: Verdict = "supported"): Evidence {
  const ran = verdict !== "not-run" && verdict !== "error";
  const numbers = ran ? {} : { value: null, interval: null, n: 0 };
  return { ...supported, id, hypothesis, judgement: { ...supported.judgement, verdict, ...numbers } };
}

function report(
  list: readonly Evidence[],
  options: {
    readonly kind?: ModelKind;
    readonly expected?: Verdict | null;
    readonly perturbAt?: string;
  } = {},
) {
  const { kind = "organism", expected = "supported", perturbAt = lab.protocol.perturbAt } = options;
  return buildReport({
    lab: { ...lab, protocol: { ...lab.protocol, perturbAt } },
    kind,
    evidence: list.map((one) => ({
      ...one,
      expected: expected && { verdict: expected, because: "the paper's claim" },
    })),
    notes: ["A remark."],
    rerun: ({ id }) => `npm run reproduce -- --claim ${id}`,
    provenance: {
      startedAt: "2026-11-22T12:00:00.000Z",
      seconds: 1,
      peakMemoryMiB: null,
      commit: null,
      dirty: null,
      lockfileDigest: null,
      version: "0.1.0",
      node: "v20.19.0",
      onnxruntime: "1.30.0",
      platform: "linux",
      cpu: "a cpu",
      threads: 2,
      files: [],
      command: "npm test",
    },
  });
}

describe("a report from evidence", () => {
  it("fits its own schema and does not contradict itself, for every kind of model and every verdict", () => {
    for (const kind of ["organism", "gpt2-small", "other"] as const)
      for (const verdict of ["supported", "contradicted", "inconclusive", "not-run", "error"] as const)
        expect(() =>
          parseReport(report([evidence("a", "E2", verdict)], { kind }), "the report"),
        ).not.toThrow();
  });

  it("sorts by the number of the hypothesis, then by id: E2 before E10", () => {
    const list = [
      evidence("d", "E10"),
      evidence("c", "E1"),
      evidence("b", "E2"),
      evidence("a.y", "E9"),
      evidence("a.x", "E9"),
    ];
    const order = ["c", "b", "a.x", "a.y", "d"];
    expect(report(list).claims.map(({ id }) => id)).toEqual(order);
    expect(report(list.toReversed()).claims.map(({ id }) => id)).toEqual(order);
    expect(list[0]!.id).toBe("d");
  });

  it("names what is unexpected, in either direction, and nothing where nothing is expected", () => {
    const list = [evidence("a"), evidence("b", "E3", "contradicted"), evidence("c", "E5", "inconclusive")];
    expect(report(list).summary).toEqual({
      criteria: 3,
      byVerdict: { supported: 1, contradicted: 1, inconclusive: 1 },
      unexpected: ["b", "c"],
      complete: true,
    });
    expect(report(list, { expected: "contradicted" }).summary.unexpected).toEqual(["a", "c"]);
    expect(report(list, { expected: null }).summary.unexpected).toEqual([]);
    expect(report(list, { expected: null }).claims[0]!.expected).toBeNull();
  });

  it("is incomplete when a claim did not run or failed", () => {
    for (const verdict of ["not-run", "error"] as const)
      expect(report([evidence("a"), evidence("b", "E3", verdict)]).summary.complete).toBe(false);
  });

  it("never says that an organism or another model reproduced a claim on GPT-2", () => {
    for (const kind of ["organism", "other"] as const)
      for (const verdict of ["supported", "contradicted", "inconclusive"] as const) {
        const { claims, scope, agreement } = report([evidence("a", "E2", verdict)], { kind });
        expect(claims[0]!.reproduction).toEqual({
          status: "not-run",
          reason: "This claim has not run on GPT-2 small, the model the paper used.",
        });
        expect(scope).toContain("says nothing about GPT-2 small");
        expect(agreement).toBeNull();
      }
  });

  it.each([
    ["supported", "reproduced"],
    ["contradicted", "not-reproduced"],
    ["inconclusive", "inconclusive"],
    ["not-run", "not-run"],
    ["error", "error"],
  ] as const)("on GPT-2 small reads %s as %s", (verdict, status) => {
    const { claims, agreement } = report([evidence("a", "E2", verdict)], { kind: "gpt2-small" });
    expect(claims[0]!.reproduction).toEqual({ status, reason: `The verdict on GPT-2 small is ${verdict}.` });
    expect(agreement).not.toBeNull();
  });

  it.each(["gpt2-small", "organism", "other"] as const)(
    "at another layer than the paper's says so, and that nothing was reproduced: %s",
    (kind) => {
      for (const verdict of ["supported", "contradicted", "inconclusive", "error"] as const) {
        const elsewhere = report([evidence("a", "E2", verdict)], {
          kind,
          perturbAt: "blocks.2.hook_resid_pre",
        });
        const { claims, scope, agreement } = elsewhere;
        expect(claims[0]!.reproduction.status).toBe("not-run");
        expect(agreement).toBeNull();
        expect(scope).toContain("blocks.2.hook_resid_pre");
        expect(scope).toContain("It says nothing about ");
        const badges = badgesOf(elsewhere);
        expect(badges.find(({ name }) => name === "gpt2-small")!.endpoint.message).toBe("not-run");
        for (const { name, endpoint } of badges)
          if (name !== "gpt2-small") expect(endpoint.label).toContain(" at blocks.2.hook_resid_pre: ");
        const where = kind === "gpt2-small" ? "at the paper's layer" : "on GPT-2 small";
        for (const text of [renderHtml(elsewhere), renderMarkdown(elsewhere)]) {
          expect(text.replaceAll("’", "'")).toContain(`Not applicable: this run was not ${where}, so its`);
          expect(text).toMatch(/Report on [^\n]+ at blocks\.2\.hook\\?_resid\\?_pre/);
        }
        expect(() => parseReport(elsewhere, "the report")).not.toThrow();
      }
    },
  );

  it("takes either name of the paper's tensor for the paper's", () => {
    const options = { kind: "gpt2-small", perturbAt: "blocks.0.hook_resid_post" } as const;
    const { claims, agreement, scope } = report([evidence("a")], options);
    expect(claims[0]!.reproduction.status).toBe("reproduced");
    expect(agreement).not.toBeNull();
    expect(scope).toBe("Evidence on GPT-2 small, the model the paper used.");
  });

  it("carries statistic, threshold, control and command of every claim as they were judged", () => {
    const [claim] = report([supported]).claims;
    expect(claim).toMatchObject({
      id: "made-up.part",
      statistic: {
        name: "mean MSS(left) - mean MSS(right)",
        unit: "steps",
        value: supported.judgement.value,
      },
      threshold: { above: 3, because: "for the test" },
      n: 300,
      control: { name: "made up", verdict: "contradicted", value: supported.control.value, n: 300 },
      rerun: "npm run reproduce -- --claim made-up.part",
    });
    expect(claim!.statistic.interval).toEqual(supported.judgement.interval);
  });

  it("says which bases never showed the event, and what they count as", () => {
    const group = lab.measurements["plateauLength"]["random"]!;
    const sparse = {
      ...lab,
      measurements: { ...lab.measurements, plateauLength: { random: { ...group, never: 2, n: 5 } } },
    };
    const { protocol } = buildReport({ ...sourcesOf(), lab: sparse });
    expect(protocol.notes).toContain(
      "plateauLength, random: 2 of 5 bases never show the event; they rank last and count as step 100 in means.",
    );
    expect(protocol.notes[0]).toBe("A remark.");
  });

  it("is the same for the same evidence, to the last byte", () => {
    expect(JSON.stringify(report([supported]))).toBe(JSON.stringify(report([supported])));
  });
});

function sourcesOf() {
  const { provenance } = report([supported]);
  return { kind: "organism" as const, evidence: [], notes: ["A remark."], provenance, rerun: () => "" };
}
