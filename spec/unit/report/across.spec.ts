import { describe, expect, it } from "vitest";
import { readReport } from "../../../src/files/report-files.ts";
import { across } from "../../../src/report/across/across.ts";
import { acrossFigure } from "../../../src/report/across/across-figure.ts";
import { acrossMarkdown } from "../../../src/report/across/across-markdown.ts";
import { acrossRows, hypothesisRows } from "../../../src/report/across/across-table.ts";
import { differencesOf } from "../../../src/report/across/differences.ts";
import { trendOf } from "../../../src/report/across/trend.ts";
import type {
  CommonVerdict,
  HypothesisEntry,
  Report,
  Verdict,
} from "../../../src/report/report.generated.ts";

const frozen = await readReport("fixtures/report/frozen-report.json");

/** The frozen report as it might be of another model: its first criterion has this value, half as wide as told. */
function run(name: string, value: number | null, half = 1.959964, verdict: Verdict = "supported"): Report {
  const report = structuredClone(frozen);
  Object.assign(report.model, { name, weightsDigest: name.repeat(64).slice(0, 64) });
  const [first] = report.criteria;
  Object.assign(first!.statistic, {
    value,
    interval: value === null ? null : [value - half, value + half],
  });
  first!.verdict = verdict;
  return report;
}

/** The report with two hypotheses, the second of them with this verdict; null: it has none of its criteria. */
function withHypotheses(report: Report, second: CommonVerdict | null): Report {
  const entry = (id: string, says: string | null, verdict: CommonVerdict): HypothesisEntry => ({
    ...{ id, says, verdict, reason: "r", criteria: [] },
    family: "primary" as const,
  });
  const of = [entry("E1", "It is a step.", "supported")];
  return {
    ...report,
    hypotheses: structuredClone(second === null ? of : [...of, entry("E2", null, second)]),
  };
}

const at = (perturbAt: string): Report => {
  const report = structuredClone(frozen);
  report.protocol.perturbAt = perturbAt;
  return report;
};

describe("runs side by side", () => {
  it("are told apart by what differs, by names where names are enough", () => {
    expect(differencesOf([run("a", 1), run("b", 2)])).toEqual({ facts: ["model"], names: ["a", "b"] });
    const sameName = run("b", 2);
    sameName.model.name = "a";
    expect(differencesOf([run("a", 1), sameName]).facts).toEqual(["weights"]);
    expect(differencesOf([run("a", 1), sameName]).names).toEqual(["aaaaaaaa", "bbbbbbbb"]);
    const places = [at("blocks.2.hook_resid_pre"), at("blocks.3.hook_resid_pre")];
    expect(differencesOf(places)).toEqual({
      facts: ["perturbed at"],
      names: ["blocks.2.hook_resid_pre", "blocks.3.hook_resid_pre"],
    });
    const longer = at("blocks.3.hook_resid_pre");
    longer.protocol.promptTokens = 20;
    expect(differencesOf([...places, longer]).names[2]).toBe("blocks.3.hook_resid_pre, 20");
  });

  it("hold in as many as support them, of those that came to a verdict", () => {
    const { criteria } = across(
      [
        run("a", 5),
        run("b", 1, 1.96, "contradicted"),
        run("c", null, 1, "not-run"),
        run("d", 4, 1.96, "inconclusive"),
      ],
      { ordered: false },
    );
    expect(criteria[0]).toMatchObject({ supported: 1, judged: 3, trend: null });
    expect(criteria[0]!.found.map(({ value }) => value)).toEqual([5, 1, null, 4]);
  });

  it("hold a hypothesis in as many as support it, by the verdict of each run alone", () => {
    const of = (name: string, verdict: CommonVerdict | null) => withHypotheses(run(name, 1), verdict);
    const reports = [
      of("a", "supported"),
      of("b", "mixed"),
      of("c", "not-run"),
      of("d", null),
      of("e", "error"),
      of("f", "inconclusive"),
    ];
    const { hypotheses } = across(reports, { ordered: false });
    expect(hypotheses).toEqual([
      { id: "E1", says: "It is a step.", verdicts: Array(6).fill("supported"), supported: 6, judged: 6 },
      {
        id: "E2",
        says: null,
        verdicts: ["supported", "mixed", "not-run", null, "error", "inconclusive"],
        supported: 1,
        judged: 3,
      },
    ]);
  });

  it("of reports that know no hypotheses have none, and no table of them", () => {
    for (const reports of [
      [run("a", 1), run("b", 1)],
      [run("a", 1), withHypotheses(run("b", 1), null)],
    ]) {
      const found = across(reports, { ordered: false });
      expect(found.hypotheses).toEqual([]);
      expect(acrossMarkdown(found, "across.svg")).not.toContain("Hypotheses");
    }
    const later = [withHypotheses(run("a", 1), "mixed"), run("b", 1)];
    expect(across(later, { ordered: false }).hypotheses[1]!.verdicts).toEqual(["mixed", null]);
  });

  it("have a random-effects mean with the spread between them beside the noise within", () => {
    // equal standard errors 1, values 3, 5, 7: mean 5, variance 4, tau^2 = 4 - 1
    const { overall } = across([run("a", 3), run("b", 5), run("c", 7)], { ordered: false }).criteria[0]!;
    expect(overall!.mean).toBeCloseTo(5, 6);
    expect(overall!.between).toBeCloseTo(Math.sqrt(3), 5);
    expect(overall!.within).toBeCloseTo(1, 6);
    const alone = across([run("a", 3), run("b", null)], { ordered: false }).criteria[0]!;
    expect(alone.overall).toBeNull();
  });

  it("keep the order they are given in, and have a trend only where it means something", () => {
    const reports = [run("late", 9), run("early", 1)];
    expect(across(reports, { ordered: false }).runs).toEqual(["late", "early"]);
    const { trend } = across(reports, { ordered: true }).criteria[0]!;
    expect(trend).toMatchObject({ direction: "falls", change: -8 });
  });

  it.each([
    ["at least 2", [run("a", 1)]],
    ["another than all others", [run("a", 1), run("a", 1)]],
    [
      "as in the run on a",
      [run("a", 1), Object.assign(run("b", 1), { criteria: run("b", 1).criteria.slice(1) })],
    ],
  ])("are refused: %s", (want, reports) => {
    expect(() => across(reports, { ordered: false })).toThrow(want);
  });

  it("are refused where a threshold is another", () => {
    const other = run("b", 1);
    other.criteria[0]!.threshold = { above: 99, because: "x" };
    expect(() => across([run("a", 1), other], { ordered: false })).toThrow(/ 99 .*as in the run on a/);
  });
});

describe("a trend", () => {
  const se = (value: number, standardError = 1) => ({ value, standardError });

  it("is the last value minus the first, with the error of both", () => {
    const { change, interval, direction, fit } = trendOf([se(0), se(9), se(10, 2)])!;
    expect(change).toBe(10);
    expect(interval[0]).toBeCloseTo(10 - 1.959964 * Math.sqrt(5), 9);
    expect(direction).toBe("rises");
    expect(fit).toEqual([0, 9, 10]);
  });

  it("pools what goes against its direction, weighted by the noise", () => {
    expect(trendOf([se(10), se(2, 2), se(6, 1), se(0)])!.fit).toEqual([10, 5.2, 5.2, 0]);
  });

  it("is none where the interval of the change holds 0, and nothing for one run", () => {
    expect(trendOf([se(0), se(50), se(2)])).toMatchObject({ direction: "neither", fit: null });
    expect(trendOf([se(1)])).toBeNull();
  });
});

describe("the comparison", () => {
  const found = across([run("a", 5), run("b | c", 1, 0.5, "contradicted"), run("d", null, 1, "not-run")], {
    ordered: true,
  });

  it("is a table of values with the letter of the verdict", () => {
    const { head, rows } = acrossRows(found);
    expect(head.slice(0, 5)).toEqual(["criterion", "a", "b | c", "d", "holds in"]);
    expect(rows[0]!.slice(1, 5)).toEqual([
      expect.stringMatching(/^5\.0\b.* s$/),
      expect.stringMatching(/^1\.00.* c$/),
      "-",
      "1 of 2",
    ]);
    expect(rows[0]!.at(-1)).toMatch(/^falls: −4\.0/);
  });

  it("has a table of hypotheses, with the verdict of every run in a word", () => {
    const reports = [withHypotheses(run("a", 1), "mixed"), withHypotheses(run("b | c", 1), null)];
    const two = across(reports, { ordered: false });
    const { head, rows } = hypothesisRows(two);
    expect(head).toEqual(["hypothesis", "a", "b | c", "holds in", "the paper says"]);
    expect(rows).toEqual([
      ["E1", "supported", "supported", "2 of 2", "It is a step."],
      ["E2", "mixed", "not-run", "0 of 1", ""],
    ]);
    expect(acrossMarkdown(two, "across.svg")).toMatch(
      /## Hypotheses\n\n\| hypothesis \| a \| b \\\| c \| holds in/,
    );
  });

  it("is a page that a name cannot break", () => {
    const page = acrossMarkdown(found, "across.svg");
    expect(page).toContain("b \\| c");
    expect(page).toContain("![Every criterion");
    expect(page).toContain("differ in model, in this order");
  });

  it("is a drawing with a filled dot where a run supports it, an open one where not, and words for all of it", () => {
    const svg = acrossFigure(found);
    expect(svg.match(/class="mark"\/?|class="mark" cx/g)).not.toBeNull();
    const firstPanel = svg.slice(svg.indexOf("<g "), svg.indexOf("</g>"));
    expect(firstPanel.match(/<circle class="mark" /g)).toHaveLength(1);
    expect(firstPanel.match(/<circle class="mark open" /g)).toHaveLength(1);
    expect(firstPanel).toContain(">not-run</text>");
    expect(svg).toMatch(
      /<desc id="across-desc">.*a 5, supported; b \| c 1, contradicted; d not-run\. Holds in 1 of 2\./,
    );
  });
});
