import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderCriterionTable } from "../../../src/report/markdown/criterion-table.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import type { Block, Section } from "../../../src/report/sections/section.ts";
import { sections } from "../../../src/report/sections.ts";
import { controlWords } from "../../../src/report/words/control-words.ts";
import { anchorOf } from "../../../src/report/words/criterion-words.ts";
import { VERDICTS } from "../../../src/report/words/verdict-words.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const files = readdirSync("src/report", { recursive: true })
  .map((name) => join("src/report", String(name)))
  .filter((file) => /\.(ts|json)$/.test(file))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

describe("the code of reports", () => {
  it("has no paper's name, number, type or metric in it: a report brings its own words", () => {
    const foreign =
      /2409|gpt2-small|GPT-2 small|synthetic|maxSlopeStep|plateau|towards\.|"(real|random|structured|baseline)"/;
    expect(files.length).toBeGreaterThan(40);
    for (const { file, text } of files) expect(foreign.exec(text)?.[0], file).toBeUndefined();
  });

  it("dresses Markdown and the terminal without a line of HTML", () => {
    for (const { file, text } of files)
      if (/markdown\/|terminal\.ts|sections/.test(file))
        expect(text, file).not.toMatch(/from "[^"]*\/html\//);
  });
});

describe("the sections of a report", () => {
  const of = (all: readonly Section[], id: string) => all.find((section) => section.id === id)!;

  it("have an id, a title and something to show, each id once", () => {
    const all = sections(frozenReport());
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, title, short, blocks } of all) {
      expect(title.length, id).toBeGreaterThan(3);
      expect(short.length, id).toBeGreaterThan(3);
      expect(blocks.length, id).toBeGreaterThan(0);
    }
  });

  it("have as many cells in every row of a table as in its head", () => {
    for (const name of ["frozen-report", "frozen-report-gpt2-small"] as const)
      for (const { blocks } of sections(frozenReport(name)))
        for (const block of blocks) {
          if (block.kind !== "table" && block.kind !== "figure") continue;
          for (const row of block.table.rows) expect(row.length).toBe(block.table.head.length);
        }
  });

  it("show the metrics and perturbations of the report in its order, and no others", () => {
    const report = bentReport((bent) => {
      bent.metrics.reverse();
      bent.perturbations.reverse();
    });
    const titlesIn = (blocks: readonly Block[], kind: "table" | "figure"): readonly string[] =>
      blocks.flatMap((block) => {
        if (block.kind === "fold") return titlesIn(block.blocks, kind);
        return block.kind === kind ? [block.title] : [];
      });
    const titles = (id: string, kind: "table" | "figure") => titlesIn(of(sections(report), id).blocks, kind);
    // two numbers of the paths that run relative steps: the first is open, the other folded behind all that are
    const [distance, plateau, absolute, relative] = report.metrics.map(({ title }) => title);
    expect(relative).toBe("Max slope step, relative step");
    expect(titles("measurements", "table")).toEqual([distance, plateau, absolute, relative]);
    expect(titles("distributions", "figure")).toEqual([distance, plateau, absolute, relative]);
    expect(titles("curves", "figure")).toEqual(report.perturbations.map(({ title }) => title));
    expect(report.metrics[0]!.key).toBe("targetDistance");
  });

  it("name the reference type in the head of KS distances, and have no such column without one", () => {
    const heads = (reference: string | null) =>
      of(sections(bentReport((bent) => Object.assign(bent, { reference }))), "measurements").blocks.flatMap(
        (block) => (block.kind === "table" ? [block.table.head.map(({ label }) => label)] : []),
      )[0];
    expect(heads("random")?.at(-1)).toBe("KS to random");
    expect(heads(null)?.at(-1)).toBe("at the end");
  });

  it("list the paper's own numbers under their own titles", () => {
    const report = bentReport(({ protocol }) => {
      protocol.values = [{ key: "width", title: "Width of a region, residual units", value: 0.25 }];
    });
    const terms = of(sections(report), "protocol").blocks.flatMap((block) =>
      block.kind === "terms" ? block.terms : [],
    );
    expect(terms).toContainEqual({ term: "Width of a region, residual units", said: "0.25" });
    expect(terms.map(({ term }) => term)).not.toContain("Plateau level, residual units");
  });

  it("write a difference with a minus sign, also beside a criterion", () => {
    const report = bentReport(({ criteria }) => {
      criteria[0]!.statistic.name = "mean A(x) - mean A(y)";
      criteria[0]!.beside = [{ name: "mean B(x) - mean B(y)", unit: "steps", value: 1 }];
    });
    const page = renderMarkdown(report);
    for (const name of ["A", "B"]) expect(page).toContain(`mean ${name}(x) − mean ${name}(y)`);
  });

  it("name the statistic of every criterion", () => {
    const [block] = of(sections(frozenReport()), "criteria").blocks;
    expect(block?.kind === "criteria" && block.rows.map(({ statistic }) => statistic)).toEqual(
      frozenReport().criteria.map(({ statistic }) => statistic.name),
    );
  });
});

describe("a control", () => {
  it("that says no as it should is written as that, and never as a claim that is contradicted", () => {
    const report = bentReport(({ criteria }) => {
      for (const criterion of criteria)
        Object.assign(criterion, {
          verdict: "supported",
          expected: null,
          reproduction: { status: "not-run", reason: "r" },
        });
      for (const [i, { control }] of criteria.entries())
        Object.assign(control, { verdict: i % 2 === 0 ? "contradicted" : "inconclusive" });
    });
    const { document } = parseHTML(renderHtml(report));
    const marks = document.querySelectorAll("#criteria .verdict.control, #cards .verdict.control");
    expect(marks.length).toBe(2 * report.criteria.length);
    for (const mark of marks)
      expect(mark.textContent).toMatch(/^(effect gone(, as it should be)?|not decided)$/);
    expect(document.querySelectorAll("#criteria .c-gone").length).toBe(Math.ceil(report.criteria.length / 2));
    expect(document.querySelectorAll("#criteria .v-contradicted, #cards .v-contradicted").length).toBe(0);
    expect(renderCriterionTable(report)).not.toContain("contradicted");
    expect(renderCriterionTable(report)).toMatch(/ \| effect gone, /);
    expect(renderMarkdown(report)).toContain(": effect gone, as it should be, ");
  });

  it("that finds the effect gone is called what it is, and not too small", () => {
    const report = bentReport(({ criteria }) => {
      for (const { control } of criteria)
        Object.assign(control, {
          verdict: "contradicted",
          reason: "The whole interval is below 3: right direction, too small. Confounded.",
        });
    });
    const page = renderMarkdown(report);
    expect(page).toContain("The whole interval is below 3. Confounded.");
    expect(page).not.toContain("right direction");
    expect(page).toContain("Here “effect gone” is the good outcome.");
  });

  it("has words of its own for every verdict, and controls nothing where the claim has no value", () => {
    const words = VERDICTS.map((verdict) => controlWords({ verdict }));
    expect(new Set(words.map(({ state }) => state)).size).toBe(VERDICTS.length);
    expect(words.map(({ short }) => short)).not.toContain("contradicted");
    for (const verdict of ["supported", "contradicted", "inconclusive"] as const)
      for (const claim of ["not-run", "error"] as const)
        expect(controlWords({ verdict }, claim).short).toBe("no claim to control");
  });
});

it("what every card would say stands before the cards, once, and what one says otherwise on each", () => {
  const blocksOf = (report: Report) => sections(report).find(({ id }) => id === "cards")!.blocks;
  const shared = (report: Report) =>
    blocksOf(report).flatMap((block) => (block.kind === "terms" ? block.terms.map(({ term }) => term) : []));
  const same = bentReport(({ criteria }) => {
    for (const criterion of criteria)
      Object.assign(criterion, {
        statement: `${criterion.key} holds.`, // a card each
        reproduction: { status: "not-run", reason: "Not here." },
      });
  });
  const term = `Reproduction on ${same.paper.subject.name}`;
  expect(shared(same)).toEqual([term]);
  expect(renderMarkdown(same).split("Not here.")).toHaveLength(2);
  same.criteria[3]!.reproduction.reason = "But this one.";
  expect(shared(same)).toEqual([]);
  expect(renderMarkdown(same).split("Not here.")).toHaveLength(same.criteria.length);
  expect(shared({ ...same, criteria: same.criteria.slice(0, 1) })).toEqual([]);
});

it("a report on another model has no section about the authors' magnitudes, nor a link to it", () => {
  expect(frozenReport().agreement).toBeNull();
  expect(renderHtml(frozenReport())).not.toMatch(/id="agreement"|#agreement/);
  expect(renderHtml(frozenReport("frozen-report-gpt2-small"))).toMatch(/#agreement[\s\S]*id="agreement"/);
});

it("an anchor has no slash, and no other criterion's", () => {
  const keys = ["a/b.c", "a-b/c", "a/b-c", "a/b--c", "a-b/c.d"];
  const anchors = keys.map((key) => anchorOf({ key }));
  expect(new Set(anchors).size).toBe(keys.length);
  expect(anchors.join()).not.toContain("/");
});
