import { stripVTControlCharacters } from "node:util";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { PAGE_SCRIPT } from "../../../src/report/html/page-script.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderCriterionTable } from "../../../src/report/markdown/criterion-table.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { sections } from "../../../src/report/sections.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import { controlWords } from "../../../src/report/words/control-words.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const RENDERERS: [string, (report: Report) => string][] = [
  ["HTML", (report) => renderHtml(report).replace(PAGE_SCRIPT, "")],
  ["Markdown", renderMarkdown],
  ["terminal", (report) => renderTerminal(report, { colour: false })],
];

const plain = (text: string) =>
  text
    .replace(/\\([^\w\s])/g, "$1")
    .replace(/<span class="word">([^<]*)<\/span>/g, "$1")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');

describe.each(RENDERERS)("%s", (name, render) => {
  it("drops no criterion and no verdict", () => {
    const report = { ...frozenReport(), curves: [], distributions: [] };
    for (const criterion of report.criteria) {
      const alone = { ...report, criteria: [criterion] };
      const without = { ...report, criteria: [] };
      const more =
        render(alone).split(criterion.verdict).length - render(without).split(criterion.verdict).length;
      expect(more, `${criterion.key} ${criterion.verdict}`).toBeGreaterThan(0);
    }
  });

  it("says the scope", () => {
    const flat = plain(render(frozenReport())).replace(/\s+/g, " ");
    expect(flat).toContain(frozenReport().scope);
  });

  it("says loudly what was not expected", () => {
    expect(render(frozenReport()).toLowerCase()).toContain(
      "supported was expected of this model, inconclusive was found",
    );
    const calm = bentReport((report) => {
      for (const criterion of report.criteria) criterion.expected = null;
      report.summary.unexpected = [];
    });
    expect(render(calm)).toMatch(/nothing was expected of this run/i);
    expect(render(calm)).not.toMatch(/not as expected/);
  });

  it("never has a number where there is none", () => {
    for (const wrong of ["NaN", "undefined", "[object", "null", "Infinity"])
      expect(
        render(bentReport((r) => Object.assign(r.criteria[11]!, { reason: "failed" }))),
        wrong,
      ).not.toContain(wrong);
  });

  it("gives equal text for equal reports", () => {
    expect(render(frozenReport())).toBe(render(frozenReport()));
  });

  it("of an organism gives no status on GPT-2 small but not-run", () => {
    const text = render(frozenReport());
    expect(text).toMatch(/Reproduction on GPT-2 small:?(<\/strong>|\*\*)? ?not-run/);
    expect(text).not.toMatch(/(?<!not-)\breproduced\b/i);
    expect(text).not.toContain("not-reproduced");
  });

  it("tells how far a device is from the cpu, and says nothing of it on the cpu", () => {
    const deviceParity = {
      bases: 7,
      curves: 14,
      vectorDifference: 2.1e-6,
      curveDifference: 4.4e-7,
      divergenceDifference: 4.1e-5,
      movedMaxSlopeSteps: 3,
      tolerance: 1e-4,
      divergenceTolerance: 1e-3,
    };
    const text = render(bentReport(({ provenance }) => Object.assign(provenance, { deviceParity })))
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ");
    expect(text).toMatch(/parity with the cpu/i);
    for (const number of ["2.1 × 10⁻⁶", "4.4 × 10⁻⁷", "0.0001", "4.1 × 10⁻⁵", "0.001"])
      expect(text, number).toContain(number);
    expect(text).toMatch(name === "terminal" ? /; 3 of 14 max slope steps moved/ : /steps that moved[ |]+3/);
    expect(render(frozenReport())).not.toMatch(/parity with the cpu|steps (that )?moved/i);
  });

  it("of GPT-2 small gives the status", () => {
    expect(render(frozenReport("frozen-report-gpt2-small"))).toMatch(
      /2 reproduced, 2 inconclusive, 1 not-reproduced/,
    );
  });

  it("stands an empty report", () => {
    const empty = bentReport((report) => {
      Object.assign(report, { criteria: [], curves: [], distributions: [], sae: null });
      report.summary = { criteria: 0, byVerdict: {}, unexpected: [], complete: true };
      for (const table of Object.values(report.measurements))
        for (const key of Object.keys(table)) delete table[key];
    });
    expect(render(empty).length).toBeGreaterThan(100);
  });

  if (name !== "terminal")
    it("says of every criterion what is needed to believe or repeat it", () => {
      const text = plain(render(frozenReport()));
      for (const criterion of frozenReport().criteria)
        for (const said of [
          criterion.statement,
          criterion.statistic.name,
          criterion.threshold.because,
          criterion.control.name,
          criterion.control.reason.split(":")[0]!,
          criterion.where,
          criterion.rerun,
          ...criterion.beside.map((beside) => beside.name),
        ])
          expect(text, `${criterion.key}: ${said}`).toContain(said.replaceAll(" - ", " \u2212 "));
    });

  if (name !== "terminal")
    it("says whose value the authors' value is", () => {
      expect(render(frozenReport())).toMatch(/10\.9\u202fsteps, on GPT-2 small/);
    });
});

describe("HTML", () => {
  const attack = `<script>alert(1)</script> " onload="alert(2)" ' onclick='alert(3)' &`;

  it("escapes everything a report brings", () => {
    const page = renderHtml(
      bentReport((report) => {
        report.scope = attack;
        report.model.name = attack;
        report.notes = [attack];
        Object.assign(report.paper, { arxiv: attack, title: attack });
        report.paper.subject.name = attack;
        report.reference = attack;
        for (const words of [...report.metrics, ...report.perturbations])
          Object.assign(words, { title: attack, axis: attack, meaning: attack, never: attack });
        report.types[1] = { key: attack, long: attack };
        report.protocol.values = [{ key: attack, title: attack, value: 1 }];
        report.provenance.command = attack;
        report.provenance.files = [{ name: attack, sha256: "0".repeat(64) }];
        for (const criterion of report.criteria) {
          Object.assign(criterion, { statement: attack, reason: attack, rerun: attack, hypothesis: attack });
          criterion.where = attack;
          Object.assign(criterion.statistic, { name: attack, unit: attack });
          Object.assign(criterion.control, { name: attack, reason: attack });
          criterion.threshold.because = attack;
          criterion.reproduction.reason = attack;
          criterion.beside = [{ name: attack, unit: attack, value: 1 }];
        }
        for (const curve of report.curves) if (curve.type === "random") curve.type = attack;
        for (const d of report.distributions) if (d.type === "random") d.type = attack;
        const lengths = report.measurements["plateauLength"]!;
        report.measurements["plateauLength"] = { [attack]: lengths["real"]! };
      }),
    );
    expect(page.split(`<script>${PAGE_SCRIPT}</script>`)).toHaveLength(2);
    expect(page.replace(`<script>${PAGE_SCRIPT}</script>`, "")).not.toMatch(/<script/i);
    const { document } = parseHTML(page);
    const attributes = [...document.querySelectorAll("*")].flatMap(
      (element: { getAttributeNames(): string[] }) => element.getAttributeNames(),
    );
    expect(attributes.length).toBeGreaterThan(1000);
    expect(attributes.filter((name) => name.startsWith("on"))).toEqual([]);
    expect(page).toContain("&lt;script&gt;");
  });

  it("has every section it announces, and an id only once", () => {
    const page = renderHtml(frozenReport());
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of sections(frozenReport())) expect(ids).toContain(id);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it("asks the network for nothing", () => {
    const page = renderHtml(frozenReport());
    expect(page).not.toMatch(/(\ssrc=|srcset|@import|url\()/);
    expect(page).not.toMatch(/<link(?! rel="icon" href="data:,")/);
    expect([...page.matchAll(/https?:\/\/([^/"'\s]+)/g)].map((match) => match[1])).toEqual(
      expect.arrayContaining(["arxiv.org"]),
    );
    expect(new Set([...page.matchAll(/https?:\/\/([^/"'\s]+)/g)].map((match) => match[1]))).toEqual(
      new Set(["arxiv.org", "www.w3.org"]),
    );
  });

  it("gives every drawing a text, or hides it from who cannot see it", () => {
    const page = renderHtml(frozenReport());
    const outer = [...page.matchAll(/<svg\b[^>]*>/g)].map((match) => match[0]);
    const named = outer.filter((tag) => /aria-hidden="true"|aria-labelledby=|role="img"/.test(tag));
    const inEffect = outer.filter((tag) => /class="(effect|mark)"/.test(tag));
    expect(named.length + inEffect.length).toBe(outer.length);
    expect(page.match(/class="effect-plot" role="img" aria-label="[^"]{40,}"/g)?.length).toBe(11);
  });

  it("draws a control that crosses the threshold on the same axis as the effect", () => {
    const page = renderHtml(frozenReport());
    const card = page.slice(
      page.indexOf('id="synthetic-activations--bag-resembles-less.relative"'),
      page.indexOf('id="synthetic-activations--synthetic-plateaus-shorter"'),
    );
    const threshold = Number(/class="threshold" x1="([\d.]+)%"/.exec(card)![1]);
    const control = Number(/class="control"><line class="interval" x1="([\d.]+)%"/.exec(card)![1]);
    const claim = Number(/class="claim"><line class="interval" x1="([\d.]+)%"/.exec(card)![1]);
    expect(control).toBeGreaterThan(threshold);
    expect(claim).toBeGreaterThan(control);
  });
});

describe("Markdown", () => {
  it("lets no text of a report break a table or start markup", () => {
    const table = renderCriterionTable(
      bentReport((report) => {
        report.criteria[0]!.statement = "a | b\n**c** <img> [d](e)";
      }),
    );
    const row = table.split("\n")[2]!;
    expect(row.match(/(?<!\\)\|/g)?.length).toBe(9);
    expect(row).toContain("a \\| b \\*\\*c\\*\\* \\<img\\> \\[d\\](e)");
  });

  it("has as many cells in every row as in its head", () => {
    for (const name of ["frozen-report", "frozen-report-gpt2-small"] as const)
      for (const block of renderMarkdown(frozenReport(name))
        .split("\n\n")
        .filter((text) => text.startsWith("|")))
        expect(
          new Set(
            block
              .trimEnd()
              .split("\n")
              .map((line) => line.match(/(?<!\\)\|/g)?.length),
          ).size,
          block,
        ).toBe(1);
  });
});

describe("the terminal table", () => {
  const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

  it.each([60, 80, 100, 140])("fits %i columns", (columns) => {
    for (const name of ["frozen-report", "frozen-report-gpt2-small"] as const)
      expect(widest(renderTerminal(frozenReport(name), { columns, colour: false }))).toBeLessThanOrEqual(
        columns,
      );
  });

  it("has colours only when asked", () => {
    expect(renderTerminal(frozenReport(), { colour: false })).not.toContain("\u001b");
    const coloured = renderTerminal(frozenReport(), { colour: true });
    expect(coloured).toContain("\u001b[32msupported");
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(frozenReport(), { colour: false }));
  });
});

describe("the terminal's lines below the table", () => {
  const tooFew = (n: number, verdict: string) =>
    `n = ${n} is below the 200 bases a verdict needs; the interval alone says ${verdict}.`;
  const undecided = (reasons: (i: number) => string) =>
    bentReport((report) => {
      report.criteria.forEach((criterion, i) => {
        Object.assign(criterion, { verdict: "inconclusive", reason: reasons(i) });
        criterion.expected = { verdict: "supported", because: "the paper's claim" };
      });
    });
  const linesOf = (report: Report) =>
    renderTerminal(report, { colour: false, columns: 1000 })
      .split("\n")
      .filter((line) => /^! |inconclusive: /.test(line));

  it("say once that there are too few bases, and blame no verdict for it", () => {
    const report = undecided((i) => tooFew(40, i % 2 === 0 ? "supported" : "contradicted"));
    expect(linesOf(report)).toEqual([
      `all ${report.criteria.length} inconclusive: n = 40 is below the 200 bases a verdict needs.`,
    ]);
    expect(renderTerminal(report, { colour: false, columns: 1000 }).match(/\d+ inconclusive/g)).toHaveLength(
      1,
    );
  });

  it("give every other reason once, with the criteria it holds for, and keep what was not expected", () => {
    const sae = "The SAE cannot be relied on: it never fires.";
    const report = undecided((i) =>
      i < 2
        ? "The interval straddles 3."
        : `${sae} The interval alone says ${i % 2 ? "supported" : "contradicted"}.`,
    );
    const lines = linesOf(report);
    expect(lines.filter((line) => line.startsWith("! "))).toHaveLength(report.criteria.length);
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(/^E1 absolute, \S.* inconclusive: The interval straddles 3\.$/),
      expect.stringMatching(/ inconclusive: The SAE cannot be relied on: it never fires\.$/),
    ]);
  });

  it("tell a control by the words of the other reports, short enough for a column", () => {
    for (const verdict of ["supported", "contradicted", "inconclusive"] as const) {
      const report = bentReport(({ criteria }) => {
        for (const { control } of criteria) control.verdict = verdict;
      });
      const narrow = controlWords({ verdict }, "supported").narrow;
      expect(narrow.length).toBeLessThanOrEqual("effect gone".length);
      const lines = renderTerminal(report, { colour: false, columns: 1000 }).split("\n");
      const ends = (line: string) => /\s{2}\S+(?: \S+)*$/.exec(line)?.[0].trim();
      for (const { verdict: claim } of report.criteria)
        expect(lines.map(ends)).toContain(claim === "error" || claim === "not-run" ? "no claim" : narrow);
    }
  });
});

describe("the terminal's own characters", () => {
  const ESCAPE = "a\u001b[2J\u202e\u009b31m\rb";
  const hostile = bentReport((report) => {
    report.scope += ESCAPE;
    report.paper.subject.name += ESCAPE;
    for (const criterion of report.criteria) {
      criterion.key += ESCAPE;
      criterion.hypothesis += `${ESCAPE}\n`;
      criterion.reason = `${ESCAPE} ${criterion.reason}`;
      criterion.statistic.unit += `${ESCAPE}\n\tc`;
      criterion.statistic.name += ESCAPE;
    }
  });

  it.each([100, 1000, 40])("stand in no name and no reason of a report, %i columns wide", (columns) => {
    const text = renderTerminal(hostile, { colour: false, columns });
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(text).toContain("a\\u001b[2J\\u202e\\u009b31m\\u000db");
  });

  it("end no line of the table", () => {
    const rows = (report: Report) =>
      renderTerminal(report, { colour: false, columns: 1000 }).split("\n").length;
    expect(rows(hostile)).toBe(rows(frozenReport()));
  });
});
