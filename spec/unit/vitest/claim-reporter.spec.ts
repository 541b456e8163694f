import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestModule } from "vitest/node";
import { defineCriterion } from "../../../src/claim/criterion.ts";
import { collectEvidence } from "../../../src/claim/evidence.ts";
import { recordOf } from "../../../src/experiment/record.ts";
import { readReport } from "../../../src/files/report-files.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import type { Paper } from "../../../src/paper/paper.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import type { KeptRun } from "../../../src/run/kept-run.ts";
import { defaultRunOptions } from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/sources/source.ts";
import type { CriterionMeta, KeptMeta, RunMeta } from "../../../src/vitest/claim-meta.ts";
import ClaimReporter, { type RunOutcome } from "../../../src/vitest/claim-reporter.ts";
import { meanDefinition, planted } from "../../support/claims.ts";
import { fakeLab } from "../../support/fake-lab.ts";
import { fakeModel } from "../../support/fake-model.ts";
import { ROOT } from "../../support/root.ts";
import { shownOf } from "../../support/shown.ts";

const model = fakeModel();
const state = await fakeLab({
  model: { ...model, identity: { ...model.identity, weightsDigest: "b".repeat(64) } },
  sae: null,
}).lab.measureShown();

/** A paper that no list of the project has, with its hypotheses the other way round. */
const second: Paper = { ...paper, id: "second", hypotheses: paper.hypotheses.toReversed() };

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "claim-reporter-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const options = () => ({ ...defaultRunOptions(ROOT), out });

const NO_BASES: RunMeta["bases"] = {
  ...{ schemaVersion: 1, points: 0, tokens: [], texts: null, norm: [], latents: null },
  ...{ targets: [], curves: [], values: [] },
};

/** The run of a paper with one drawing of each kind: every test writes a report, and few look at what was measured. */
function shortRecord(of: Paper): RunMeta["record"] {
  const { ladder: _, ...record } = recordOf(state, shownOf(of));
  const [key, types] = Object.entries(record.measurements)[0]!;
  return {
    ...record,
    curves: record.curves.slice(0, 1),
    distributions: record.distributions.slice(0, 1),
    measurements: { [key]: types },
  };
}

/** What the first criterion of a paper's run leaves besides its evidence. */
function runOf(of: Paper, changes: Partial<RunMeta> = {}): RunMeta {
  const subject = { weights: false, hook: true, same: false, differs: ["the model is not GPT-2 small"] };
  return {
    options: options(),
    record: shortRecord(of),
    bases: NO_BASES,
    subject,
    notes: [],
    measuring: { workers: 3, threads: 2 },
    parity: null,
    ...changes,
  };
}

interface Left {
  readonly criterion: CriterionMeta;
  readonly kept: KeptMeta;
}

/** What any criterion of a paper leaves. */
function left(
  name: string,
  changes: Partial<CriterionMeta> & { of?: Paper; hypothesis?: string } = {},
): Left {
  const { of = paper, hypothesis = "E2", ...more } = changes;
  const definition = meanDefinition({ above: 3, because: "r" }, { hypothesis });
  const [own, control] = [{ samples: planted(6) }, { samples: planted(0) }];
  const evidence = collectEvidence(
    defineCriterion(of, name, definition),
    { own, control },
    { rng: rngFromSeed(0), resamples: 100 },
  );
  return {
    criterion: {
      ...{ evidence, expected: null, peakMemoryMiB: 7 },
      ...{ family: "exploratory", registered: null, joint: null, ofOtherSeed: null },
      ...more,
    },
    kept: { paper: of.id, kept: null },
  };
}

/** What the first criterion of a run leaves. */
const first = (name: string, changes: Partial<RunMeta> = {}) => ({
  ...left(name),
  run: runOf(paper, changes),
});

/** A test as vitest tells of it: what it left, and how it failed. */
const test = (meta: object, errors: readonly object[] = [], project = "claims") => ({
  meta: () => meta,
  project: { name: project },
  result: () => ({ state: errors.length > 0 ? "failed" : "passed", errors }),
});

/** One that was not measured: its paper's needs are not met. */
const skipped = () => ({ ...test({}), result: () => ({ state: "skipped", note: "the model has no SAE" }) });

const moduleOf = (tests: readonly object[], errors: readonly object[] = []) =>
  ({ children: { allTests: () => tests }, errors: () => errors }) as unknown as TestModule;

async function finish(
  modules: readonly TestModule[],
  unhandled: readonly { message: string }[] = [],
): Promise<RunOutcome> {
  let outcome: RunOutcome | undefined;
  const reporter = new ClaimReporter({
    root: ROOT,
    command: "npm run reproduce",
    papers: [paper, second],
    onFinished: (finished) => {
      outcome = finished;
    },
  });
  reporter.onTestRunStart();
  await reporter.onTestRunEnd(modules, unhandled as never);
  return outcome!;
}

/** The same of one paper's run, in one module. */
async function finishOne(...tests: readonly object[]) {
  const { papers, errors } = await finish([moduleOf(tests)]);
  expect(papers).toHaveLength(1);
  return { ...papers[0]!, errors };
}

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
      [moduleOf([test({}, [error]), test({}, [error])], [{ message: "a syntax error" }])],
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

describe("a finished run of two papers", () => {
  const ofSecond = (name: string, hypothesis = "E2") => left(name, { of: second, hypothesis });

  it("is two reports: the first paper's in the run's folder, the other's in a folder of its own there", async () => {
    const { papers, errors } = await finish([
      moduleOf([test(first("a")), test(left("b"))]),
      moduleOf([test({ ...ofSecond("a", "E1"), run: runOf(second) }), test(ofSecond("b", "E2"))]),
    ]);
    expect(errors).toEqual([]);
    expect(papers.map((one) => [one.paper, one.written!.dir])).toEqual([
      ["synthetic-activations", out],
      ["second", join(out, "second")],
    ]);
    for (const { written } of papers) {
      const { report, dir } = written!;
      expect(await readReport(join(dir, "report.json"))).toEqual(report);
      expect(readdirSync(join(dir, "evidence"))).toEqual([report.paper.id]);
      expect(readdirSync(join(dir, "evidence", report.paper.id))).toEqual(["a.json", "b.json"]);
    }
    const [one, other] = papers.map(({ written }) => written!.report);
    expect([one!.paper.id, one!.criteria.map(({ key }) => key)]).toEqual([
      "synthetic-activations",
      ["synthetic-activations/a", "synthetic-activations/b"],
    ]);
    // in the order of its own hypotheses, last first
    expect([other!.paper.id, other!.criteria.map(({ key, rerun }) => [key, rerun])]).toEqual([
      "second",
      [
        ["second/b", "npm run reproduce -- --claim second/b --out reports/tries/b"],
        ["second/a", "npm run reproduce -- --claim second/a --out reports/tries/a"],
      ],
    ]);
  });

  it("has neither a report nor an error of a paper whose every criterion was skipped", async () => {
    const { papers, errors } = await finish([moduleOf([test(first("a"))]), moduleOf([skipped(), skipped()])]);
    expect(papers.map((one) => one.paper)).toEqual(["synthetic-activations"]);
    expect(errors).toEqual([]);
    expect(existsSync(join(out, "second"))).toBe(false);
  });

  it("tells of a paper that is not listed in one sentence, however many criteria it has", async () => {
    const strange: Paper = { ...paper, id: "strange" };
    const ofStrange = (name: string) => test({ ...left(name, { of: strange }), run: runOf(strange) });
    const modules = [
      moduleOf([ofStrange("a"), ofStrange("b")]),
      moduleOf([test({ ...ofSecond("a"), run: runOf(second) })]),
    ];
    const { papers, errors } = await finish(modules);
    expect(errors).toEqual([
      {
        message:
          'the paper of a criterion is "strange"; it must be one that src/papers/index.ts lists: synthetic-activations, second.',
        hint: expect.stringMatching(/^Hint: a line in src\/papers\/index.ts /),
      },
    ]);
    expect(papers.map(({ paper: id, written }) => [id, written !== null])).toEqual([
      ["strange", false],
      ["second", true],
    ]);
  });

  it("writes the report of the other paper where one cannot be written, told to somebody or not", async () => {
    writeFileSync(join(out, "file"), "");
    const blocked = { ...options(), out: join(out, "file/reports") };
    const modules = [
      moduleOf([test(first("a", { options: blocked }))]),
      moduleOf([test({ ...ofSecond("a"), run: runOf(second) })]),
    ];
    const reporter = new ClaimReporter({ root: ROOT, papers: [paper, second] });
    await expect(reporter.onTestRunEnd(modules, [])).rejects.toThrow("cannot be written");
    expect((await readReport(join(out, "second/report.json"))).paper.id).toBe("second");
  });
});
