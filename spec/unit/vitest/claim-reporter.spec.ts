import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordOf } from "../../../src/experiment/record.ts";
import { readReport } from "../../../src/files/report-files.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import type { KeptRun } from "../../../src/run/kept-run.ts";
import { directory } from "../../../src/run/sources/source.ts";
import type { RunMeta } from "../../../src/vitest/claim-meta.ts";
import ClaimReporter from "../../../src/vitest/claim-reporter.ts";
import {
  finish,
  finishOne,
  left,
  moduleOf,
  runsInto,
  second,
  state,
  test,
} from "../../support/left-by-claims.ts";
import { ROOT } from "../../support/root.ts";
import { shownOf } from "../../support/shown.ts";

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "claim-reporter-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const { options, runOf, first } = runsInto(() => out);

describe("a finished run", () => {
  it("is written as a whole report, with every criterion and what made it", async () => {
    const { papers, errors } = await finish([
      moduleOf([test(first("b"))]),
      moduleOf([test(left("a.part", { peakMemoryMiB: 99 }))]),
    ]);
    expect(errors).toEqual([]);
    expect(readdirSync(out).sort()).toEqual(
      expect.arrayContaining(["badges", "evidence", "report.html", "report.json", "report.md"]),
    );
    const report = await readReport(join(out, "report.json"));
    expect(papers).toEqual([{ paper: paper.id, written: { report, dir: out }, kept: null }]);
    expect(report.criteria.map(({ key, rerun }) => [key, rerun])).toEqual([
      [
        "synthetic-activations/a.part",
        "npm run reproduce -- --claim synthetic-activations/a --out reports/tries/a",
      ],
      [
        "synthetic-activations/b",
        "npm run reproduce -- --claim synthetic-activations/b --out reports/tries/b",
      ],
    ]);
    expect(report.provenance).toMatchObject({
      command: "npm run reproduce",
      workers: 3,
      threads: 2,
      peakMemoryMiB: 99,
    });
    expect(report.provenance.files).toContainEqual({ name: "model.safetensors", sha256: "b".repeat(64) });
    expect(report.provenance.files.map(({ name }) => name)).toContain("provenance.json");
  });

  it("has one record, that of the first criterion that left one, wherever it stands", async () => {
    const another = { ...runOf(paper).record, notes: ["a second shard's"] };
    const { written } = await finishOne(
      test(left("a")),
      test(first("b", { notes: ["the first shard's"] })),
      test(first("c", { record: another, notes: ["the second shard's"] })),
    );
    expect(written!.report.criteria).toHaveLength(3);
    expect(written!.report.notes).toContain("the first shard's");
    expect(written!.report.notes.join()).not.toContain("second shard's");
  });

  it("says how to run a claim again with the options that are not the defaults", async () => {
    const again = async (run: RunMeta["options"]) => {
      const { written } = await finishOne(test(first("a", { options: run })));
      return written!.report.criteria[0]!.rerun;
    };
    const run = {
      ...options(),
      model: directory(join(ROOT, "models/mine")),
      sae: null,
      bases: 300,
      seed: "5",
      threads: 1,
    };
    expect(await again(run)).toBe(
      "npm run reproduce -- --claim synthetic-activations/a --model models/mine --bases 300 --seed 5 --threads 1 --out reports/tries/a+mine+bases-300+seed-5",
    );
    expect(await again({ ...run, grid: "authors" })).toMatch(
      / --threads 1 --authors-grid --out reports\/tries\/a\+mine\+bases-300\+seed-5\+authors-grid$/,
    );
    expect(await again({ ...options(), device: "webgpu" })).toBe(
      "npm run reproduce -- --claim synthetic-activations/a --device webgpu --out reports/tries/a+webgpu",
    );
  });

  it("says --no-sae where a run without would get one unasked", async () => {
    const again = async (run: RunMeta["options"], weights: boolean) => {
      const subject = { weights, hook: true, same: false, differs: ["paths have 20 points, not 101"] };
      const { written } = await finishOne(test(first("a", { options: run, subject })));
      return written!.report.criteria[0]!.rerun;
    };
    const mine = { ...options(), model: directory(join(ROOT, "models/mine")), sae: null };
    expect(await again({ ...options(), sae: null }, false)).toMatch(/activations\/a --no-sae --out /);
    expect(await again(mine, true)).toMatch(/ --model models\/mine --no-sae --out /);
    expect(await again(mine, false)).toMatch(/ --model models\/mine --out /);
  });

  it("sets the authors' magnitudes beside ours on the paper's subject, and nowhere else", async () => {
    const subject = { weights: true, hook: true, same: true, differs: [] };
    const record = recordOf(state, { ...shownOf(paper), kind: "subject" });
    const { written } = await finishOne(test(first("a", { subject, record })));
    expect(written!.report.agreement!.length).toBeGreaterThan(0);
    const elsewhere = await finishOne(test(first("a")));
    expect(elsewhere.written!.report.agreement).toBeNull();
  });

  it("tells how far another device is from the cpu, and nothing of it on the cpu", async () => {
    const parity = {
      bases: 8,
      curves: 16,
      vectorDifference: 2e-6,
      curveDifference: 4e-7,
      divergenceDifference: 4e-5,
      movedMaxSlopeSteps: 1,
      tolerance: 1e-4,
      divergenceTolerance: 1e-3,
    };
    const told = await finishOne(test(first("a", { parity })));
    expect(told.written!.report.provenance.deviceParity).toEqual(parity);
    expect((await readReport(join(out, "report.json"))).provenance.deviceParity).toEqual(parity);
    const { written } = await finishOne(test(first("a")));
    expect(written!.report.provenance).not.toHaveProperty("deviceParity");
  });

  it("without evidence writes nothing and tells each error once, with its hint", async () => {
    const error = { message: "There is no model.", hint: "Hint: give one." };
    const { papers, errors } = await finish(
      [moduleOf([test({}, [error]), test({}, [error])], [{ message: "a \u001b[31msyntax\u001b[0m error" }])],
      [{ message: "an unhandled one" }],
    );
    expect(papers).toEqual([]);
    expect(errors).toEqual([
      { message: "an unhandled one", hint: null },
      { message: "a syntax error", hint: null },
      error,
    ]);
    expect(readdirSync(out)).toEqual([]);
  });

  it("tells what kept a claim from being judged, and not what failed elsewhere or came out unexpected", async () => {
    const { written, errors } = await finishOne(
      test(first("a"), [{ message: "expected contradicted" }]),
      test({}, [{ message: "crashed" }]),
      test({}, [{ message: "a law" }], "specs"),
    );
    expect(written!.report.criteria).toHaveLength(1);
    expect(errors.map(({ message }) => message)).toEqual(["crashed"]);
  });

  it("that was ended writes no report of the claims before", async () => {
    const { written } = await finishOne(test(first("a")), test({ kept: left("b").kept, endsRun: true }));
    expect(written).toBeNull();
    expect(readdirSync(out)).toEqual([]);
  });

  it("that was ended for one paper writes the report of the other", async () => {
    const ended = test({ kept: left("b").kept, endsRun: true }, [{ message: "the disk is full" }]);
    const other = { ...left("a", { of: second }), run: runOf(second) };
    const { papers, errors } = await finish([moduleOf([test(first("a")), ended]), moduleOf([test(other)])]);
    expect(papers.map(({ paper: id, written }) => [id, written !== null])).toEqual([
      [paper.id, false],
      ["second", true],
    ]);
    expect(errors.map(({ message }) => message)).toEqual(["the disk is full"]);
  });

  it("of one shard writes nothing and says where its curves are kept", async () => {
    const kept: KeptRun = { folder: "/runs/1-of-2", identity: { bases: 3, moreBases: 3, points: 2 } };
    const measured = test({ kept: { paper: paper.id, kept } });
    expect(await finishOne(measured, measured)).toEqual({
      ...{ paper: paper.id, written: null, kept },
      errors: [],
    });
    expect(readdirSync(out)).toEqual([]);
  });

  it("whose folder cannot be written is an error with a hint", async () => {
    writeFileSync(join(out, "file"), "");
    const blocked = { ...options(), out: join(out, "file/reports") };
    const tests = [test(first("a", { options: blocked }))];
    const { written, errors } = await finishOne(...tests);
    expect(written).toBeNull();
    expect(errors[0]!.message).toContain("cannot be written");
    expect(errors[0]!.hint).toMatch(/^Hint: /);
    await expect(new ClaimReporter({ root: ROOT }).onTestRunEnd([moduleOf(tests)], [])).rejects.toThrow(
      "cannot be written",
    );
  });

  it("says what a report will remark on once, whichever papers and claims say it", () => {
    const said: unknown[] = [];
    const reporter = new ClaimReporter({ onWarning: (warning) => said.push(warning) });
    for (const message of ["It never fires.", "The seed is 4.", "It never fires."])
      reporter.onTestCaseAnnotate({} as never, { type: "remark", message });
    expect(said).toEqual(
      ["It never fires.", "The seed is 4."].map((sentence) => ({ message: `Note: ${sentence}`, hint: null })),
    );
  });

  it("hands on progress and warnings, and nothing else", () => {
    const seen: unknown[] = [];
    const reporter = new ClaimReporter({ onProgress: (p) => seen.push(p), onWarning: (w) => seen.push(w) });
    const told = { what: "x", done: 1, of: 2 };
    for (const type of ["progress", "notice", "warning"])
      reporter.onTestCaseAnnotate({} as never, { type, message: JSON.stringify({ ...told, type }) });
    expect(seen).toEqual([
      { ...told, type: "progress" },
      { ...told, type: "warning" },
    ]);
  });
});
