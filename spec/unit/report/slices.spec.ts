import { describe, expect, it } from "vitest";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import { sections } from "../../../src/report/sections.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { bentReport, frozenReport } from "./frozen.ts";

/** Two points a side: red and green above, blue and black below. */
const NEAR = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0]).toString("base64");
const slice = {
  base: 7,
  types: ["real", "another-real"],
  from: -0.5,
  to: 1.5,
  side: 2,
  third: [0.5, 0.75],
  near: NEAR,
};
const report = () => bentReport((one) => void Object.assign(one, { slices: [slice] }));

describe("slices in a report", () => {
  it("are read back, and a report without them is read as before", () => {
    expect(parseReport(JSON.parse(JSON.stringify(report())), "here").slices).toEqual([slice]);
    expect(frozenReport().slices).toBeUndefined();
    expect(sections(frozenReport()).map(({ id }) => id)).not.toContain("slices");
  });

  it("are drawn in the colours of their corners, each corner in its place and in words", () => {
    const page = renderHtml(report());
    const svg = /<svg[^>]*class="plot slice"[\s\S]*?<\/svg>/.exec(page)![0];
    expect([...svg.matchAll(/fill="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour)).toEqual([
      "#f80000",
      "#00f800",
      "#0000f8",
      "#000000",
    ]);
    expect([...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [x, y])).toEqual([
      ["80", "240"],
      ["240", "240"],
      ["160", "120"],
    ]);
    expect(svg).toContain("real (B) and another-real (C)");
  });

  it("are shares of points in Markdown, of which a point far from all counts for none", () => {
    const text = renderMarkdown(report());
    expect(text).toContain("## Two-dimensional slices");
    for (const row of ["A: the base | 0.00, 0.00 | 0.250", "C: another-real | 0.50, 0.75 | 0.250"])
      expect(text.replace(/\s*\|\s*/g, " | ")).toContain(row);
  });
});
