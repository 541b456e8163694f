import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { LadderLoss, LadderOfMetric, RunLadder } from "../../../src/experiment/record.generated.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import { reportToJson } from "../../../src/report/report-to-json.ts";
import { ladderSections } from "../../../src/report/sections/ladder.ts";
import { sections } from "../../../src/report/sections.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { changesText, mostLossText } from "../../../src/report/words/ladder-words.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const report = frozenReport();
const ladder = report.ladder as RunLadder;
const first = ladder.metrics[0]!;

/** The first metric with these losses: value and interval by feature. */
function losing(losses: Readonly<Record<string, readonly [number, number, number] | null>>): LadderOfMetric {
  const entries = Object.entries(losses).map(
    ([feature, found]): LadderLoss => ({
      feature,
      pairs: found === null ? 0 : 1,
      value: found === null ? null : found[0],
      interval: found === null ? null : [found[1], found[2]],
    }),
  );
  return { ...first, losses: entries };
}
const said = (of: LadderOfMetric) => mostLossText(of, ladder, "MSS");

describe("the section on what makes types look real", () => {
  it("stands after the table of all criteria and before the cards, and only where a ladder was measured", () => {
    const ids = (of = report) => sections(of).map(({ id }) => id);
    const at = ids().indexOf("ladder");
    expect(ids().slice(at - 1, at + 2)).toEqual(["criteria", "ladder", "cards"]);
    for (const other of [
      frozenReport("frozen-report-gpt2-small"),
      bentReport((bent) => Object.assign(bent, { ladder: null })),
    ])
      expect(ids(other)).not.toContain("ladder");
  });

  it("names the loss that moves types most, either way, with its interval, and which others are clear of 0", () => {
    expect(
      said(losing({ angle: [-0.5, -0.7, -0.3], cosines: [0.3, 0.1, 0.5], L0: [2, -1, 5], values: null })),
    ).toBe(
      "By MSS, the loss of “angle” moves types most: 0.50\u202fsd (95 % interval 0.30 to 0.70) nearer to real. Clear of 0 as well: “cosines”, 0.30\u202fsd (95 % interval 0.10 to 0.50) further from real. Not clear of 0: “L0”.",
    );
  });

  it("says that no loss is clear of 0 where none is, and that few bases tell nothing", () => {
    expect(said(losing({ angle: [0.02, -0.1, 0.14], cosines: [-0.05, -0.2, 0.1] }))).toBe(
      "By MSS no loss of a single feature is clear of 0; the largest, that of “cosines”, leads 0.05\u202fsd (95 % interval \u22120.10 to 0.20) nearer to real.",
    );
    const few = losing({ angle: [0.3, 0.1, 0.5] });
    few.losses[0]!.interval = null;
    expect(said({ ...few, n: 6 })).toMatch(
      /^With 6 bases no loss can be told from noise: an interval needs 200/,
    );
    expect(said(losing({ angle: null }))).toBe(
      "No two types that differ by one feature alone could be compared.",
    );
    expect(changesText({ ...first, changes: [] })).toContain("none are clear of 0");
  });

  it("has a row a rung and one for the floor, with what it keeps, in HTML and in Markdown", () => {
    const { document } = parseHTML(renderHtml(report));
    const rows = [...document.querySelectorAll("#ladder [aria-labelledby=ladder-rungs] tbody tr")];
    expect(rows.map((row) => row.querySelector("th")?.textContent)).toEqual([
      ...ladder.rungs.map(({ type }) => type),
      "floor: another-real",
    ]);
    expect(rows[1]?.textContent).toContain("all but values in place");
    expect(rows[9]?.textContent).toContain("L0 and values");
    const markdown = renderMarkdown(report);
    for (const { type } of ladder.rungs)
      expect(markdown).toMatch(new RegExp(`\\| ${type} \\| .*to.*\\) \\| 0\\.`));
  });

  it("draws every type with its interval over the band of the floor, and says all of it in words", () => {
    const { document } = parseHTML(renderHtml(report));
    const plot = document.querySelector("#ladder .effect-plot")!;
    const strips = first.rungs.length + 1;
    expect(plot.querySelectorAll(".floor, .interval, .mark")).toHaveLength(3 * strips);
    const words = plot.getAttribute("aria-label")!;
    for (const { type } of first.rungs) expect(words).toContain(`${type} `);
    expect(words).toContain("floor: another-real");
  });

  it("is not in the terminal", () => {
    expect(renderTerminal(report, { colour: false })).toBe(
      renderTerminal({ ...report, ladder: null }, { colour: false }),
    );
  });

  it("begins with the doubt, and names what was not measured on enough bases", () => {
    const bent = bentReport(({ ladder }) => {
      ladder!.doubt = "The SAE cannot be relied on.";
      ladder!.metrics[0]!.rungs.splice(2, 1);
    });
    const [section] = ladderSections(bent);
    expect(section!.blocks[0]).toMatchObject({ kind: "alert", text: "The SAE cannot be relied on." });
    expect(renderMarkdown(bent)).toContain("Not measured on enough bases: real-others by max slope step");
    const { document } = parseHTML(renderHtml(bent));
    expect(document.querySelector("#ladder")!.textContent).not.toMatch(/NaN|undefined|null/);
  });
});

describe("the ladder of a report", () => {
  it("is read again as it was written, and a report without one is read as before", () => {
    expect(parseReport(JSON.parse(reportToJson(report)), "x").ladder).toEqual(ladder);
    const { ladder: _, ...old } = report;
    expect(parseReport(JSON.parse(reportToJson(old)), "x")).not.toHaveProperty("ladder");
    expect(parseReport(JSON.parse(reportToJson({ ...old, ladder: null })), "x").ladder).toBeNull();
    const wrong = { ...report, ladder: { ...ladder, verdict: "supported" } };
    expect(() => parseReport(wrong, "x")).toThrow(/ladder/);
  });
});
