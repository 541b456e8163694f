import { describe, expect, it } from "vitest";
import "../../src/vitest/golden-matchers.ts";
import { badgesOf } from "../../src/report/badges.ts";
import { renderHtml } from "../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../src/report/markdown/render-markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { frozenReport } from "../unit/report/frozen.ts";

describe("the report of frozen evidence is what a person accepted", () => {
  it("as Markdown", () => {
    expect(renderMarkdown(frozenReport())).toMatchGoldenText("report/report", "md");
  });

  it("as a page", () => {
    expect(renderHtml(frozenReport())).toMatchGoldenText("report/report", "html");
  });

  it("as a terminal table", () => {
    expect(renderTerminal(frozenReport(), { colour: false })).toMatchGoldenText("report/report", "txt");
  });

  it("as Markdown on GPT-2 small, with the authors' magnitudes", () => {
    expect(renderMarkdown(frozenReport("frozen-report-gpt2-small"))).toMatchGoldenText(
      "report/report-gpt2-small",
      "md",
    );
  });

  it("as badges", () => {
    const shown = [
      "overall",
      "gpt2-small",
      "synthetic-activations/real-blows-up-earlier.absolute",
      "synthetic-activations/structured-resembles-real.relative",
    ];
    const badges = badgesOf(frozenReport()).filter(({ name }) => shown.includes(name));
    expect(badges.length).toBe(shown.length);
    for (const { name, svg, endpoint } of badges) {
      expect.soft(svg).toMatchGoldenText(`report/badges/${name}`, "svg");
      expect
        .soft(`${JSON.stringify(endpoint, null, 2)}\n`)
        .toMatchGoldenText(`report/badges/${name}`, "json");
    }
  });
});
