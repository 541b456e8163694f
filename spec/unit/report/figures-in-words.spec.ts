import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { Beside } from "../../../src/report/beside.ts";
import { seriesOf } from "../../../src/report/csv/series.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import type { Block, Figure } from "../../../src/report/sections/section.ts";
import { sections } from "../../../src/report/sections.ts";
import { madeUpBases } from "../../support/made-up-bases.ts";
import { committedReport } from "./committed.ts";
import { frozenReport } from "./frozen.ts";

/** Every drawing there is: those of the committed report, with bases made up for its single curves. */
function drawn(): { report: Report; beside: Beside } {
  return { report: committedReport(), beside: { evidence: [], bases: madeUpBases(frozenReport()) } };
}

const figuresIn = (blocks: readonly Block[]): readonly Figure[] =>
  blocks.flatMap((block) =>
    block.kind === "fold" ? figuresIn(block.blocks) : block.kind === "figure" ? [block] : [],
  );

describe("every figure of a page", () => {
  const { report, beside } = drawn();
  const { document } = parseHTML(renderHtml(report, beside));
  const figures = [...document.querySelectorAll("figure")];

  it("is described by a text of its own, with numbers where it draws any, that is not on the page twice", () => {
    expect(figures.length).toBeGreaterThan(20);
    const texts = figures.map((figure) => {
      const said = document.getElementById(figure.getAttribute("aria-describedby")!)!.textContent!;
      expect(said.length, said).toBeGreaterThan(80);
      expect(said.match(/\d/g)?.length ?? 0, said).toBeGreaterThan(3);
      expect(document.getElementById(figure.getAttribute("aria-labelledby")!)!.tagName).toBe("FIGCAPTION");
      return said;
    });
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("has its numbers as a table and as a file that the report comes with; the sketch alone draws none", () => {
    const names = seriesOf(report, beside).map(({ name }) => `data/${name}`);
    const without = figures.filter((figure) => {
      const file = figure.querySelector('details a[href^="data/"]')?.getAttribute("href");
      if (file === undefined || file === null) return true;
      expect(names).toContain(file);
      expect(figure.querySelectorAll("details tbody tr").length, file).toBeGreaterThan(0);
      return false;
    });
    expect(without.map((figure) => figure.querySelector("figcaption")!.textContent)).toEqual([
      "The experiment",
    ]);
  });

  it("holds no drawing without words, and neither does the rest of the page", () => {
    const bare = [...document.querySelectorAll("svg")].filter((svg) => {
      if (svg.getAttribute("aria-hidden") === "true") return false;
      if (svg.closest('[aria-hidden="true"]') !== null) return false;
      if ((svg.closest('[role="img"][aria-label]')?.getAttribute("aria-label") ?? "").length > 40)
        return false;
      const [title, desc] = [svg.querySelector("title"), svg.querySelector("desc")];
      return !(title?.textContent && (desc?.textContent ?? "").length > 20);
    });
    expect(bare.map((svg) => svg.outerHTML.slice(0, 200))).toEqual([]);
  });

  it("says the same in Markdown, where its table stands in its place", () => {
    const text = renderMarkdown(report, beside).replace(/\\([^A-Za-z0-9\s])/g, "$1");
    const all = sections(report, beside).flatMap(({ blocks }) => figuresIn(blocks));
    expect(all).toHaveLength(figures.length);
    for (const { said, series } of all) {
      expect(text).toContain(said);
      for (const name of series) expect(text).toContain(`(data/${name})`);
    }
  });
});

describe("the series of drawings", () => {
  const { report, beside } = drawn();
  const rowsOf = (name: string) =>
    seriesOf(report, beside)
      .find((series) => series.name === name)!
      .content.trim()
      .split("\n");

  it("have every reading of every effect, by the choices that made it", () => {
    const readings = report.readings!.effects.flatMap((effect) => effect.readings);
    expect(rowsOf("readings.csv")).toHaveLength(1 + readings.length);
    expect(rowsOf("readings.csv")[0]).toContain(report.readings!.dimensions[0]!.key);
  });

  it("have every point of the single curves that are drawn, and no file where no base was kept", () => {
    const all = sections(report, beside).flatMap(({ blocks }) => figuresIn(blocks));
    const points = all.flatMap(({ drawn: of }) =>
      "examplesAlong" in of ? of.examples.map(({ curve }) => curve.length) : [],
    );
    expect(rowsOf("single-curves.csv")).toHaveLength(1 + points.reduce((sum, one) => sum + one, 0));
    expect(seriesOf(report).map(({ name }) => name)).not.toContain("single-curves.csv");
  });
});
