import { describe, expect, it } from "vitest";
import { badgesOf } from "../../../src/report/badges.ts";
import { bentReport, frozenReport } from "./frozen.ts";

describe("badges", () => {
  it("are one for all, one for the paper's subject and one for every criterion, in files of different names", () => {
    const report = frozenReport();
    const names = badgesOf(report).map(({ name }) => name);
    expect(names).toEqual(["overall", "gpt2-small", ...report.criteria.map(({ key }) => key)]);
  });

  it("of an organism say organism, and not-run about GPT-2 small", () => {
    for (const { name, svg, endpoint } of badgesOf(frozenReport())) {
      const label = name === "gpt2-small" ? "claims on GPT-2 small" : "organism: ";
      expect(endpoint.label).toContain(label);
      expect(svg).toContain(label);
      if (name === "gpt2-small") expect(endpoint.message).toBe("not-run");
    }
  });

  it("of GPT-2 small carry the status", () => {
    const badge = badgesOf(frozenReport("frozen-report-gpt2-small")).find(
      ({ name }) => name === "gpt2-small",
    );
    expect(badge?.endpoint.message).toBe("2 reproduced, 2 inconclusive, 1 not-reproduced");
  });

  it("name the subject that the report names, and no other", () => {
    const badges = badgesOf(
      bentReport(({ paper }) => Object.assign(paper.subject, { key: "pythia-70m", name: "Pythia 70M" })),
    );
    expect(badges[1]).toMatchObject({ name: "pythia-70m", endpoint: { label: "claims on Pythia 70M" } });
    expect(JSON.stringify(badges)).not.toMatch(/gpt-?2/i);
  });

  it("mention what was unexpected", () => {
    expect(badgesOf(frozenReport())[0]!.endpoint.message).toMatch(/\(1 unexpected\)$/);
  });

  it("are endpoints shields.io reads", () => {
    for (const { endpoint } of badgesOf(frozenReport())) {
      const { isError, ...rest } = endpoint;
      expect(rest).toEqual({
        schemaVersion: 1,
        label: expect.stringMatching(/./),
        message: expect.stringMatching(/./),
        color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      });
      expect([undefined, true]).toContain(isError);
    }
  });

  it("share no id when several are put into one page", () => {
    const ids = badgesOf(frozenReport()).flatMap(({ svg }) =>
      [...svg.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]),
    );
    expect(ids.length).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("escape a model's name", () => {
    const [overall] = badgesOf(
      bentReport((report) => Object.assign(report.model, { kind: "other", name: "<b>" })),
    );
    expect(overall!.svg).not.toContain("<b>");
    expect(overall!.endpoint.label).toBe("<b>: claims");
  });
});
