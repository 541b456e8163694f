import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Paper } from "../../src/paper/paper.ts";
import { papers } from "../../src/papers/index.ts";
import { seriesOf } from "../../src/report/csv/series.ts";
import { renderHtml } from "../../src/report/html/render-html.ts";
import type { Report } from "../../src/report/report.generated.ts";
import { sections } from "../../src/report/sections.ts";
import { parseReport } from "../../src/report/validate-report.ts";
import { anchorOf } from "../../src/report/words/criterion-words.ts";
import {
  FAINT_TEXTS,
  findChromium,
  type OnePage,
  openOnePage,
  PATIENCE,
  printedAs,
  STICKING_OUT,
} from "../support/browser.ts";
import { madeUpBases, madeUpStep } from "../support/made-up-bases.ts";
import { frozenReport } from "../unit/report/frozen.ts";

const executablePath = findChromium();
const folder = mkdtempSync(join(tmpdir(), "report-page-"));
const reports = ["frozen-report", "frozen-report-gpt2-small"] as const;
/** A page that holds data: every base of no run. */
const withBases = { evidence: [], bases: madeUpBases(frozenReport()) };
/** With the committed report, which is the longest there is. */
const pages = [...reports, "organism", "with-bases"] as const;
/** Windows at, beside and between the widths where the page is laid out anew. */
const WIDTHS = [
  320, 360, 390, 600, 639, 640, 641, 703, 704, 768, 1000, 1001, 1023, 1024, 1080, 1165, 1166, 1199, 1200,
  1280, 1920,
];
const MOST_PAGES = 16;
/** A heading must have more than this below it, points from the foot of the sheet: its margin and three lines. */
const ROOM_BELOW_HEADING = 75;
const urlOf = (name: string) => pathToFileURL(join(folder, `${name}.html`)).href;
let opened: OnePage | undefined;

const visit = (name: string, width: number, colorScheme: "light" | "dark") =>
  opened!.visit(urlOf(name), { width, colorScheme });

/** Runs in the page: text of drawings that is cut off at the edge, or lies on other text of its drawing. */
const CLASHING_TEXTS = `(() => {
  const found = [];
  let tried = 0;
  for (const svg of document.querySelectorAll("svg.plot, svg.effect")) {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    for (const [i, { text, box }] of boxes.entries()) {
      tried += 1;
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        found.push("cut: " + text);
      for (const other of boxes.slice(i + 1)) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > 1 && high > 4) found.push("overlap: " + text + " / " + other.text);
      }
    }
  }
  return { tried, found };
})()`;

/** Runs in the page: words of commands that stand on two lines, though they fit on one. */
const BROKEN_WORDS = `(() => {
  const words = [...document.querySelectorAll(".facts code .word")];
  const broken = words.filter((word) => {
    const range = document.createRange();
    range.selectNodeContents(word);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    return lines > 1 && word.textContent.length < 20;
  });
  return { tried: words.length, broken: broken.map((word) => word.textContent) };
})()`;

/** Runs in the page: verdicts of tiles that leave the room within their tile, and the words looked at. */
const LEAVING_TILES = `(() => {
  const words = [];
  const leaving = [];
  for (const tile of document.querySelectorAll(".tile")) {
    const verdict = tile.querySelector(".verdict");
    const range = document.createRange();
    range.selectNode(verdict.lastChild); // the word; its mark may stand elsewhere
    const room = tile.getBoundingClientRect();
    const inner = room.right - Number.parseFloat(getComputedStyle(tile).paddingRight);
    const box = range.getBoundingClientRect();
    words.push(verdict.textContent);
    if (box.right > inner + 0.5 || box.bottom > room.bottom || box.left < room.left) leaving.push(verdict.textContent);
  }
  return { words, leaving };
})()`;

/** The committed report with what the paper says is not tested today. */
function organismReport(): Report {
  const report = parseReport(
    JSON.parse(readFileSync("reports/organism/report.json", "utf8")),
    "the committed report",
  );
  const [{ hypotheses }] = papers as readonly [Paper];
  return {
    ...report,
    untested: hypotheses.flatMap(({ id, says, untested }) =>
      untested === undefined ? [] : [{ hypothesis: id, says, because: untested }],
    ),
  };
}

describe("the page in a browser", { timeout: PATIENCE }, () => {
  beforeAll(async () => {
    if (executablePath === undefined) return;
    for (const name of reports) writeFileSync(join(folder, `${name}.html`), renderHtml(frozenReport(name)));
    writeFileSync(join(folder, "organism.html"), renderHtml(organismReport()));
    writeFileSync(join(folder, "with-bases.html"), renderHtml(frozenReport(), withBases));
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

  it("has the longest word of a verdict within its tile at every width", async () => {
    const { page } = await visit("organism", 1280, "light");
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const { words, leaving } = await page.evaluate<{ words: string[]; leaving: string[] }>(LEAVING_TILES);
      expect(words).toContain("contradicted");
      expect(leaving, `at ${width}`).toEqual([]);
    }
  });

  it.each(reports)("%s asks for nothing but itself and reports no error", async (name) => {
    const { requests, errors } = await visit(name, 1280, "light");
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
  });

  it.each(pages)("%s is not wider than any window from 320 to 1920 pixels", async (name) => {
    const { page } = await visit(name, 1280, "light");
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate("document.documentElement.scrollWidth");
      expect(wide, `${width} px`).toBeLessThanOrEqual(width);
      expect(await page.evaluate(STICKING_OUT), `${width} px`).toEqual([]);
    }
  });

  it.each(["A4", "Letter"] as const)(
    "the organism's full report prints on at most sixteen pages of %s",
    async (format) => {
      const { page } = await visit("organism", 1280, "light");
      const { pages: printed, headings } = printedAs(await page.pdf({ format, outline: true, tagged: true }));
      expect(printed).toBeGreaterThan(3);
      expect(printed).toBeLessThanOrEqual(MOST_PAGES);
      expect(headings.length).toBeGreaterThan(20);
      expect(headings.filter(({ height }) => height < ROOM_BELOW_HEADING)).toEqual([]);
    },
  );

  it("breaks no word of a command while it fits, from 320 pixels on", async () => {
    const { page } = await visit("organism", 1280, "light");
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const { tried, broken } = (await page.evaluate(BROKEN_WORDS)) as { tried: number; broken: string[] };
      expect(tried).toBeGreaterThan(50);
      expect(broken, `${width} px`).toEqual([]);
    }
  });

  it("shows every section and every criterion with some height", async () => {
    const { page } = await visit("frozen-report", 390, "light");
    for (const id of [
      ...sections(frozenReport()).map((section) => section.id),
      ...frozenReport().criteria.map(anchorOf),
    ]) {
      const box = await page.locator(`[id="${id}"]`).boundingBox();
      expect(box?.height, id).toBeGreaterThan(60);
    }
  });

  it("follows the scheme of the reader", async () => {
    const backgrounds: unknown[] = [];
    for (const scheme of ["light", "dark"] as const) {
      const { page } = await visit("frozen-report", 1280, scheme);
      backgrounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }
    const brightness = backgrounds.map((colour) => Number(/\d+/.exec(String(colour))?.[0]));
    expect(brightness[0]).toBeGreaterThan(230);
    expect(brightness[1]).toBeLessThan(60);
  });

  it.each(["light", "dark"] as const)(
    "has no text below WCAG AA contrast in %s, narrow or wide",
    async (scheme) => {
      const { page } = await visit("frozen-report", 1280, scheme);
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const { tried, found } = (await page.evaluate(FAINT_TEXTS)) as { tried: number; found: string[] };
        expect(tried, `${width} px`).toBeGreaterThan(500);
        expect(found, `${width} px`).toEqual([]);
      }
    },
  );

  it.each(reports)("%s cuts and overprints no text of a drawing, from narrow to wide", async (name) => {
    const { page } = await visit(name, 1280, "light");
    for (const width of [320, 390, 1080, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const { tried, found } = (await page.evaluate(CLASHING_TEXTS)) as { tried: number; found: string[] };
      expect(tried, `${width} px`).toBeGreaterThan(100);
      expect(found, `${width} px`).toEqual([]);
    }
  });

  it("opens any base of its data, by number and by key, without a word to the network", async () => {
    const { page, requests, errors } = await visit("with-bases", 390, "dark");
    const shown = page.locator("#any-base .shown");
    await shown.locator("svg[role=img]").first().waitFor();
    expect(await shown.locator(".prompt").textContent()).toBe("word-0 and seven");
    const perturbations = withBases.bases.curves.map(({ perturbation }) => perturbation);
    expect(await shown.locator("svg[role=img]").count()).toBe(new Set(perturbations).size);
    await page.locator("#base-number").fill("7");
    expect(await shown.locator(".prompt").textContent()).toBe("word-7 and seven");
    expect(await shown.locator("tbody tr").first().textContent()).toContain(`${madeUpStep(0, 7)}`);
    const dots = await shown.locator("svg[role=img]").first().locator("circle").count();
    expect(dots).toBe(frozenReport().types.length);
    await page.locator("#base-number").focus();
    for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key); // past Previous, to Next
    expect(await shown.locator(".prompt").textContent()).toBe("word-8 and seven");
    await page.locator("#base-number").fill("99999");
    expect(await shown.locator(".note").first().textContent()).toContain("Base 11,");
    expect([requests, errors]).toEqual([[], []]);
  });

  it("shows single curves where scripts do not run, and says there what is missing", async () => {
    const context = await opened!.browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(urlOf("with-bases"));
    expect(await page.locator("#bases .examples svg.plot").count()).toBeGreaterThan(10);
    expect(await page.locator("#any-base").isVisible()).toBe(false);
    expect(await page.locator("#bases noscript").textContent()).toContain(
      "With scripts, any of the 12 bases",
    );
    await context.close();
  });

  it("gives its series as files, and has a button that copies every command", async () => {
    const { page } = await visit("with-bases", 1280, "light");
    await page.locator("button.from-page").first().waitFor();
    const series = seriesOf(frozenReport(), withBases);
    expect(await page.locator("#data button.from-page").count()).toBe(series.length);
    const download = page.waitForEvent("download");
    await page.locator("#data button.from-page").first().click();
    const file = await (await download).path();
    expect(readFileSync(file, "utf8")).toBe(series[0]!.content);
    for (const fold of await page.locator("details.more > summary").all()) await fold.click();
    const commands = await page.locator("dd > code").count();
    expect(commands).toBeGreaterThan(5);
    expect(await page.locator("button.copy").count()).toBeGreaterThanOrEqual(frozenReport().criteria.length);
    const first = page.locator("button.copy").first();
    await first.click();
    await page.waitForFunction("/copied|selected/.test(document.querySelector('button.copy').textContent)");
  });

  it("unfolds by key what is folded, and every fold says what is in it", async () => {
    const { page } = await visit("frozen-report", 1280, "light");
    const labels = await page.locator("details > summary").allTextContents();
    expect(labels.length).toBeGreaterThan(frozenReport().criteria.length);
    for (const label of labels) expect(label.trim()).not.toBe("");
    const fold = page.locator("details.more").first();
    expect(await fold.locator("dl").isVisible()).toBe(false);
    await fold.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await fold.locator("dl").isVisible()).toBe(true);
  });
});
