import { describe, expect, it } from "vitest";
import { badgesOf } from "../../../src/report/badges.ts";
import { summaryOf } from "../../../src/report/build-report.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import { sections } from "../../../src/report/sections.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { contradictedFrom, supportedFrom, turningText } from "../../../src/report/words/turning-words.ts";
import { flipText, verdictShort, verdictText } from "../../../src/report/words/verdict-text.ts";
import { bentReport, frozenReport } from "./frozen.ts";

/** The frozen report, whose first criterion is supported by a hair. */
const narrow = bentReport((report) => {
  const [first] = report.criteria;
  Object.assign(first!, {
    verdict: "supported",
    expected: null,
    turningPoints: { supported: 3.25, contradicted: 9.5 },
    standardError: 1.5,
    narrow: true,
    flipProbability: 0.307,
  });
  report.summary = summaryOf(report.criteria);
});
const [first] = narrow.criteria;

describe("a narrow verdict", () => {
  it("is said with its flip probability in table, card, terminal and badge, and keeps its word in the data", () => {
    expect(parseReport(narrow, "the report").criteria[0]!.verdict).toBe("supported");
    const flip = "An exact replicate would give another verdict with probability 31\u00a0%.";
    expect(flipText(first!)).toBe(flip);
    const [page, text] = [renderHtml(narrow), renderMarkdown(narrow)];
    for (const shown of [page, text]) {
      const words = shown.replace(/<[^>]*>/g, "");
      expect(words.split("supported, narrowly (31\u00a0% flip)").length).toBeGreaterThan(2); // table and card
      expect(shown).toContain(flip);
    }
    const terminal = renderTerminal(narrow, { colour: false, columns: 200 });
    expect(terminal).toContain("supported, narrowly");
    expect(terminal).toContain(flip);
    const badge = badgesOf(narrow).find(({ name }) => name === first!.key)!;
    expect(badge.endpoint.message).toBe("supported, narrowly (31\u00a0% flip)");
  });

  it("is no word of a verdict that is not narrow, nor of a report of before it was told", () => {
    for (const report of [
      frozenReport(),
      bentReport((bent) => Object.assign(bent.criteria[0]!, { narrow: false })),
    ]) {
      for (const criterion of report.criteria) {
        expect(verdictText(criterion)).toBe(criterion.verdict);
        expect(verdictShort(criterion)).toBe(criterion.verdict);
      }
      const terminal = renderTerminal(report, { colour: false });
      for (const shown of [renderHtml(report), renderMarkdown(report), terminal])
        expect(shown).not.toContain("narrowly");
    }
  });

  it("has a flip probability that is never rounded to none", () => {
    expect(flipText({ verdict: "supported", flipProbability: 0.0001 })).toContain("below 1\u00a0%");
    expect(flipText({ verdict: "supported", flipProbability: null })).toBeNull();
  });
});

describe("the section on sensitivity", () => {
  it("stands behind the cards, and only where a report knows what would turn its verdicts", () => {
    const ids = sections(narrow).map(({ id }) => id);
    expect(ids[ids.indexOf("sensitivity") - 1]).toBe("cards");
    const before = bentReport((bent) => {
      for (const criterion of bent.criteria) delete criterion.turningPoints;
    });
    expect(sections(before).map(({ id }) => id)).not.toContain("sensitivity");
  });

  it("turns the words round for an equivalence, whose larger thresholds are the easier ones", () => {
    expect(supportedFrom(first!)).toMatch(/^below 3\.25/);
    expect(contradictedFrom(first!)).toMatch(/^above 9\.50?/);
    const equivalence = { ...first!, threshold: { within: 2, because: "b" } };
    expect(supportedFrom(equivalence)).toMatch(/^above 3\.25/);
    expect(contradictedFrom(equivalence)).toMatch(/^below 9\.50?/);
    const holdsZero = { ...equivalence, turningPoints: { supported: 3.25, contradicted: null } };
    expect(turningText(holdsZero)).toMatch(/contradicted with none\.$/);
    expect(turningText({ ...first!, turningPoints: null })).toBeNull();
  });

  it("has the turning points of a criterion in its card", () => {
    for (const shown of [renderHtml(narrow), renderMarkdown(narrow)])
      expect(shown).toMatch(
        /What would turn it[\s\S]*By its interval alone, supported with any threshold below 3\.2/,
      );
  });
});
