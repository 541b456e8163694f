import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Evidence } from "../../../src/claim/evidence.ts";
import { compare as compareHere } from "../../../src/cli/commands/reports/compare.ts";
import {
  InvalidInputError,
  MalformedFileError,
  MissingFileError,
  NewerReportError,
  OldReportError,
  ReportFormatError,
  UnwritableFolderError,
} from "../../../src/errors/index.ts";
import { readReport } from "../../../src/files/report-files.ts";
import { summaryOf } from "../../../src/report/build-report.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { reportToJson } from "../../../src/report/report-to-json.ts";
import { cli, start } from "../../support/commands.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { madeUpRun } from "../../support/runs-of-papers.ts";

const COMMITTED = join(ROOT, "reports/organism");
/** One criterion of the committed report, whose statistic is quick: mean MSS(random) - mean MSS(real). */
const KEY = "synthetic-activations/earlier-towards-real.absolute";

let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  const whole = await readReport(join(COMMITTED, "report.json"));
  const criteria = whole.criteria.filter(({ key }) => key === KEY).map(({ simultaneous: _, ...one }) => one);
  const { hypotheses: _, abstract: __, ...rest } = whole; // they are of all criteria
  const report: Report = { ...rest, criteria, summary: summaryOf(criteria) };
  const evidence = JSON.parse(readFileSync(join(COMMITTED, `evidence/${KEY}.json`), "utf8")) as Evidence;
  const later = structuredClone(evidence) as unknown as {
    samples: { own: { groups: { random: { values: number[] } } } };
  };
  const { random } = later.samples.own.groups;
  random.values = random.values.map((step) => step + 2);
  const tokens = Array.from({ length: report.protocol.bases }, (_, base) => [base]);
  put("a", report, { evidence, tokens });
  put("b", { ...report, sae: { ...report.sae!, name: "another" } }, { evidence: later, tokens });
  put("alone", report, {});
});

/** A report, and what is kept beside it. */
function put(
  name: string,
  report: Report,
  { evidence, tokens }: { readonly evidence?: unknown; readonly tokens?: unknown },
): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  };
  write("report.json", reportToJson(report));
  if (evidence) write(`evidence/${KEY}.json`, JSON.stringify(evidence));
  if (tokens) write("data/bases.json", JSON.stringify({ tokens }));
}

const compare = (a: string, b: string, out?: string) =>
  compareHere(ROOT, [join(folder, a), join(folder, b)], out === undefined ? {} : { out: join(folder, out) });

describe("npm run compare", () => {
  it("takes differences base by base where prompts are shared, with the claim's own statistic", async () => {
    const [a, b] = [join(folder, "a"), join(folder, "b/report.json")];
    const { code, out } = await start(
      cli("compare", a, b, "--json", "--out", join(folder, "out")),
      {},
      { cwd: ROOT },
    ).ended;
    expect(code).toBe(0);
    // every random base is two steps later in b, so is every resample
    const [criterion] = JSON.parse(out).criteria;
    const { value, interval, paired } = criterion.difference;
    for (const end of [value, ...interval]) expect(end).toBeCloseTo(2, 9);
    expect(paired).toBe(1000);
    const files = ["compare.html", "compare.json", "compare.md", "compare.svg"];
    expect(readdirSync(join(folder, "out")).sort()).toEqual(files);
    expect(readFileSync(join(folder, "out/compare.json"), "utf8")).toBe(out);
    expect(readFileSync(join(folder, "out/compare.md"), "utf8")).toContain("1000 shared");
  });

  it("compares runs as independent where nothing lies beside a report", async () => {
    const text = await compare("a", "alone");
    expect(text).toContain("Beside b no prompts are kept");
    expect(text).toContain("EVERY GROUP OF CURVES"); // the whole of it, however long
    expect(text).not.toContain("left out) ...");
    expect(text).toMatch(/E2, absolute step .* unpaired +supported +supported$/m);
  });

  it.each([
    ["that is not there", "nowhere", MissingFileError, null],
    ["that is no JSON", "bad", ReportFormatError, "{"],
    ["that is no report", "bad", ReportFormatError, "{}"],
    ["of an older schema", "bad", OldReportError, '{"schemaVersion": 1}'],
    ["of a newer schema", "bad", NewerReportError, '{"schemaVersion": 3}'],
    ["of another paper", "bad", InvalidInputError, reportToJson(madeUpRun({ paper: "another-paper" }))],
  ])("refuses a report %s, and writes nothing", async (_, name, error, text) => {
    if (text !== null) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "report.json"), text);
    }
    await expect(compare("alone", name, "none")).rejects.toThrow(error);
    expect(readdirSync(folder)).not.toContain("none");
  });

  it("refuses samples that are no JSON, and a folder that cannot be written or holds somebody's files", async () => {
    put("broken", await readReport(join(folder, "a/report.json")), {});
    mkdirSync(join(folder, "broken/data"), { recursive: true });
    writeFileSync(join(folder, "broken/data/bases.json"), "[");
    await expect(compare("alone", "broken", "none")).rejects.toThrow(MalformedFileError);
    await expect(compare("alone", "alone", "a/report.json/x")).rejects.toThrow(UnwritableFolderError);
  });
});
