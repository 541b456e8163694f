import { describe, expect, it } from "vitest";
import "../../src/vitest/golden-matchers.ts";
import { comparedText } from "../../src/cli/commands/reports/compare.ts";
import { compareRuns } from "../../src/report/compare/compared.ts";
import { comparedMarkdown } from "../../src/report/compare/compared-markdown.ts";
import { twoRuns } from "../support/two-runs.ts";

describe("the comparison of two made-up runs is what a person accepted", () => {
  const { a, b, paired } = twoRuns();
  const compared = compareRuns(a, b, paired);

  it("as Markdown", () => {
    expect(comparedMarkdown(compared, "compare.svg")).toMatchGoldenText("compare/compare", "md");
  });

  it("at a terminal", () => {
    expect(comparedText(compared)).toMatchGoldenText("compare/compare", "txt");
  });
});
