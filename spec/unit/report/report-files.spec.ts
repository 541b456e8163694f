import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  MissingFileError,
  OldReportError,
  ReportFormatError,
  UnwritableFolderError,
} from "../../../src/errors/index.ts";
import { readReport, writeReport } from "../../../src/files/report-files.ts";
import { bentReport, frozenReport } from "./frozen.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "report-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tree = (at: string) => readdirSync(at, { recursive: true }).map(String).sort();

describe("writing a report", () => {
  it("leaves JSON, Markdown, page, badges and the series of its drawings, and nothing else", async () => {
    const report = frozenReport();
    await writeReport(join(folder, "out"), report);
    expect(tree(join(folder, "out")).filter((name) => !name.startsWith("badges/"))).toEqual([
      "badges",
      "data",
      ...["criteria", "curves", "distributions", "ladder", "measurements"].map((name) => `data/${name}.csv`),
      "report.html",
      "report.json",
      "report.md",
    ]);
    expect(readdirSync(join(folder, "out", "badges")).sort()).toEqual([
      "gpt2-small.json",
      "gpt2-small.svg",
      "overall.json",
      "overall.svg",
      "synthetic-activations",
    ]);
    const ofCriteria = readdirSync(join(folder, "out", "badges", "synthetic-activations"));
    expect(ofCriteria).toContain("step-like-response.svg");
    expect(ofCriteria.length).toBe(2 * report.criteria.length);
    expect(tree(folder).some((name) => name.includes("unfinished"))).toBe(false);
    expect(await readReport(join(folder, "out", "report.json"))).toEqual(report);
  });

  it("replaces an older report, its badges too, and leaves other files alone", async () => {
    mkdirSync(join(folder, "evidence"));
    writeFileSync(join(folder, "evidence", "x.json"), "{}");
    await writeReport(folder, frozenReport());
    await writeReport(folder, frozenReport("frozen-report-gpt2-small"));
    expect(readdirSync(join(folder, "badges", "synthetic-activations")).length).toBe(2 * 5);
    expect(readFileSync(join(folder, "evidence", "x.json"), "utf8")).toBe("{}");
    expect((await readReport(join(folder, "report.json"))).model.name).toBe("gpt2");
  });

  it("writes nothing at all when the report is not valid", async () => {
    const broken = bentReport((report) => Object.assign(report.summary, { criteria: 0 }));
    await expect(writeReport(join(folder, "out"), broken)).rejects.toThrow(ReportFormatError);
    expect(tree(folder)).toEqual([]);
  });

  it("names a folder that cannot be written, with a hint", async () => {
    writeFileSync(join(folder, "file"), "");
    const into = join(folder, "file", "out");
    const error = await writeReport(into, frozenReport()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnwritableFolderError);
    expect((error as UnwritableFolderError).message).toContain(into);
    expect((error as UnwritableFolderError).hint).toContain("--out");
    expect(tree(folder)).toEqual(["file"]);
  });

  it.each([1, 2, 3, 4])("puts the older report back when move %i of 4 fails", async (failing) => {
    await writeReport(folder, frozenReport());
    const before = mkdtempSync(join(tmpdir(), "report-before-"));
    cpSync(folder, before, { recursive: true });
    let moves = 0;
    const move = async (from: string, to: string) => {
      moves += 1;
      if (moves === failing) throw new Error("the disk is full");
      await rename(from, to);
    };
    await expect(writeReport(folder, frozenReport("frozen-report-gpt2-small"), { move })).rejects.toThrow(
      "the disk is full",
    );
    expect(tree(folder)).toEqual(tree(before));
    for (const name of ["report.json", "report.md", "report.html", "badges/overall.svg"])
      expect(readFileSync(join(folder, name), "utf8")).toBe(readFileSync(join(before, name), "utf8"));
    rmSync(before, { recursive: true });
  });

  it("removes a folder it made when it cannot finish", async () => {
    const move = () => Promise.reject(new Error("the disk is full"));
    await expect(writeReport(join(folder, "a", "b"), frozenReport(), { move })).rejects.toThrow(
      UnwritableFolderError,
    );
    expect(tree(folder)).toEqual([]);
  });
});

describe("reading a report", () => {
  it("names a file that is not there", async () => {
    await expect(readReport(join(folder, "none.json"))).rejects.toThrow(MissingFileError);
    await expect(readReport(join(folder, "none.json"))).rejects.toThrow("none.json");
  });

  it("names a file that is not JSON, or no report", async () => {
    const file = join(folder, "report.json");
    writeFileSync(file, '{"claims": [');
    await expect(readReport(file)).rejects.toThrow(
      /report\.json is not a valid report: the whole is not JSON/,
    );
    writeFileSync(file, "{}");
    await expect(readReport(file)).rejects.toThrow(
      /report\.json is not a valid report: the whole must have required/,
    );
  });

  it("refuses one of an older schema by name, and says what to do", async () => {
    const file = join(folder, "report.json");
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, claims: [] }));
    const error = await readReport(file).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OldReportError);
    expect((error as OldReportError).message).toBe(
      `${file} is a report of schema 1; this version reads schema 2 only.`,
    );
    expect((error as OldReportError).hint).toMatch(/^Hint: run npm run reproduce again/);
  });
});
