import { describe, expect, it } from "vitest";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { Report, Verdict } from "../../../src/report/report.generated.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { otherSeedText } from "../../../src/report/words/replicate-words.ts";
import { bentReport, frozenReport } from "./frozen.ts";

/** The frozen report as one of seed 4, of whose first criteria the registered run gave these verdicts. */
function ofSeed4(...gave: readonly Verdict[]): Report {
  return bentReport((report) => {
    report.protocol.seed = "4";
    gave.forEach((verdict, i) => {
      report.criteria[i]!.ofOtherSeed = verdict;
    });
  });
}
/** A text without marks and line ends. */
const plain = (text: string) => text.replace(/<[^>]*>|\\/g, "").replace(/\s+/g, " ");

describe("a run of another seed", () => {
  const [first, second] = frozenReport().criteria;

  it("says which verdicts are others than the registered run gave, in page, Markdown and terminal", () => {
    const report = ofSeed4(first!.verdict, second!.verdict === "error" ? "supported" : "error");
    const said = otherSeedText(report)!;
    expect(said).toMatch(
      /^1 of 2 verdicts is another than the registered run .* gave: \S.* \(error there, \S+ here\)\.$/,
    );
    for (const text of [
      renderHtml(report),
      renderMarkdown(report),
      renderTerminal(report, { colour: false }),
    ])
      expect(plain(text)).toContain(plain(said));
    expect(parseReport(report, "the report")).toEqual(report);
  });

  it("says so where they are the same, and nothing where there is none to compare with", () => {
    expect(otherSeedText(ofSeed4(first!.verdict, second!.verdict))).toMatch(/gave the same verdicts\.$/);
    expect(otherSeedText(frozenReport())).toBeNull();
  });
});

it("a report of one run says that it is one replicate, and of which seed", () => {
  const report = ofSeed4();
  for (const text of [renderHtml(report), renderMarkdown(report), renderTerminal(report, { colour: false })])
    expect(plain(text)).toContain("One replicate, seed 4: intervals hold the draw of its bases");
});
