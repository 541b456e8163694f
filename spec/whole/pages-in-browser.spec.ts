import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compareRuns } from "../../src/report/compare/compared.ts";
import { comparedHtml } from "../../src/report/compare/compared-html.ts";
import { galleryOf } from "../../src/report/gallery/gallery.ts";
import { galleryHtml } from "../../src/report/gallery/gallery-html.ts";
import type { CommonVerdict } from "../../src/report/report.generated.ts";
import { COMMON_VERDICTS } from "../../src/report/words/hypothesis-words.ts";
import {
  FAINT_TEXTS,
  findChromium,
  type OnePage,
  openOnePage,
  PATIENCE,
  printedAs,
  STICKING_OUT,
} from "../support/browser.ts";
import { madeUpRun } from "../support/runs-of-papers.ts";
import { twoRuns } from "../support/two-runs.ts";

const executablePath = findChromium();
const folder = mkdtempSync(join(tmpdir(), "pages-"));
const urlOf = (name: string) => pathToFileURL(join(folder, `${name}.html`)).href;
const pages = ["gallery", "compare"] as const;
const WIDTHS = [320, 390, 640, 703, 704, 1000, 1023, 1024, 1280, 1920];
let opened: OnePage | undefined;

/** Three papers on three models, with every verdict there is, and a cell of three seeds. */
function gallery(): string {
  const verdicts = (n: number) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i): [string, CommonVerdict] => [
        `E${i}`,
        COMMON_VERDICTS[i % COMMON_VERDICTS.length]!,
      ]),
    );
  const shown = (paper: string, model: string, n: number, seed = "0") => ({
    report: madeUpRun({
      ...{ paper, model, seed, verdicts: verdicts(n) },
      kind: model === "organism" ? "organism" : model === "gpt2" ? "subject" : "other",
    }),
    href: `${model}/${paper}-${seed}/report.html`,
  });
  const long = "A paper whose title has so many words that it does not fit on two lines of a phone";
  return galleryHtml(
    galleryOf([
      ...["0", "1", "2"].map((seed) => shown(long, "organism", 19, seed)),
      shown(long, "gpt2", 19),
      shown("stable-regions", "organism", 6),
      shown("stable-regions", "a-model-with-a-long-name/of-an-owner", 1),
      shown("sensitive-directions", "organism", 1),
    ]),
  );
}

const visit = (name: string, width: number, colorScheme: "light" | "dark") =>
  opened!.visit(urlOf(name), { width, colorScheme });

describe("pages without scripts in a browser", { timeout: PATIENCE }, () => {
  beforeAll(async () => {
    if (executablePath === undefined) return;
    writeFileSync(join(folder, "gallery.html"), gallery());
    const { a, b, paired } = twoRuns();
    writeFileSync(join(folder, "compare.html"), comparedHtml(compareRuns(a, b, paired), a.report));
    opened = await openOnePage(executablePath);
  }, PATIENCE);
  afterAll(async () => {
    await opened?.browser.close();
    rmSync(folder, { recursive: true, force: true });
  }, PATIENCE);
  beforeEach((context) => {
    context.skip(
      executablePath === undefined,
      "not-run: no Chromium on the PATH and CHROMIUM_PATH is not set",
    );
  });

  it.each(pages)("%s asks for nothing but itself and reports no error", async (name) => {
    const { requests, said } = await visit(name, 1280, "light");
    expect([requests.filter((url) => !url.startsWith("data:")), said]).toEqual([[], []]);
  });

  it.each(pages)("%s is not wider than any window from 320 to 1920 pixels", async (name) => {
    const { page } = await visit(name, 1280, "light");
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate("document.documentElement.scrollWidth");
      expect(wide, `${width} px`).toBeLessThanOrEqual(width);
      expect(await page.evaluate(STICKING_OUT), `${width} px`).toEqual([]);
    }
  });

  it.each(pages)("%s has no text below WCAG AA contrast, narrow or wide, light or dark", async (name) => {
    for (const scheme of ["light", "dark"] as const) {
      const { page } = await visit(name, 1280, scheme);
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const { tried, found } = (await page.evaluate(FAINT_TEXTS)) as { tried: number; found: string[] };
        expect(tried).toBeGreaterThan(80);
        expect(found, `${width} px, ${scheme}`).toEqual([]);
      }
    }
  });

  it.each(pages)("%s prints on at most three sheets", async (name) => {
    const { page } = await visit(name, 1280, "light");
    const { pages: printed } = printedAs(await page.pdf({ format: "A4", outline: true, tagged: true }));
    expect(printed).toBeGreaterThan(0);
    expect(printed).toBeLessThanOrEqual(3);
  });

  it("leads by key from cell to cell, each link seen and named", async () => {
    const { page } = await visit("gallery", 390, "light");
    const links = await page.locator("main a").count();
    expect(links).toBeGreaterThan(60);
    const seen = new Set<string>();
    await page.keyboard.press("Tab"); // the link that skips
    for (let i = 0; i < links; i++) {
      await page.keyboard.press("Tab");
      const at = (await page.evaluate(
        "({ href: document.activeElement.href, name: document.activeElement.textContent.trim(), line: getComputedStyle(document.activeElement).outlineStyle })",
      )) as { href: string; name: string; line: string };
      expect(at.name).not.toBe("");
      expect(at.line).toBe("solid");
      seen.add(at.href);
    }
    expect(seen.size).toBeGreaterThan(links - 5);
  });

  it("names the model of every cell where columns have no heads, and lays papers out as rows where there is room", async () => {
    const { page } = await visit("gallery", 390, "light");
    const cells = page.locator(".gallery td");
    const content = await page.evaluate(
      "getComputedStyle(document.querySelector('.gallery td'), '::before').content",
    );
    expect(content).toContain("GPT-2 small");
    const tops = async () => Promise.all([0, 1].map(async (i) => (await cells.nth(i).boundingBox())!.y));
    const [first, second] = await tops();
    expect(second).toBeGreaterThan(first!);
    await page.setViewportSize({ width: 1280, height: 900 });
    const [left, right] = await tops();
    expect(right).toBe(left);
  });
});
