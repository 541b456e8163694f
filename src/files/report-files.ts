/** Reports on disk: read through the schema, written whole or not at all. */

import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ReportFormatError, UnwritableFolderError } from "../errors/index.ts";
import { badgesOf } from "../report/badges.ts";
import { renderHtml } from "../report/html/render-html.ts";
import { renderMarkdown } from "../report/markdown/render-markdown.ts";
import type { Report } from "../report/report.generated.ts";
import { reportToJson } from "../report/report-to-json.ts";
import { parseReport } from "../report/validate-report.ts";
import { readText } from "./read-text.ts";

/** What a report folder holds, each replaced as a whole. */
const PARTS = ["report.json", "report.md", "report.html", "badges"] as const;

/** The report in a `report.json`. Throws: MissingFileError, OldReportError, ReportFormatError. */
export async function readReport(file: string): Promise<Report> {
  const text = await readText(file, {
    what: "the report",
    hint: "Hint: npm run reproduce writes one; name its report.json.",
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ReportFormatError({
      where: file,
      pointer: "",
      fact: `is not JSON (${(error as Error).message})`,
    });
  }
  return parseReport(value, file);
}

/** Every file of a report folder: path within it, and text. */
function reportFiles(report: Report): { path: string; text: string }[] {
  return [
    { path: "report.json", text: reportToJson(report) },
    { path: "report.md", text: renderMarkdown(report) },
    { path: "report.html", text: renderHtml(report) },
    ...badgesOf(report).flatMap(({ name, svg, endpoint }) => [
      { path: `badges/${name}.svg`, text: svg },
      { path: `badges/${name}.json`, text: `${JSON.stringify(endpoint, null, 2)}\n` },
    ]),
  ];
}

/** For tests: the step that puts a finished part in its place. */
export interface WriteOptions {
  move?: (from: string, to: string) => Promise<void>;
}

/**
 * Writes `report.json`, `report.md`, `report.html` and `badges/` into `folder`; other files in it are left alone.
 *
 * The report is validated and rendered before anything is written; all files are written into a temporary
 * folder in `folder` (so on the same disk) and moved out of it only when they are whole. When a move fails the parts
 * that stood there are put back, and a folder made for them is removed.
 * Throws: ReportFormatError, UnwritableFolderError naming the folder.
 */
export async function writeReport(
  folder: string,
  report: Report,
  { move = rename }: WriteOptions = {},
): Promise<void> {
  const files = reportFiles(parseReport(report, "the report to be written"));
  const target = resolve(folder);
  let made: string | undefined;
  let staging: string | undefined;
  try {
    made = await mkdir(target, { recursive: true });
    staging = await mkdtemp(join(target, ".unfinished-"));
    const [fresh, old] = [join(staging, "new"), join(staging, "old")];
    await mkdir(old);
    for (const { path, text } of files) {
      await mkdir(dirname(join(fresh, path)), { recursive: true });
      await writeFile(join(fresh, path), text);
    }
    await swapIn({ target, fresh, old, move });
  } catch (cause) {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
    throw new UnwritableFolderError({ folder, cause });
  } finally {
    if (staging !== undefined) await rm(staging, { recursive: true, force: true });
  }
}

/** Moves every part in, keeping what it replaces until all are in. */
async function swapIn(options: {
  target: string;
  fresh: string;
  old: string;
  move: (from: string, to: string) => Promise<void>;
}): Promise<void> {
  const { target, fresh, old, move } = options;
  const done: { part: string; replaced: boolean }[] = [];
  try {
    for (const part of PARTS) {
      const replaced = await moveIfThere(join(target, part), join(old, part));
      done.push({ part, replaced });
      await move(join(fresh, part), join(target, part));
    }
  } catch (error) {
    for (const { part, replaced } of done.reverse()) {
      await rm(join(target, part), { recursive: true, force: true });
      if (replaced) await rename(join(old, part), join(target, part));
    }
    throw error;
  }
}

async function moveIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
