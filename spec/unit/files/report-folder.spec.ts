import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlreadyExistsError, MalformedFileError } from "../../../src/errors/index.ts";
import { publishReport } from "../../../src/files/publish-report.ts";
import { checkReportFolder, readReport, writeReport } from "../../../src/files/report-files.ts";
import { summaryOf } from "../../../src/report/build-report.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { reportToJson } from "../../../src/report/report-to-json.ts";
import { checkAsyncProperty } from "../../../src/vitest/property.ts";
import { childScript } from "../../support/child.ts";
import { oneValue } from "../../support/claims.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

/** A frozen report with three of its criteria and one drawing of each kind, written down: drawings decide nothing here. */
async function shortened(name: string): Promise<{ readonly report: Report; readonly file: string }> {
  const { ladder: _, ...whole } = await readReport(join(ROOT, `fixtures/report/${name}.json`));
  const criteria = whole.criteria.slice(0, 3);
  const measurements = Object.fromEntries(Object.entries(whole.measurements).slice(0, 1));
  const [curves, distributions] = [whole.curves.slice(0, 1), whole.distributions.slice(0, 1)];
  const report = { ...whole, criteria, measurements, curves, distributions, summary: summaryOf(criteria) };
  const file = join(temporaryFolder(), "report.json");
  writeFileSync(file, reportToJson(report));
  return { report, file };
}
const [{ report: first, file: FIRST }, { report: second, file: SECOND }] = [
  await shortened("frozen-report"),
  await shortened("frozen-report-gpt2-small"),
];
const evidenceOf = ({ criteria, model }: typeof first) =>
  criteria.map(({ key }) => ({ key, samples: { own: oneValue(model.name) } }));
type Move = (from: string, to: string) => Promise<void>;
const write = (folder: string, report: typeof first, move: Move = rename) =>
  writeReport(folder, report, { evidence: evidenceOf(report), move });
const names = (report: typeof first) => ({
  subject: report.paper.subject.key,
  claims: [...new Set(report.criteria.map(({ key }) => key.split(".")[0]!))],
});

/** Every file by its path, with its text. */
function contents(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** What a folder holds after this report alone was written into it. */
async function only(report: typeof first): Promise<ReadonlyMap<string, string>> {
  const folder = temporaryFolder();
  await write(folder, report);
  return contents(folder);
}
const [whole, other] = [await only(first), await only(second)];

const put = (folder: string, path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe("a report folder", () => {
  it("keeps every file that no report lists, wherever it lies, and loses every one that the former report lists", async () => {
    const foreign = fc.uniqueArray(
      fc.constantFrom(
        "evidence/raw.csv",
        "badges/logo.svg",
        "notes.md",
        "evidence/a/b.json",
        "badges/.keep",
        ".x",
      ),
    );
    await checkAsyncProperty(
      fc.asyncProperty(foreign, fc.boolean(), async (paths, before) => {
        const folder = temporaryFolder();
        for (const path of paths) put(folder, path, "mine");
        if (before) await write(folder, first);
        await write(folder, second);
        expect(contents(folder)).toEqual(
          new Map(
            [...other, ...paths.map((path) => [path, "mine"] as const)].sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
        );
      }),
      { numRuns: 3 },
    );
  });

  it("is refused, before a run and when it is written, where a file of another origin has one of its names", async () => {
    for (const path of [...whole.keys(), "badges", "evidence/synthetic-activations"]) {
      const folder = temporaryFolder();
      put(folder, path, "mine");
      const before = contents(folder);
      const error = { file: join(folder, path), name: "AlreadyExistsError" };
      const refused = await checkReportFolder(folder, names(first)).catch((caught: unknown) => caught);
      expect(refused, path).toBeInstanceOf(AlreadyExistsError);
      expect((refused as Error).message).toContain(error.file);
      if (/^(report.md|badges|evidence\/.*step-like.*|.*overall.svg)$/.test(path))
        await expect(write(folder, first), path).rejects.toThrow(AlreadyExistsError);
      expect(contents(folder)).toEqual(before);
    }
  });

  it("takes a report again, an older schema's too, and is refused where its report is damaged, with what to do", async () => {
    const folder = temporaryFolder();
    await write(folder, first);
    await checkReportFolder(folder, names(first));
    const file = join(folder, "report.json");
    const text = readFileSync(file, "utf8");
    for (const damaged of [text.slice(0, 400), ""]) {
      writeFileSync(file, damaged);
      const before = contents(folder);
      const error = await checkReportFolder(folder, names(first)).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(MalformedFileError);
      expect((error as MalformedFileError).hint).toContain("--out DIR");
      await expect(write(folder, second)).rejects.toThrow(MalformedFileError);
      expect(contents(folder)).toEqual(before);
    }
    const old = temporaryFolder();
    put(
      old,
      "report.json",
      JSON.stringify({ schemaVersion: 1, claims: [{ id: "a.b" }, { id: "../x" }], provenance: {} }),
    );
    for (const path of ["report.md", "badges/a.b.svg", "evidence/a.b.json"]) put(old, path, "old");
    put(old, "x.json", "mine");
    await write(join(old), second);
    expect(contents(old)).toEqual(new Map([...other, ["x.json", "mine"]]));
  });

  it("is refused where report.json is a report of something else, or leads elsewhere", async () => {
    for (const text of ["null", '{"tests": 3}', '{"schemaVersion": 2}', "text"]) {
      const folder = temporaryFolder();
      put(folder, "report.json", text);
      await expect(write(folder, first), text).rejects.toThrow(AlreadyExistsError);
      expect(contents(folder)).toEqual(new Map([["report.json", text]]));
    }
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
    put(elsewhere, "report.json", whole.get("report.json")!);
    symlinkSync(join(elsewhere, "report.json"), join(folder, "report.json"));
    await expect(write(folder, second)).rejects.toThrow(AlreadyExistsError);
    expect(readFileSync(join(elsewhere, "report.json"), "utf8")).toBe(whole.get("report.json"));
  });

  it("is the former report with its evidence, to the byte, whichever move fails", async () => {
    const folder = temporaryFolder();
    await write(folder, first);
    put(folder, "evidence/raw.csv", "mine");
    const before = contents(folder);
    for (const failing of [1, 2, 5, other.size]) {
      let moves = 0;
      const move = async (from: string, to: string) => {
        moves += 1;
        if (moves === failing) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
        await rename(from, to);
      };
      await expect(write(folder, second, move)).rejects.toThrow("cannot be written");
      expect(contents(folder)).toEqual(before);
    }
    await expect(
      write(join(folder, "new/one"), second, () => Promise.reject(new Error("full"))),
    ).rejects.toThrow();
    expect(existsSync(join(folder, "new"))).toBe(false);
  });

  it("is published with the evidence of its criteria, and not without", async () => {
    const [from, to] = [temporaryFolder(), temporaryFolder()];
    await write(from, first);
    put(from, "evidence/raw.csv", "mine");
    await write(to, second);
    await publishReport({ report: first, dir: from }, to);
    expect(contents(to)).toEqual(whole);
    rmSync(join(from, "evidence"), { recursive: true });
    await expect(publishReport({ report: first, dir: from }, to)).rejects.toThrow(
      "evidence of a criterion is missing",
    );
    expect(contents(to)).toEqual(whole);
  });
});

const script = await childScript("write-report-child");

/** A process that writes a report into a folder. */
function writer(folder: string, file: string, times: number) {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [script.file, folder, file, `${times}`], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: ROOT,
    env: { PATH, ...script.environment },
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code, errors }));
  const says = async (word: string) => {
    while (!said.includes(word) && child.exitCode === null)
      await Promise.race([once(child.stdout, "data"), ended]);
  };
  return { child, ended, says };
}

describe("two processes that write one folder", () => {
  it("end well, and leave the report of one of them, whole", async () => {
    const folder = join(temporaryFolder(), "made/by/them");
    const both = [FIRST, SECOND].map((file) => writer(folder, file, 4));
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([
      { code: 0, errors: "" },
      { code: 0, errors: "" },
    ]);
    const left = contents(folder);
    expect([whole, other]).toContainEqual(left);
  });

  it.each([-1, -20])(
    "leave nothing of one that was killed at move %i, and the report of the next",
    async (at) => {
      const folder = temporaryFolder();
      await write(folder, second);
      put(folder, "evidence/raw.csv", "mine");
      mkdirSync(join(folder, ".unfinished-aBc123/old"), { recursive: true }); // of a former version
      const { child, ended, says } = writer(folder, FIRST, at);
      await says("stopped");
      child.kill("SIGKILL");
      await ended;
      expect(readdirSync(folder).some((name) => name.startsWith(".unfinished-"))).toBe(true);
      await checkReportFolder(folder, names(second)); // undoes it
      expect(contents(folder)).toEqual(
        new Map([...other, ["evidence/raw.csv", "mine"] as const].sort(([a], [b]) => (a < b ? -1 : 1))),
      );
      await write(folder, first);
      expect(new Set(contents(folder).keys())).toEqual(new Set([...whole.keys(), "evidence/raw.csv"]));
      expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
    },
    60_000,
  );
});
