import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestModule } from "vitest/node";
import { collectEvidence } from "../../../src/claim/evidence.ts";
import { createLab } from "../../../src/experiment/lab.ts";
import { describeLab } from "../../../src/experiment/lab-record.ts";
import { readReport } from "../../../src/files/report-files.ts";
import { runProvenance } from "../../../src/files/run-provenance.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { defaultRunOptions } from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/source.ts";
import type { ClaimMeta } from "../../../src/vitest/claim-meta.ts";
import ClaimReporter, { type RunOutcome } from "../../../src/vitest/claim-reporter.ts";
import { meanClaim, planted } from "../../support/claims.ts";
import { fakeModel, fakePrompts } from "../../support/fake-model.ts";
import { ROOT } from "../../support/root.ts";

const model = fakeModel();
const lab = describeLab(
  await createLab({
    model: { ...model, identity: { ...model.identity, weightsDigest: "b".repeat(64) } },
    sae: null,
    prompts: fakePrompts(100),
    bases: 5,
    seed: "7",
    perturbAt: "blocks.1.hook_resid_pre",
    readAt: "blocks.2.hook_resid_post",
    points: 20,
    scale: "scaled",
    openUntrained: async () => model,
  }).describe(),
);

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "claim-reporter-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const options = () => ({ ...defaultRunOptions(ROOT), out });

function metaOf(id: string, changes: Partial<ClaimMeta["run"]> = {}): { claim: ClaimMeta } {
  const samples = planted(6);
  const control = { name: "made up", observed: { samples: planted(0) } };
  const evidence = collectEvidence(meanClaim({ above: 3, because: "r" }, { id }), { samples }, control, {
    rng: rngFromSeed(0),
    resamples: 100,
  });
  const run = {
    options: options(),
    kind: "organism" as const,
    notes: [],
    kept: null,
    parity: null,
    peakMemoryMiB: 7,
    ...changes,
  };
  return { claim: { evidence, expected: null, run, lab } };
}

/** A test as vitest tells of it: what it left, and how it failed. */
const test = (meta: object, errors: readonly object[] = [], project = "claims") => ({
  meta: () => meta,
  project: { name: project },
  result: () => ({ errors }),
});

const moduleOf = (tests: readonly object[], errors: readonly object[] = []) =>
  ({ children: { allTests: () => tests }, errors: () => errors }) as unknown as TestModule;

async function finish(modules: readonly TestModule[], unhandled: readonly { message: string }[] = []) {
  let outcome: RunOutcome | undefined;
  const reporter = new ClaimReporter({
    root: ROOT,
    command: "npm run reproduce",
    onFinished: (finished) => {
      outcome = finished;
    },
  });
  reporter.onTestRunStart();
  await reporter.onTestRunEnd(modules, unhandled as never);
  return outcome!;
}

describe("a finished run", () => {
  it("is written as a whole report, with every claim and what made it", async () => {
    const { written, errors } = await finish([
      moduleOf([test(metaOf("b"))]),
      moduleOf([test(metaOf("a.part", { peakMemoryMiB: 99 }))]),
    ]);
    expect(errors).toEqual([]);
    expect(readdirSync(out).sort()).toEqual(
      expect.arrayContaining(["badges", "report.html", "report.json", "report.md"]),
    );
    const report = await readReport(join(out, "report.json"));
    expect(report).toEqual(written!.report);
    expect(report.claims.map(({ id, rerun }) => [id, rerun])).toEqual([
      ["a.part", "npm run reproduce -- --claim a"],
      ["b", "npm run reproduce -- --claim b"],
    ]);
    expect(report.provenance).toMatchObject({ command: "npm run reproduce", threads: 2, peakMemoryMiB: 99 });
    expect(report.provenance.files).toContainEqual({ name: "model.safetensors", sha256: "b".repeat(64) });
    expect(report.provenance.files.map(({ name }) => name)).toContain("provenance.json");
  });

  it("says how to run a claim again with the options that are not the defaults", async () => {
    const run = {
      ...options(),
      model: directory(join(ROOT, "models/mine")),
      sae: null,
      bases: 300,
      seed: "5",
      threads: 1,
    };
    const authors = { ...run, grid: "authors" as const };
    const { written } = await finish([moduleOf([test(metaOf("a", { options: run }))])]);
    expect(written!.report.claims[0]!.rerun).toBe(
      "npm run reproduce -- --claim a --model models/mine --bases 300 --seed 5 --threads 1",
    );
    const again = await finish([moduleOf([test(metaOf("a", { options: authors }))])]);
    expect(again.written!.report.claims[0]!.rerun).toMatch(/ --threads 1 --authors-grid$/);
    const onDevice = { ...options(), device: "webgpu" as const };
    const third = await finish([moduleOf([test(metaOf("a", { options: onDevice }))])]);
    expect(third.written!.report.claims[0]!.rerun).toBe("npm run reproduce -- --claim a --device webgpu");
  });

  it("says --no-sae where a run without would get one unasked", async () => {
    const again = async (changes: Partial<ClaimMeta["run"]>) => {
      const { written } = await finish([moduleOf([test(metaOf("a", changes))])]);
      return written!.report.claims[0]!.rerun;
    };
    const mine = { ...options(), model: directory(join(ROOT, "models/mine")), sae: null };
    expect(await again({ options: { ...options(), sae: null } })).toMatch(/ --claim a --no-sae$/);
    expect(await again({ options: mine, kind: "gpt2-small" })).toMatch(/ --model models\/mine --no-sae$/);
    expect(await again({ options: mine, kind: "other" })).toMatch(/ --model models\/mine$/);
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
    const told = await finish([moduleOf([test(metaOf("a", { parity }))])]);
    expect(told.written!.report.provenance.deviceParity).toEqual(parity);
    expect((await readReport(join(out, "report.json"))).provenance.deviceParity).toEqual(parity);
    const { written } = await finish([moduleOf([test(metaOf("a"))])]);
    expect(written!.report.provenance).not.toHaveProperty("deviceParity");
  });

  it("without evidence writes nothing and tells each error once, with its hint", async () => {
    const error = { message: "There is no model.", hint: "Hint: give one." };
    const { written, errors } = await finish(
      [moduleOf([test({}, [error]), test({}, [error])], [{ message: "a syntax error" }])],
      [{ message: "an unhandled one" }],
    );
    expect(written).toBeNull();
    expect(errors).toEqual([
      { message: "an unhandled one", hint: null },
      { message: "a syntax error", hint: null },
      error,
    ]);
    expect(readdirSync(out)).toEqual([]);
  });

  it("tells what kept a claim from being judged, and not what failed elsewhere or came out unexpected", async () => {
    const { written, errors } = await finish([
      moduleOf([
        test(metaOf("a"), [{ message: "expected contradicted" }]),
        test({}, [{ message: "crashed" }]),
        test({}, [{ message: "a law" }], "specs"),
      ]),
    ]);
    expect(written!.report.claims).toHaveLength(1);
    expect(errors.map(({ message }) => message)).toEqual(["crashed"]);
  });

  it("that was ended writes no report of the claims before", async () => {
    const { written } = await finish([moduleOf([test({ ...metaOf("a"), endsRun: true })])]);
    expect(written).toBeNull();
    expect(readdirSync(out)).toEqual([]);
  });

  it("whose folder cannot be written is an error with a hint", async () => {
    writeFileSync(join(out, "file"), "");
    const blocked = { ...options(), out: join(out, "file/reports") };
    const modules = [moduleOf([test(metaOf("a", { options: blocked }))])];
    const { written, errors } = await finish(modules);
    expect(written).toBeNull();
    expect(errors[0]!.message).toContain("cannot be written");
    expect(errors[0]!.hint).toMatch(/^Hint: /);
    await expect(new ClaimReporter({ root: ROOT }).onTestRunEnd(modules, [])).rejects.toThrow(
      "cannot be written",
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

describe("provenance", () => {
  const facts = {
    startedAt: new Date(0),
    seconds: 1,
    peakMemoryMiB: null,
    threads: 2,
    deviceParity: null,
    command: "npm test",
    digests: [],
    files: [join(ROOT, "fixtures/organism/config.json"), "/no/such/file"],
  };

  it("names the commit, the lock file and the files that are there", () => {
    const provenance = runProvenance(ROOT, facts);
    expect(provenance.startedAt).toBe("1970-01-01T00:00:00.000Z");
    expect(provenance.lockfileDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(provenance.files).toEqual([
      { name: "config.json", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect([provenance.node, provenance.onnxruntime]).toEqual([process.version, "1.30.0"]);
  });

  it("knows no commit outside a checkout, which is no failure", () => {
    writeFileSync(join(out, "package.json"), '{ "version": "9.9.9" }');
    symlinkSync(join(ROOT, "node_modules"), join(out, "node_modules"));
    expect(runProvenance(out, facts)).toMatchObject({
      commit: null,
      dirty: null,
      lockfileDigest: null,
      version: "9.9.9",
    });
  });
});
