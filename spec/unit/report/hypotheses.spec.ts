import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { readmeClaims, withClaims } from "../../../src/cli/commands/update-readme.ts";
import { ReportFormatError } from "../../../src/errors/index.ts";
import type { Sentence } from "../../../src/paper/abstract.ts";
import { badgesOf } from "../../../src/report/badges.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { abstractOf, hypothesesOf } from "../../../src/report/hypotheses.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { CriterionEntry, Report } from "../../../src/report/report.generated.ts";
import { sections } from "../../../src/report/sections.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { hypothesisBadgeNames } from "../../../src/report/words/hypothesis-slug.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const DATE = "2026-11-27";
const bounds = (lo: number, hi: number) =>
  ({
    interval: [lo, hi],
    level: 0.99,
    factor: 3.2,
    together: 2,
    registered: 2,
  }) satisfies CriterionEntry["simultaneous"];
const ABSTRACT: readonly Sentence[] = [
  { says: "SAEs are used.", noClaim: "It says what others do." },
  {
    says: "It differs, and latents have properties.",
    parts: [
      { says: "It differs.", hypotheses: ["E2"] },
      { says: "Latents have properties.", hypotheses: ["E15"] },
    ],
  },
];

/** A report of two hypotheses: E2 with two primary criteria, the second as `change` has it, and a newcomer's. */
function told(change: Partial<CriterionEntry> = {}): Report {
  return bentReport((report) => {
    const [first] = report.criteria;
    const entry = (key: string, more: Partial<CriterionEntry>): CriterionEntry => ({
      ...first!,
      ...{ key: `synthetic-activations/${key}`, hypothesis: "E2", family: "primary", verdict: "supported" },
      ...{ threshold: { above: 3, because: "r" }, control: { ...first!.control, verdict: "contradicted" } },
      ...{ statistic: { ...first!.statistic, value: 5, interval: [4, 6] }, simultaneous: bounds(3.5, 6.5) },
      ...{ registered: { date: DATE, family: "primary", deviation: null }, expected: null },
      ...more,
    });
    report.criteria = [
      entry("earlier.absolute", { schedule: "absolute" }),
      entry("earlier.relative", { schedule: "relative", ...change }),
      entry("mine", {
        hypothesis: "my own <b>",
        schedule: null,
        family: "exploratory",
        registered: null,
        simultaneous: null,
      }),
    ];
    report.hypotheses = hypothesesOf(report.criteria, [{ id: "E2", says: "Sooner towards real ones." }]);
    report.untested = [{ hypothesis: "E15", says: "Codes have structure.", because: "Nobody tests it." }];
    report.abstract = abstractOf(ABSTRACT, { hypotheses: report.hypotheses, untested: ["E15"] });
    const byVerdict: Record<string, number> = {};
    for (const { verdict } of report.criteria) byVerdict[verdict] = (byVerdict[verdict] ?? 0) + 1;
    report.summary = { criteria: 3, byVerdict, unexpected: [], complete: true };
  });
}
const opposed = {
  verdict: "contradicted",
  simultaneous: bounds(0.5, 2.5),
  statistic: { name: "s", unit: "steps", value: 1, interval: [0.8, 1.2], method: "percentile" },
} as const satisfies Partial<CriterionEntry>;
const page = (report: Report) => parseHTML(renderHtml(report)).document;
const textOf = (report: Report, id: string) =>
  page(report).querySelector(`#${id}`)!.textContent!.replace(/\s+/g, " ");

describe("a report's hypotheses", () => {
  it("are one entry each, in the order of the criteria, with the verdict that these come to", () => {
    expect(told().hypotheses).toMatchObject([
      { id: "E2", says: "Sooner towards real ones.", family: "primary", verdict: "supported" },
      { id: "my own <b>", says: null, family: "exploratory", verdict: "supported" },
    ]);
    expect(told(opposed).hypotheses![0]).toMatchObject({ verdict: "mixed" });
    expect(told({ simultaneous: bounds(2.9, 7) }).hypotheses![0]).toMatchObject({ verdict: "inconclusive" });
  });

  it("pass the door as they are, and a report of before there were any does too", () => {
    expect(() => parseReport(told(), "here")).not.toThrow();
    expect(frozenReport().hypotheses).toBeUndefined();
  });

  it.each<[string, (report: Report) => void, string]>([
    [
      "another verdict than its criteria come to",
      (r) => Object.assign(r.hypotheses![0]!, { verdict: "mixed" }),
      "/hypotheses/0/verdict",
    ],
    ["criteria that are not its own", (r) => r.hypotheses![0]!.criteria.pop(), "/hypotheses/0/criteria"],
    ["a hypothesis less", (r) => r.hypotheses!.pop(), "/hypotheses"],
    ["one twice", (r) => r.hypotheses!.push(r.hypotheses![0]!), "/hypotheses"],
    [
      "a sentence that is called supported over what is untested",
      (r) => Object.assign(r.abstract![1]!, { word: "supported" }),
      "/abstract/1/word",
    ],
  ])("do not pass it with %s", (_, bend, pointer) => {
    const bent = told();
    bend(bent);
    expect(() => parseReport(bent, "here")).toThrow(ReportFormatError);
    expect(() => parseReport(bent, "here")).toThrow(`${pointer} `);
  });
});

describe("what a report shows of them", () => {
  it("shows the abstract behind its opening, sentence by sentence, and has none where the paper declares none", () => {
    const ids = (report: Report) => sections(report).map(({ id }) => id);
    expect(ids(told()).slice(0, 3)).toEqual(["opening", "abstract", "summary"]);
    expect(ids(frozenReport())).not.toContain("abstract");
    const items = [...page(told()).querySelectorAll("#abstract .tree > li")];
    expect(items.length).toBe(2); // nodes are too deep to be printed
    expect(items[0]!.textContent).toMatch(/^no claim\s+SAEs are used\. It says what others do\.$/);
    expect(items[1]!.textContent!.replace(/\s+/g, " ")).toMatch(/^inconclusive \(organism\) It differs, and/);
    expect(page(told()).querySelectorAll("#abstract .tree > li > ul > li > ul > li").length).toBe(2);
    expect(textOf(told(), "abstract")).toContain("They say nothing about GPT-2 small");
    expect(textOf(told(), "abstract")).toContain("untested E15: Codes have structure. Nobody tests it.");
  });

  it("is a nested list in Markdown, with verdicts in bold", () => {
    const lines = renderMarkdown(told(opposed)).split("\n");
    const at = lines.findIndex((line) => line.startsWith("- **no claim**"));
    expect(lines.slice(at, at + 4)).toEqual([
      "- **no claim** SAEs are used. It says what others do.",
      "- **mixed (organism)** It differs, and latents have properties.",
      "  - **mixed (organism)** It differs.",
      "    - **mixed** E2: Sooner towards real ones. E2 absolute is supported, E2 relative contradicted.",
    ]);
  });

  it("links every hypothesis of the abstract to a place that is there, and lists its criteria under it", () => {
    const document = page(told());
    const links = [...document.querySelectorAll("#abstract a")].map((a) => a.getAttribute("href")!);
    expect(links).toEqual(["#hypothesis--E2"]);
    for (const link of links) expect(document.querySelector(link), link).not.toBeNull();
    expect(document.querySelectorAll("#hypothesis--E2 li").length).toBe(2);
  });

  it("counts hypotheses in tiles, overall badge, terminal and README, and criteria beside", () => {
    const report = told(opposed);
    expect(page(report).querySelector(".tile.v-mixed b")!.textContent).toBe("1");
    expect(textOf(report, "summary")).toContain("Of their criteria: 2 supported, 1 contradicted.");
    expect(badgesOf(report)[0]!.endpoint.message).toBe("1 supported, 1 mixed");
    expect(renderTerminal(report, { colour: false }).replace(/\s+/g, " ")).toContain(
      "2 hypotheses: 1 supported (my own <b>), 1 mixed (E2). Criteria: 2 supported, 1 contradicted.",
    );
    const marks =
      "<!-- generated from reports/organism/report.json by npm run cli -- update-readme -->\n\n<!-- end of generated text -->";
    expect(
      withClaims(`On the organism 9 of 9 criteria are supported and E3 is not.\n${marks}`, report),
    ).toContain("On the organism 1 of 2 hypotheses are supported and 1 is mixed (E2).");
  });

  it("is a row with its badge and its numbers in README, before every criterion behind a fold", () => {
    const [shown, folded] = readmeClaims(told(opposed)).split("<details>");
    const rows = shown!.split("\n").filter((line) => line.startsWith("| !["));
    expect(rows.map((row) => row.match(/badges\/\S+\.svg/)![0])).toEqual([
      "badges/synthetic-activations/hypotheses/E2.svg",
      "badges/synthetic-activations/hypotheses/my-own-b.svg",
    ]);
    expect(rows[0]!.replaceAll(/\s/g, " ")).toContain(
      "E2 relative: 1.00 steps (0.80 to 1.20), above 3 steps, contradicted |",
    );
    expect(rows[1]).toContain("| my own \\<b\\> |");
    expect(folded!.split("\n").filter((line) => line.startsWith("| **"))).toHaveLength(3);
  });

  it("counts criteria in a report of before hypotheses had verdicts", () => {
    expect(badgesOf(frozenReport())[0]!.endpoint.message).toMatch(/supported, 1 contradicted/);
    expect(renderTerminal(frozenReport(), { colour: false })).not.toContain("hypotheses:");
  });

  it("has a badge a hypothesis besides those of criteria, and README shows those of hypotheses alone", () => {
    const names = badgesOf(told()).map(({ name }) => name);
    expect(names.slice(2, 4)).toEqual([
      "synthetic-activations/hypotheses/E2",
      "synthetic-activations/hypotheses/my-own-b",
    ]);
    expect(names).toContain("synthetic-activations/earlier.absolute");
    expect(readmeClaims(told())).toContain("badges/synthetic-activations/hypotheses/E2.svg");
    expect(readmeClaims(told())).not.toContain("badges/synthetic-activations/earlier.absolute.svg");
  });

  it("gives badges of ids that make one name, or differ in case, names of their own", () => {
    const ids = ["a b", "a-b", "A B", "§"].map((id) => ({ id }));
    expect(hypothesisBadgeNames("p", ids)).toEqual([
      "p/hypotheses/a-b",
      "p/hypotheses/a-b--2",
      "p/hypotheses/A-B--3",
      "p/hypotheses/unnamed",
    ]);
  });
});

describe("what a report says of registration", () => {
  const deviation = "the number of bases is 250, registered: 1000; the seed is 9, registered: 0, 1";

  it("is nothing where all is as registered, but for what was not registered", () => {
    const text = renderTerminal(told(), { colour: false });
    expect(text).not.toContain("deviates");
    expect(text).toContain("Not registered before the run: my own <b>.");
    expect(renderTerminal(frozenReport(), { colour: false })).not.toContain("egistered before");
  });

  it("is every deviation once, with the criteria it is of, in terminal, page and Markdown", () => {
    const report = told({ registered: { date: DATE, family: "primary", deviation } });
    const said = "E2 relative: the number of bases is 250, registered: 1000.";
    expect(renderTerminal(report, { colour: false })).toContain(`deviates from what was registered: ${said}`);
    expect(textOf(report, "summary")).toContain(said);
    expect(textOf(report, "cards")).toContain(
      `Primary, registered ${DATE}; deviates from what was registered`,
    );
    expect(renderMarkdown(report)).toContain(
      "**Deviates from what was registered.** E2 relative: the seed is 9",
    );
  });

  it("is said once where it is of all criteria, and so it is that nothing was registered for a model", () => {
    const all = (registered: CriterionEntry["registered"]) => {
      const report = told();
      for (const criterion of report.criteria) Object.assign(criterion, { registered });
      return renderTerminal(report, { colour: false });
    };
    expect(all({ date: DATE, family: "primary", deviation: "the seed is 9, registered: 0" })).toContain(
      "deviates from what was registered: all 3: the seed is 9, registered: 0.",
    );
    expect(all(null)).toContain("No criterion was registered for this model before the run.");
  });

  it("has the bounds of the family beside a criterion's own interval", () => {
    expect(textOf(told(), "cards")).toContain(
      "3.5 to 6.5: holds at once for all 2 primary criteria, at 99 %",
    );
  });
});
