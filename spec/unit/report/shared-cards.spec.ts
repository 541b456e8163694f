import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { comparePage } from "../../../src/report/html/page-words.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { CriterionEntry, Report } from "../../../src/report/report.generated.ts";
import { criterionCards } from "../../../src/report/sections/criterion-card.ts";
import { sections } from "../../../src/report/sections.ts";
import { anchorOf } from "../../../src/report/words/criterion-words.ts";
import { bentReport } from "./frozen.ts";

/** A report of one question in two step schedules, and of another one. */
function asked(change: Partial<CriterionEntry> = {}): Report {
  return bentReport((report) => {
    const [first] = report.criteria;
    const entry = (key: string, more: Partial<CriterionEntry>): CriterionEntry => ({
      ...first!,
      ...{ key: `synthetic-activations/${key}`, hypothesis: "E2", statement: "Sooner towards real ones." },
      ...{ expected: null, family: "exploratory", rerun: `npm run reproduce -- --claim ${key}` },
      ...more,
    });
    report.criteria = [
      entry("sooner.absolute", { schedule: "absolute" }),
      entry("other", { schedule: null, hypothesis: "E9", statement: "Something else." }),
      entry("sooner.relative", {
        schedule: "relative",
        threshold: { above: 4, because: "r" },
        ...change,
      }),
    ];
  });
}
const cardsOf = (report: Report) => criterionCards(report);
const documentOf = (report: Report) => parseHTML(renderHtml(report)).document;

describe("a card", () => {
  it("is shared by criteria that ask the same in two step schedules, and by no others", () => {
    expect(cardsOf(asked()).map(({ name, parts }) => [name, ...parts.map((part) => part.name)])).toEqual([
      ["E2", "absolute step", "relative step"],
      ["E9", "E9"],
    ]);
    const strangers: readonly Partial<CriterionEntry>[] = [
      { statement: "Later towards real ones." },
      { where: "appendix" },
      { schedule: null },
      { statistic: { ...asked().criteria[0]!.statistic, name: "another" } },
      { key: "synthetic-activations/elsewhere.relative" },
    ];
    for (const change of strangers) expect(cardsOf(asked(change)), JSON.stringify(change)).toHaveLength(3);
  });

  it("says the words of its question once, and the name of a control that its parts share", () => {
    const report = asked();
    const card = documentOf(report).querySelector("article.several")!;
    const text = card.textContent!;
    for (const said of [report.criteria[0]!.statement, report.criteria[0]!.control.name])
      expect(text.toLowerCase().split(said.toLowerCase()).length - 1, said).toBe(1);
    expect(card.querySelectorAll(".part .effect-plot").length).toBe(2);
    const other = asked({ control: { ...report.criteria[0]!.control, name: "a second bag" } });
    const parts = [...documentOf(other).querySelectorAll("article.several .part")];
    expect(parts[0]!.textContent).toContain(report.criteria[0]!.control.name);
    expect(parts[1]!.textContent).toContain("a second bag");
  });

  it("has what all of its parts say before the parts or behind them, and what one says alone in that part", () => {
    const [card] = sections(asked()).flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "cards" ? block.cards : [])),
    );
    const terms = (all: readonly { readonly term: unknown }[]) => all.map(({ term }) => term);
    expect(terms(card!.parts[0].facts)).toContain("Threshold");
    expect(terms(card!.facts)).not.toContain("Threshold");
    expect(terms(card!.parts[1]!.more)).toContain("Run it again");
    const { threshold, rerun, control } = asked().criteria[0]!;
    const same = asked({ threshold, rerun, control: { ...control, reason: "Another reason." } });
    same.criteria[1]!.threshold = { above: 77, because: "s" };
    const [shared] = sections(same).flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "cards" ? block.cards : [])),
    );
    expect(terms(shared!.facts)).toEqual(["Threshold", "Control"]);
    expect(terms(shared!.parts[0].facts)).not.toContain("Threshold");
    expect(terms(shared!.parts[1]!.facts)).toContain("How it came out");
    expect(terms(shared!.more)).toContain("Run it again");
  });

  it("keeps a place for each of its criteria, which the contents and the table lead to", () => {
    const report = asked();
    const document = documentOf(report);
    for (const criterion of report.criteria) {
      const place = document.querySelector(`[id="${anchorOf(criterion)}"]`)!;
      expect(place.querySelector(".value")).not.toBeNull();
      const links = [...document.querySelectorAll(`a[href="#${anchorOf(criterion)}"]`)];
      expect(links.length).toBeGreaterThanOrEqual(3); // contents, table, itself
    }
  });

  it("is one heading with a part each in Markdown", () => {
    const text = renderMarkdown(asked());
    expect(text).toMatch(/^### E2: absolute step \S.*; relative step /m);
    expect(text.match(/^#### E2, (absolute|relative) step$/gm)).toHaveLength(2);
    const card = text.slice(text.indexOf("### E2: absolute"), text.indexOf("### E9"));
    expect(card.split("Sooner towards real ones.")).toHaveLength(2);
  });

  it("is read by who holds a page to its data: a statement or a verdict that was changed in it is seen", () => {
    const report = asked();
    const beside = { evidence: [], bases: null };
    const bent = renderHtml(report).replaceAll("Sooner towards real ones.", "Later towards real ones.");
    const said = comparePage(bent, report, beside).differences.map(({ key, said }) => `${key} ${said}`);
    for (const { key } of [report.criteria[0]!, report.criteria[2]!])
      expect(said.some((one) => one.startsWith(key) && one.includes("“Later towards real ones.”"))).toBe(
        true,
      );
    expect(said.some((one) => one.startsWith(report.criteria[1]!.key))).toBe(false);
  });
});
