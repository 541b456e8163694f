/** A browser for specs that look at pages, and what they ask of a page. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

/** A browser that is there: CHROMIUM_PATH, or a Chromium or Chrome on the PATH. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") return named;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A page that was loaded anew, with what it has asked for and said since. */
export interface Visit {
  readonly page: Page;
  /** Everything the page asked for besides itself. */
  readonly requests: readonly string[];
  /** Everything it wrote to its console, and its own errors. */
  readonly said: readonly string[];
  /** Of that, errors and warnings. */
  readonly errors: readonly string[];
}

/** How a reader looks at a page. */
export interface Reader {
  readonly width: number;
  readonly colorScheme?: "light" | "dark";
}

/** A browser in which every visit loads its address anew, in one page: a page for each costs a process more than itself. */
export interface OnePage {
  readonly browser: Browser;
  visit(url: string, reader: Reader): Promise<Visit>;
}

/** Starts the browser of a spec file, which closes it. */
export async function openOnePage(executablePath: string): Promise<OnePage> {
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu"],
    timeout: PATIENCE,
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  let now = { url: "", requests: [] as string[], said: [] as string[], errors: [] as string[] };
  page.on("request", (request) => {
    if (request.url() !== now.url) now.requests.push(request.url());
  });
  page.on("console", (message) => {
    now.said.push(message.text());
    if (message.type() === "error" || message.type() === "warning") now.errors.push(message.text());
  });
  page.on("pageerror", (error) => {
    now.said.push(error.message);
    now.errors.push(error.message);
  });
  return {
    browser,
    async visit(url, { width, colorScheme = "light" }) {
      await page.goto("about:blank"); // the former visit ends here, whatever it was about to do
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      now = { url, requests: [], said: [], errors: [] };
      const { requests, said, errors } = now;
      await page.goto(url, { waitUntil: "load" });
      return { page, requests, said, errors };
    },
  };
}

/** Runs in the page: every visible text whose contrast with what is behind it is below the WCAG AA bound. */
export const FAINT_TEXTS = `(() => {
  const rgba = (text) => {
    const numbers = (text.match(/[\\d.]+/g) ?? []).map(Number);
    return numbers.length < 3 ? null : { rgb: numbers.slice(0, 3), alpha: numbers[3] ?? 1 };
  };
  const over = (top, under) => top.rgb.map((c, i) => c * top.alpha + under[i] * (1 - top.alpha));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour && colour.alpha > 0) layers.push(colour);
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const found = [];
  let tried = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || ["TITLE", "DESC", "STYLE", "title", "desc"].includes(element.tagName)) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element);
    const colour = rgba(element instanceof SVGElement ? style.fill : style.color);
    if (!colour) continue;
    const under = behind(element);
    const [a, b] = [luminance(over(colour, under)), luminance(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    tried += 1;
    if (ratio < (large ? 3 : 4.5)) found.push(node.data.trim().slice(0, 40) + " " + ratio.toFixed(2));
  }
  return { tried, found };
})()`;

/** Runs in the page: elements that stick out of the window, except inside boxes that scroll by themselves. */
export const STICKING_OUT = `(() => {
  const scrolls = (element) => element.closest(".scroll") !== null || element.closest(".skip, .sr, thead") !== null;
  return [...document.querySelectorAll("main *, nav *")]
    .filter((element) => !scrolls(element) && element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.tagName + "." + (element.getAttribute("class") ?? ""));
})()`;

/** Sheets of a PDF, and how high above the foot of its sheet each heading stands, in points: its outline says. */
export function printedAs(pdf: Buffer): { pages: number; headings: { heading: string; height: number }[] } {
  const text = pdf.toString("latin1");
  return {
    pages: text.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0,
    headings: [
      ...text.matchAll(/\/Title\s*\(([^)]*)\)[\s\S]{0,200}?\/Dest\s*\[[^\]]*\/XYZ\s+\S+\s+([\d.]+)/g),
    ].map(([, heading, height]) => ({ heading: heading!, height: Number(height) })),
  };
}

/** A busy machine may take long to start a browser; nothing here measures time. */
export const PATIENCE = 180_000;
