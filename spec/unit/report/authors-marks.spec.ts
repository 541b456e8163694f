import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { authorsMarks } from "../../../src/paper/authors-marks.ts";
import { AUTHORS } from "../../../src/papers/synthetic-activations/authors.ts";
import { seriesOf } from "../../../src/report/csv/series.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const subject = () => frozenReport("frozen-report-gpt2-small");
const documentOf = (report: Report) => parseHTML(renderHtml(report)).document;
/** The text and the drawing of one metric's distribution functions. */
const figureOf = (report: Report, metric: string) =>
  documentOf(report).querySelector(`[aria-describedby="figure-distributionOf-${metric}-said"]`)!;
const diamonds = (report: Report, metric: string) =>
  figureOf(report, metric).querySelectorAll("svg.plot g path").length;

describe("the authors' values", () => {
  it("are each a mean or a point of a distribution function, with how it is known", () => {
    const marks = authorsMarks(AUTHORS);
    const means = marks.filter(({ at }) => at.some(({ share }) => share === null));
    expect(means).toHaveLength(AUTHORS.tables.reduce((sum, { types }) => sum + Object.keys(types).length, 0));
    const inferred = marks.filter(({ trust }) => trust === "inferred");
    expect(inferred.flatMap(({ at }) => at.map(({ value }) => value))).toEqual([57, 57, 57, 57]);
    const digitised = marks.filter(
      ({ metric, trust }) => metric === "maxSlopeStep.relative" && trust === "digitised",
    );
    expect(digitised.flatMap(({ at }) => at.map(({ value }) => value))).not.toContain(57);
    for (const { at } of marks)
      for (const { share } of at) if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
  });

  it("are drawn on the model that the authors measured, as many as there are of the types shown", () => {
    const report = subject();
    const bare: Report = { ...report, authorsMarks: [] };
    for (const metric of ["maxSlopeStep.relative", "plateauLength"]) {
      const at = report.authorsMarks!.filter((mark) => mark.metric === metric).flatMap((mark) => mark.at);
      const id = metric.replaceAll(".", "-");
      expect(at.length).toBeGreaterThan(40);
      const drawn = diamonds(report, id) - diamonds(bare, id);
      expect(drawn, metric).toBeGreaterThan(0.8 * at.length); // those outside of the axis are left out
      expect(drawn, metric).toBeLessThanOrEqual(at.length);
    }
    const said = figureOf(report, "maxSlopeStep-relative").textContent!;
    for (const words of [
      "filled diamonds are printed",
      "hollow diamonds are digitised",
      "crosses are inferred",
    ])
      expect(said).toContain(words);
    expect(said).toContain("real 51.6 (printed)");
    const rows = seriesOf(report)
      .find(({ name }) => name === "authors.csv")!
      .content.trim()
      .split("\n");
    expect(rows).toHaveLength(1 + report.authorsMarks!.reduce((sum, { at }) => sum + at.length, 0));
  });

  it("are not drawn on another model, whose page says why; and a report of before they were told says nothing", () => {
    const other = bentReport((report) => {
      report.authorsMarks = null;
    });
    const text = (report: Report) => documentOf(report).querySelector("#distributions")!.textContent!;
    expect(text(other)).toContain("The authors’ values are not drawn here: they are of GPT-2 small");
    expect(text(other)).not.toContain("Marks are");
    expect(text(frozenReport())).not.toContain("authors");
    expect(diamonds(other, "plateauLength")).toBe(diamonds(frozenReport(), "plateauLength"));
  });
});
