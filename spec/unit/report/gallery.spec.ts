import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { galleryOf, type Shown } from "../../../src/report/gallery/gallery.ts";
import { galleryHtml } from "../../../src/report/gallery/gallery-html.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { overallVerdict } from "../../../src/report/words/hypothesis-words.ts";
import { type MadeUpRun, madeUpRun } from "../../support/runs-of-papers.ts";
import { frozenReport } from "./frozen.ts";

const shown = (run: MadeUpRun, href = `${run.paper}/${run.model}-${run.seed ?? 0}/report.html`): Shown => ({
  report: madeUpRun(run),
  href,
});

const SET = [
  shown({ paper: "b-paper", model: "organism" }),
  shown({ paper: "a-paper", model: "organism" }),
  shown({
    paper: "a-paper",
    model: "gpt2",
    kind: "subject",
    verdicts: { E1: "contradicted", E2: "supported" },
  }),
  shown({ paper: "a-paper", model: "another", kind: "other" }),
];

describe("a gallery", () => {
  it("has papers by id, models that papers are about first and organisms last, for every order of its reports", () => {
    const gallery = galleryOf(SET);
    expect(gallery.papers.map(({ title }) => title)).toEqual(["The paper a-paper", "The paper b-paper"]);
    expect(gallery.models.map(({ name }) => name)).toEqual(["GPT-2 small", "another", "organism"]);
    const page = galleryHtml(gallery);
    for (let first = 1; first < SET.length; first++)
      expect(galleryHtml(galleryOf([...SET.slice(first), ...SET.slice(0, first)])) === page).toBe(true);
  });

  it("says where a paper has no report on a model, which is no verdict", () => {
    const [, b] = galleryOf(SET).papers;
    expect(b!.cells.map(({ length }) => length)).toEqual([0, 0, 1]);
    const cells = parseHTML(galleryHtml(galleryOf(SET))).document.querySelectorAll(
      "tbody tr:nth-child(2) td",
    );
    expect([...cells].map(({ textContent }) => textContent!.trim()).slice(0, 2)).toEqual([
      "no report",
      "no report",
    ]);
  });

  it("has one word for a cell: that of all its hypotheses, mixed where they differ, error where a criterion failed", () => {
    const word = (verdicts: MadeUpRun["verdicts"]) => overallVerdict(madeUpRun({ verdicts: verdicts! }));
    expect(word({ E1: "supported", E2: "supported" })).toBe("supported");
    expect(word({ E1: "supported", E2: "inconclusive" })).toBe("mixed");
    expect(overallVerdict({ ...madeUpRun({ verdicts: {} }), criteria: [] })).toBe("not-run");
    expect(overallVerdict(frozenReport())).toBe("error");
    const { counts } = galleryOf(SET).papers[0]!.cells[0]![0]!;
    expect(counts).toBe("1 supported, 1 contradicted");
  });

  it("leads from a cell to its report, and from a hypothesis to its place there", () => {
    const report = madeUpRun({ verdicts: { E2: "supported", "isotropic directions": "mixed" } });
    const { document } = parseHTML(galleryHtml(galleryOf([{ report, href: "organism/report.html" }])));
    const links = [...document.querySelectorAll("main td a")].map((link) => link.getAttribute("href")!);
    expect(links[0]).toBe("organism/report.html");
    const page = parseHTML(renderHtml(report)).document;
    const anchors = links.slice(1).map((link) => link.split("#")[1]!);
    expect(anchors).toHaveLength(2);
    for (const anchor of anchors) expect(page.getElementById(anchor), anchor).not.toBeNull();
  });

  it("tells reports of one cell apart by what differs, and alike ones by their address", () => {
    const seeds = ["0", "1"].map((seed) => shown({ paper: "a-paper", model: "organism", seed }));
    const names = (set: readonly Shown[]) => galleryOf(set).papers[0]!.cells[0]!.map(({ name }) => name);
    expect(names(seeds)).toEqual(["seed 0", "seed 1"]);
    expect(names([seeds[0]!, { ...seeds[0]!, href: "again/report.html" }])).toEqual([
      "a-paper/organism-0/report.html",
      "again/report.html",
    ]);
    expect(names(seeds.slice(0, 1))).toEqual([null]);
  });

  it("tells models of one name apart by their weights", () => {
    const other = shown({ paper: "a-paper", model: "organism" }, "other/report.html");
    other.report.model.weightsDigest = "0".repeat(64);
    const names = galleryOf([SET[1]!, other]).models.map(({ name }) => name);
    expect(names).toEqual(["organism 00000000", expect.stringMatching(/^organism [0-9a-f]{8}$/)]);
  });

  it("shows what came out otherwise than expected, and what is incomplete", () => {
    const run = shown({ paper: "a-paper", model: "organism" });
    run.report.summary.unexpected = [run.report.criteria[0]!.key];
    run.report.summary.complete = false;
    const page = galleryHtml(galleryOf([run]));
    expect(page).toContain("1 verdict unexpected");
    expect(page).toContain("incomplete");
    expect(galleryHtml(galleryOf([SET[0]!]))).not.toMatch(/unexpected<|incomplete</);
  });

  it("says of a report without hypotheses what its criteria came to", () => {
    const report = frozenReport("frozen-report-gpt2-small");
    const page = galleryHtml(galleryOf([{ report, href: "report.html" }]));
    expect(page).toContain("criteria: 2 supported, 1 contradicted, 2 inconclusive");
  });

  it("is a page that no name of a report can break, with nothing that asks the network", () => {
    const run = shown({ paper: "a-paper", model: "<script>alert(1)</script>" }, "x&quot;/report.html");
    run.report.paper.title = '"><img src=x onerror=alert(1)>';
    run.report.hypotheses![0]!.says = "' onmouseover='alert(1)";
    const page = galleryHtml(galleryOf([run]));
    const { document } = parseHTML(page);
    expect(document.querySelectorAll("script, img, [onmouseover], [onerror]")).toHaveLength(0);
    expect(document.querySelector(".paper-title")!.textContent).toBe(run.report.paper.title);
    const asking = [...page.matchAll(/(?:src|href)="(?!#|data:)([^"]+)"/g)].map(([, address]) => address!);
    expect(asking.filter((address) => !/^(https:\/\/arxiv\.org|x&amp;)/.test(address))).toEqual([]);
  });
});
