import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Section } from "../../../src/report/sections/section.ts";
import { sections } from "../../../src/report/sections.ts";
import { anchorOf } from "../../../src/report/words/criterion-words.ts";
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
    const titles = (id: string, kind: "table" | "figure") =>
      of(sections(report), id).blocks.flatMap((block) => (block.kind === kind ? [block.title] : []));
    expect(titles("measurements", "table")).toEqual(report.metrics.map(({ title }) => title));
    expect(titles("distributions", "figure")).toEqual(report.metrics.map(({ title }) => title));
    expect(titles("curves", "figure")).toEqual(report.perturbations.map(({ title }) => title));
    expect(report.metrics[0]!.key).toBe("targetDistance");
  });

  it("name the reference type in the head of KS distances, and have no such column without one", () => {
    const heads = (reference: string | null) =>
      of(sections(bentReport((bent) => Object.assign(bent, { reference }))), "measurements").blocks.flatMap(
        (block) => (block.kind === "table" ? [block.table.head.map(({ label }) => label)] : []),
      )[0];
    expect(heads("random")?.at(-1)).toBe("KS to random");
    expect(heads(null)?.at(-1)).toBe("never");
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

  it("name the statistic of every criterion", () => {
    const [block] = of(sections(frozenReport()), "criteria").blocks;
    expect(block?.kind === "criteria" && block.rows.map(({ statistic }) => statistic)).toEqual(
      frozenReport().criteria.map(({ statistic }) => statistic.name),
    );
  });
});

it("an anchor has no slash, and no other criterion's", () => {
  const keys = ["a/b.c", "a-b/c", "a/b-c", "a/b--c", "a-b/c.d"];
  const anchors = keys.map((key) => anchorOf({ key }));
  expect(new Set(anchors).size).toBe(keys.length);
  expect(anchors.join()).not.toContain("/");
});
