import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { committedReports } from "../../../src/cli/commands/reports/committed-gallery.ts";
import { writeGallery } from "../../../src/cli/commands/reports/gallery.ts";
import {
  AlreadyExistsError,
  MissingFileError,
  OldReportError,
  ReportFormatError,
  UnwritableFolderError,
} from "../../../src/errors/index.ts";
import { reportToJson } from "../../../src/report/report-to-json.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { madeUpRun } from "../../support/runs-of-papers.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  put("runs/organism");
  put("runs/organism/other paper", "b-paper");
});

/** A report with its page, in a folder below the temporary one. */
function put(name: string, paper = "a-paper"): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "report.json"), reportToJson(madeUpRun({ paper })));
  writeFileSync(join(folder, name, "report.html"), "<p>the page</p>");
}

const inFolder = (...paths: string[]) => paths.map((path) => join(folder, path));
const everything = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

describe("npm run gallery", () => {
  it("writes one page whose links lead, relative, to the pages of all reports it was given, files or folders", async () => {
    const out = join(folder, "site/of reports");
    const given = inFolder(
      "runs/organism",
      "runs/organism/other paper/report.json",
      "runs/organism/report.json",
    );
    const said = await writeGallery(given, { out });
    expect(said).toContain("2 papers, 1 model, 2 reports");
    const page = readFileSync(join(out, "index.html"), "utf8");
    const links = [...page.matchAll(/class="run-word" href="([^"]+)"/g)].map(([, href]) => href!);
    expect(links).toEqual([
      "../../runs/organism/report.html",
      "../../runs/organism/other%20paper/report.html",
    ]);
    for (const link of links) expect(existsSync(resolve(out, decodeURIComponent(link))), link).toBe(true);
    expect(readdirSync(out)).toEqual(["index.html"]);
  });

  it("gives the same bytes again, and replaces its own page", async () => {
    const page = join(folder, "index.html");
    await writeGallery(inFolder("runs/organism"), { out: folder });
    const first = readFileSync(page, "utf8");
    const both = inFolder("runs/organism/other paper", "runs/organism");
    await writeGallery(both, { out: folder });
    const second = readFileSync(page, "utf8");
    expect(second).not.toBe(first);
    await writeGallery(both.reverse(), { out: folder });
    expect(readFileSync(page, "utf8") === second).toBe(true);
  });

  it.each([
    ["that is not there", "runs/nowhere/report.json", MissingFileError, () => {}],
    ["that is no JSON", "bad.json", ReportFormatError, (file: string) => writeFileSync(file, "{")],
    ["that is no report", "bad.json", ReportFormatError, (file: string) => writeFileSync(file, "{}")],
    [
      "of an older schema",
      "bad.json",
      OldReportError,
      (file: string) => writeFileSync(file, JSON.stringify({ schemaVersion: 1 })),
    ],
    [
      "without its page",
      "runs/organism/report.json",
      MissingFileError,
      (file: string) => rmSync(join(dirname(file), "report.html")),
    ],
  ])("refuses a report %s, and writes nothing", async (_, path, error, damage) => {
    damage(join(folder, path));
    const before = everything();
    const given = inFolder("runs/organism/other paper", path);
    await expect(writeGallery(given, { out: join(folder, "site") })).rejects.toThrow(error);
    expect(everything()).toEqual(before);
  });

  it("replaces nobody's page, and says which folder it could not write", async () => {
    writeFileSync(join(folder, "index.html"), "<p>mine</p>");
    await expect(writeGallery(inFolder("runs/organism"), { out: folder })).rejects.toThrow(
      AlreadyExistsError,
    );
    expect(readFileSync(join(folder, "index.html"), "utf8")).toBe("<p>mine</p>");
    const out = join(folder, "runs/organism/report.json/site");
    await expect(writeGallery(inFolder("runs/organism"), { out })).rejects.toThrow(/report\.json/);
    await expect(writeGallery(inFolder("runs/organism"), { out })).rejects.toThrow(UnwritableFolderError);
  });
});

describe("the committed gallery", () => {
  it("where it is there, is of the committed reports", async () => {
    const committed = join(ROOT, "reports/index.html");
    const shown = committedReports(ROOT);
    expect(shown).toContain(join(ROOT, "reports/organism"));
    const out = join(temporaryFolder(), "reports");
    await writeGallery(shown, { out });
    if (!existsSync(committed)) return; // accept makes it
    const links = (page: string) => page.replaceAll(/href="(?:\.\.\/)+[^"]*?\/reports\//g, 'href="');
    const fresh = links(readFileSync(join(out, "index.html"), "utf8"));
    const hint = "Hint: npm run gallery -- reports/organism reports/organism/*/report.json";
    expect(readFileSync(committed, "utf8") === fresh, hint).toBe(true);
  });
});
