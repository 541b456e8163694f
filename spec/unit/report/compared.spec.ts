import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { type Compared, compareRuns } from "../../../src/report/compare/compared.ts";
import { comparedFigure } from "../../../src/report/compare/compared-figure.ts";
import { comparedHtml } from "../../../src/report/compare/compared-html.ts";
import { comparedMarkdown } from "../../../src/report/compare/compared-markdown.ts";
import { comparedSections, sharingText } from "../../../src/report/compare/compared-sections.ts";
import { differenceText, largerIn, unpaired } from "../../../src/report/compare/difference.ts";
import { sharedBases } from "../../../src/report/compare/shared-bases.ts";
import { type TwoRuns, twoRuns } from "../../support/two-runs.ts";

/** The made-up runs, compared after a change. */
function compared(bend: (runs: TwoRuns) => void = () => {}): Compared {
  const runs = twoRuns();
  bend(runs);
  return compareRuns(runs.a, runs.b, runs.paired);
}

const without = (...which: ("a" | "b")[]) =>
  compared((runs) => {
    for (const one of which) Object.assign(runs[one].beside, { bases: null });
  });

describe("two runs", () => {
  it("share the bases whose prompts are the same, by their numbers", () => {
    const kept = (tokens: unknown) => ({ bases: { tokens } as never });
    const a = kept([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(
      sharedBases(
        a,
        kept([
          [1, 2],
          [4, 3],
        ]),
      ),
    ).toEqual({ bases: [0], of: [3, 2] });
    expect(sharedBases(a, { bases: null })).toEqual({ bases: [], of: [3, null] });
    expect(sharedBases(a, kept("12"))).toEqual({ bases: [], of: [3, null] });
  });

  it("say that their verdicts are their own where a report has others over replicates", () => {
    const hypotheses = [{ id: "E2", says: null, a: "supported", b: "mixed" }] as const;
    const noteOf = (of: Compared) =>
      JSON.stringify(comparedSections({ ...of, hypotheses }).find(({ id }) => id === "hypotheses"));
    expect(noteOf(compared())).toContain("1 of 1 hypothesis has another verdict in b than in a.");
    expect(noteOf(compared())).not.toContain("of these two runs alone");
    const replicated = compared(({ b }) =>
      Object.assign(b.report.criteria[0]!, { replicates: { verdict: "supported" } }),
    );
    expect(noteOf(replicated)).toContain("Verdicts are of these two runs alone, not over the replicates");
  });

  it("say which bases they share, and why none where none are known", () => {
    expect(sharingText(compared())).toMatch(
      /^11 base prompts of a’s 12 and b’s 12 are the same: .* so b − a need not be b less a\.$/,
    );
    const alike = compared(({ a, b }) => Object.assign(b.beside.bases!, { tokens: a.beside.bases!.tokens }));
    expect(sharingText(alike)).toMatch(/^Both runs have the same 12 base prompts: .* does not blur it\.$/);
    expect(sharingText(without("b"))).toMatch(/^Beside b no prompts are kept/);
    expect(sharingText(without("a", "b"))).toMatch(/^Beside a and b no prompts are kept/);
    const other = compared(({ b }) => Object.assign(b.beside.bases!, { tokens: [[9]] }));
    expect(sharingText(other)).toMatch(/^The runs have no base prompts in common/);
  });

  it("are told apart by what decides their numbers, apart from their provenance", () => {
    const { facts, differ, runs } = compared();
    expect(differ).toEqual(["SAE"]);
    expect(runs).toEqual(["SAE organism-d96 / blocks.1.hook_resid_pre", "SAE sae/wider"]);
    expect(facts.set.map(({ fact }) => fact)).toEqual(["SAE", "SAE weights", "latents of the SAE"]);
    expect(facts.provenance.map(({ fact }) => fact)).toEqual(["Commit"]);
    const same = twoRuns();
    const alike = compareRuns(same.a, same.a, new Map());
    expect([alike.facts, alike.differ]).toEqual([{ set: [], provenance: [] }, []]);
    expect(comparedMarkdown(alike, null)).toContain("differ in nothing that decides their numbers");
  });

  it("of different papers are refused", () => {
    const other = ({ b }: TwoRuns) => Object.assign(b.report.paper, { id: "another-paper" });
    expect(() => compared(other)).toThrow(
      /the paper of the second report is "another-paper".*synthetic-activations/,
    );
  });
});

describe("a criterion in two runs", () => {
  it("has b minus a: of shared bases where samples say it, else of independent runs", () => {
    const { criteria } = compared();
    const [first, second] = criteria;
    expect(second!.difference).toEqual({ value: 0, interval: [-0.25, 0.25], paired: 11 });
    const { value, interval } = first!.a.statistic;
    const half = Math.hypot((interval![1] - interval![0]) / 2, 0.1);
    expect(first!.difference!.value).toBeCloseTo(0.2 - value!, 12);
    expect(first!.difference!.interval[1]).toBeCloseTo(0.2 - value! + half, 9);
    expect(first!.difference!.paired).toBeNull();
    expect([first!.a.verdict, first!.b.verdict]).toEqual(["supported", "contradicted"]);
  });

  it("says why it is not paired though bases are shared, and nothing of that where none are", () => {
    const [first, second] = compared(({ a, paired }) => {
      const { key } = a.report.criteria[0]!;
      (paired as Map<string, unknown>).set(key, { key, fails: "group is empty." });
    }).criteria;
    expect([first!.because, second!.because]).toEqual(["samples cannot be compared: group is empty.", null]);
    expect(compared().criteria[0]!.because).toContain("not kept in both runs");
    expect(without("b").criteria[0]!.because).toBeNull();
  });

  it("has no difference where a run has no value, or measures something else", () => {
    const { criteria } = compared(({ b }) => {
      Object.assign(b.report.criteria[0]!.statistic, { value: null, interval: null });
      b.report.criteria[1]!.statistic.name = "median of x";
    });
    expect(criteria.slice(0, 2).map(({ difference }) => difference)).toEqual([null, null]);
    expect(criteria[1]!.because).toMatch(/as “median of x” in b/);
    const page = comparedMarkdown(
      compared(({ b }) => b.report.criteria.splice(0, 1)),
      null,
    );
    expect(page).toMatch(/Only in a: .*,/);
  });

  it("shows both thresholds where they differ, and is not drawn then", () => {
    const drawn = comparedFigure(compared())!.match(/<g /g)!.length;
    const other = compared(({ b }) => Object.assign(b.report.criteria[1]!.threshold, { above: 77 }));
    expect(comparedMarkdown(other, null)).toMatch(/a: above .*; b: above 77/);
    expect(comparedFigure(other)!.match(/<g /g)).toHaveLength(drawn - 1);
    expect(comparedFigure({ ...other, criteria: [] })).toBeNull();
  });
});

describe("a group of curves in two runs", () => {
  const group = (found: Compared) =>
    found.groups.find(({ type, metric }) => type === "real" && metric === "maxSlopeStep.relative")!;

  it("has the difference of shared bases with a t interval, where single values are kept", () => {
    const { difference, a, b } = group(compared());
    expect([a, b]).toEqual([50, 51]);
    // six differences of 1 and five of 1.1: mean 11.5 / 11; t(0.975, 10) = 2.228139, sd 0.0522233
    expect(difference.paired).toBe(11);
    expect(difference.value).toBeCloseTo(11.5 / 11, 9);
    expect(difference.interval[1] - difference.value).toBeCloseTo((2.228139 * 0.0522233) / Math.sqrt(11), 5);
  });

  it("counts a base without the event as its metric says", () => {
    const { difference } = group(
      compared(({ b }) => Object.assign(b.beside.bases!.values[0]!.of, { 0: null })),
    );
    expect(difference.value).toBeCloseTo((11.5 - 1 + 99 - 45) / 11, 9);
  });

  it("is compared as of independent runs where bases were lost, or no single values are kept", () => {
    const lost = group(
      compared(({ a }) => Object.assign(a.report.measurements["maxSlopeStep.relative"]!["real"]!, { n: 11 })),
    );
    expect(lost.difference.paired).toBeNull();
    const { difference } = group(without("a"));
    const { sd } = twoRuns().a.report.measurements["maxSlopeStep.relative"]!["real"]!;
    expect(difference.value).toBe(1);
    expect(difference.interval[1]).toBeCloseTo(1 + 1.959964 * Math.sqrt((2 * sd * sd) / 12), 6);
  });

  it("is left out where the runs mean another quantity by it", () => {
    const found = compared(({ b }) =>
      Object.assign(b.report.metrics.find(({ key }) => key === "maxSlopeStep.relative")!, { unit: "nats" }),
    );
    expect(found.groups.map(({ metric }) => metric)).not.toContain("maxSlopeStep.relative");
  });
});

describe("a difference", () => {
  it("is larger in the run whose side of 0 its interval is on, and in neither where it holds 0", () => {
    const larger = (low: number, high: number) =>
      largerIn({ value: (low + high) / 2, interval: [low, high], paired: null });
    expect([larger(0.1, 1), larger(-2, -1), larger(-1, 1), larger(0, 1)]).toEqual(["b", "a", null, null]);
  });

  it("is b minus a", () => {
    const found = unpaired({ value: 3, standardError: 0 }, { value: 5, standardError: 0.5 });
    expect(differenceText(found, "steps")).toBe("2.00\u202fsteps (1.02 to 2.98)");
  });
});

describe("the comparison as a page", () => {
  it("has every section with its tables, and its drawing in it", () => {
    const { a, b, paired } = twoRuns();
    const found = compareRuns(a, b, paired);
    const { document } = parseHTML(comparedHtml(found, a.report));
    for (const { id } of comparedSections(found))
      expect(document.querySelector(`section[id="${id}"] table`), id).not.toBeNull();
    expect(
      document.querySelectorAll("#criteria-table ~ * tbody tr, #criteria tbody tr").length,
    ).toBeGreaterThan(20);
    expect(document.querySelector("img")!.getAttribute("src")).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(document.querySelectorAll("script")).toHaveLength(0);
  });

  it("cannot be broken by a name of a report", () => {
    const { a, b, paired } = twoRuns();
    b.report.sae!.name = "<img src=x onerror=alert(1)>|";
    const found = compareRuns(a, b, paired);
    expect(parseHTML(comparedHtml(found, a.report)).document.querySelectorAll("[onerror]")).toHaveLength(0);
    expect(comparedMarkdown(found, null)).toContain("\\<img src=x onerror=alert(1)\\>\\|");
  });
});
