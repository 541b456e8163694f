import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import { anchorOf } from "../../../src/report/words/criterion-words.ts";
import { meaningText, outcomeText } from "../../../src/report/words/outcome-words.ts";
import { sketchText, sketchWords } from "../../../src/report/words/sketch-words.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const openingOf = (report = frozenReport()) =>
  parseHTML(renderHtml(report)).document.querySelector("section#opening")!;

describe("the top of the page", () => {
  it("says whose paper it is about, with a link, and from which commit of which repository it was made", () => {
    const report = bentReport((bent) => {
      bent.paper.by = ["Ada", "Bo"];
      Object.assign(bent.provenance, {
        commit: "a".repeat(40),
        dirty: true,
        repository: "https://h.example/o/n",
      });
    });
    const head = parseHTML(renderHtml(report)).document.querySelector("header.masthead")!;
    expect(head.querySelector("h1")!.textContent).toBe(report.paper.title);
    expect(head.textContent).toContain("Ada and Bo, arXiv 2409.15019");
    expect(head.textContent).toContain(
      `bag-of-latents ${report.provenance.version}, commit aaaaaaaaaaaa, with changes`,
    );
    expect([...head.querySelectorAll("a")].map((a) => a.getAttribute("href"))).toEqual([
      `https://h.example/o/n/commit/${"a".repeat(40)}`,
      "https://h.example/o/n",
      "https://arxiv.org/abs/2409.15019v2",
    ]);
    expect(renderMarkdown(report)).toContain("by Ada and Bo (");
  });

  it("leads to every contradicted criterion before any other section, and to every one that is not decided", () => {
    const report = frozenReport();
    const links = [...openingOf().querySelectorAll("p a")].map((a) => a.getAttribute("href"));
    const those = (verdict: string) => report.criteria.filter((one) => one.verdict === verdict);
    expect(those("contradicted").length).toBeGreaterThan(0);
    expect(links).toEqual(
      [...those("contradicted"), ...those("inconclusive")].map((one) => `#${anchorOf(one)}`),
    );
    expect(parseHTML(renderHtml(report)).document.querySelector("section")!.id).toBe("opening");
    const calm = bentReport((bent) => {
      for (const one of bent.criteria) one.verdict = "supported";
      Object.assign(bent.summary, { byVerdict: { supported: bent.criteria.length } });
    });
    expect(openingOf(calm).querySelectorAll("p a")).toHaveLength(0);
  });

  it("says of an organism what its verdicts mean and do not mean for the paper", () => {
    const said = meaningText(frozenReport());
    expect(said).toMatch(
      /^For the paper’s statements about GPT-2 small it is evidence neither for nor against\./,
    );
    expect(said).toContain("The tests can come out either way");
    const onlySupported = bentReport((bent) => {
      for (const one of bent.criteria) one.verdict = "supported";
    });
    expect(meaningText(onlySupported)).toContain("can find what they look for");
    expect(meaningText(onlySupported)).not.toContain("either way");
    const gpt2 = frozenReport("frozen-report-gpt2-small");
    expect(meaningText({ ...gpt2, subject: { same: true, differs: [] } })).toContain("reproduces the paper");
    expect(meaningText({ ...gpt2, subject: { same: false, differs: ["x"] } })).toContain(
      "neither for nor against",
    );
  });

  it("counts criteria and hypotheses apart", () => {
    const report = frozenReport();
    const hypotheses = new Set(report.criteria.map(({ hypothesis }) => hypothesis)).size;
    expect(outcomeText(report)).toContain(`${report.criteria.length} criteria of ${hypotheses} hypotheses`);
    expect(outcomeText({ ...report, criteria: [] })).toBe("No criterion was judged.");
  });
});

describe("the sketch", () => {
  it("has the hooks, blocks and numbers of the run, in the drawing and in words", () => {
    const report = bentReport(({ protocol, model }) => {
      Object.assign(protocol, { perturbAt: "blocks.2.hook_resid_post", readAt: "blocks.6.hook_resid_mid" });
      Object.assign(protocol, { promptTokens: 7, points: 41, bases: 333 });
      model.layers = 8;
    });
    const words = sketchWords(report);
    expect(words).toMatchObject({ prompt: "7 tokens", before: "blocks 0 to 2", after: "blocks 3 to 5" });
    for (const drawing of openingOf(report).querySelectorAll("svg.sketch")) {
      const texts = [...drawing.querySelectorAll("text")].map((text) => text.textContent).join(" | ");
      for (const said of [
        "7 tokens",
        "blocks 0 to 2",
        "blocks.2.hook_resid_post",
        "41 points",
        "333 prompts",
      ])
        expect(texts).toContain(said);
      expect(drawing.querySelector("desc")!.textContent).toBe(sketchText(words));
    }
  });

  it("has no box for blocks that do not run, and survives a hook it does not know", () => {
    const at = (perturbAt: string) =>
      sketchWords(bentReport((bent) => Object.assign(bent.protocol, { perturbAt })));
    expect(at("blocks.0.hook_resid_pre")).toMatchObject({ before: null, after: "blocks 0 to 7" });
    expect(at("somewhere")).toMatchObject({ before: "blocks", after: "blocks" });
    expect(at("blocks.99.hook_resid_pre")).toMatchObject({ before: "blocks" });
  });
});
