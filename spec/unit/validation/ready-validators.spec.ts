import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { parseLedger } from "../../../src/claim/registration/parse-ledger.ts";
import { bundle } from "../../../src/files/compiled/compile.mjs";
import { parseKeptReplicates } from "../../../src/report/replicates/parse-kept-replicates.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { bentReport, frozenReport } from "../report/frozen.ts";

interface Doors {
  readonly parseReport: typeof parseReport;
  readonly parseLedger: typeof parseLedger;
  readonly parseKeptReplicates: typeof parseKeptReplicates;
}

const sources: Doors = { parseReport, parseLedger, parseKeptReplicates };
let compiled: Doors;
let readyMade: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  const folder = temporaryFolder();
  const entries = {
    report: "src/report/validate-report.ts",
    ledger: "src/claim/registration/parse-ledger.ts",
    replicates: "src/report/replicates/parse-kept-replicates.ts",
    ready: "src/validation/ready-made.ts",
  };
  await bundle(ROOT, entries, folder);
  const load = (name: string) => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  compiled = { ...(await load("report")), ...(await load("ledger")), ...(await load("replicates")) };
  readyMade = (await load("ready")).READY_MADE;
});

/** What is thrown, in words; null for nothing. */
function said(parse: () => unknown): string | null {
  try {
    parse();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("validators in compiled code", () => {
  it("are there for every schema, compiled before anything runs", () => {
    const schemas = ["ledger", "record", "report", "kept-replicates"].map((name) => `${name}.schema.json`);
    expect(Object.keys(readyMade).sort()).toEqual(schemas.sort());
  });

  it.each<[string, (report: Report) => void]>([
    ["nothing wrong", () => {}],
    ["a key nobody knows", (r) => Object.assign(r.model, { extra: 1 })],
    ["a missing part", (r) => delete (r as Partial<Report>).summary],
    ["another verdict", (r) => Object.assign(r.criteria[0]!, { verdict: "pass" })],
    ["a key that leads out", (r) => Object.assign(r.criteria[0]!, { key: "a/../x" })],
    ["no word of its scope", (r) => Object.assign(r, { scope: "" })],
    ["a part of the record that does not fit", (r) => Object.assign(r.curves[0]!, { n: "9" })],
  ])("say what the sources say of a report with %s", (_, bend) => {
    const report = bentReport(bend);
    const parsed = said(() => sources.parseReport(report, "x"));
    expect(said(() => compiled.parseReport(report, "x"))).toBe(parsed);
    expect(parsed === null).toBe(JSON.stringify(report) === JSON.stringify(frozenReport()));
  });

  it.each<[keyof Doors & ("parseLedger" | "parseKeptReplicates"), string]>([
    ["parseLedger", "spec/registered/synthetic-activations/organism.json"],
    ["parseKeptReplicates", "spec/registered/synthetic-activations/replicates/organism.json"],
  ])("say what the sources say of a file that %s reads", (door, file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    for (const wrong of [text, "{}", text.replace('"criteria"', '"criterion"'), text.replace("2026", "26")])
      expect(said(() => compiled[door](wrong, "x"))).toBe(said(() => sources[door](wrong, "x")));
    expect(said(() => compiled[door](text, "x"))).toBeNull();
  });
});
