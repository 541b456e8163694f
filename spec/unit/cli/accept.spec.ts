import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { accept, type Checks } from "../../../src/cli/commands/accept.ts";
import { writeRepository } from "../../../src/cli/commands/init.ts";
import { GoldenRefusedError } from "../../../src/errors/index.ts";
import { readReport } from "../../../src/files/report-files.ts";
import { checkGolden } from "../../../src/golden/golden-check.ts";
import type { GoldenStore } from "../../../src/golden/golden-store.ts";
import { papers } from "../../../src/papers/index.ts";
import { listPapers } from "../../../src/papers/listed.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import type { RunOutcome } from "../../../src/vitest/claim-reporter.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

const frozen = await readReport(join(ROOT, "fixtures/report/frozen-report.json"));
/** The same, every criterion judged and as expected. */
const criteria = frozen.criteria
  .filter(({ verdict }) => verdict !== "error")
  .map((one) => ({ ...one, expected: { verdict: one.verdict, because: "a spec" } }));
const { error: _, ...byVerdict } = frozen.summary.byVerdict;
const asExpected: Report = {
  ...frozen,
  criteria,
  summary: {
    criteria: criteria.length,
    byVerdict,
    unexpected: [],
    complete: criteria.every(({ verdict }) => verdict !== "not-run"),
  },
};
const options = { madeBy: "a spec", tolerance: { abs: 0.1, rel: 0, because: "a test" } };
const now = new Date("2026-03-04T12:00:00Z");

let root: string;
let store: GoldenStore;
let told: string;
/** What was checked, in order. */
let checked: string[];

beforeEach(() => {
  root = temporaryFolder();
  store = { goldenDirectory: join(root, "golden"), pendingDirectory: join(root, "pending"), ci: false };
  cpSync(join(ROOT, "README.md"), join(root, "README.md"));
  told = "";
  checked = [];
  const tell = (text: unknown) => {
    told += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(tell);
  vi.spyOn(process.stderr, "write").mockImplementation(tell);
});
afterEach(() => vi.restoreAllMocks());

/** A run whose report is this one, and which leaves a candidate of each kind. */
function checks(
  report: Report,
  more: { failures?: readonly string[]; errors?: RunOutcome["errors"] } = {},
): Checks {
  return {
    generators: async () => {
      checked.push("generators");
      const { pass, message } = checkGolden(store, "generators/new", [1, 2], options);
      return [...(pass ? [] : [message]), ...(more.failures ?? [])];
    },
    claims: async () => {
      checked.push("claims");
      checkGolden(store, "organism/paper/claim", { value: 3 }, options);
      const dir = join(root, "reports/latest");
      const { id } = report.paper;
      mkdirSync(join(dir, "evidence", id), { recursive: true });
      for (const { key } of report.criteria)
        writeFileSync(join(dir, `evidence/${key}.json`), JSON.stringify({ key, samples: {} }));
      return { papers: [{ paper: id, written: { report, dir }, kept: null }], errors: more.errors ?? [] };
    },
  };
}

const run = (given: Checks, changes: { because?: string; store?: GoldenStore } = {}) =>
  accept({ root, store, because: "a new claim", now, checks: given, ...changes });

const nothingChanged = () => {
  expect(existsSync(store.goldenDirectory)).toBe(false);
  expect(existsSync(join(root, "reports/organism"))).toBe(false);
  expect(readFileSync(join(root, "README.md"), "utf8")).toBe(readFileSync(join(ROOT, "README.md"), "utf8"));
};

describe("accept", () => {
  it("publishes the report with its evidence, accepts both kinds of goldens, updates README and the gallery", async () => {
    expect(await run(checks(asExpected))).toBe(0);
    expect(checked).toEqual(["generators", "claims"]);
    expect((await readReport(join(root, "reports/organism/report.json"))).criteria).toEqual(
      asExpected.criteria,
    );
    expect(existsSync(join(root, `reports/organism/evidence/${criteria[0]!.key}.json`))).toBe(true);
    for (const golden of ["generators/new", "organism/paper/claim"]) {
      expect(existsSync(join(store.goldenDirectory, `${golden}.json`))).toBe(true);
      expect(told).toContain(`golden/${golden}.json: first accepted`);
    }
    expect(readFileSync(join(store.goldenDirectory, "history.jsonl"), "utf8")).toContain("a new claim");
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain(asExpected.criteria[0]!.key);
    expect(told).toContain("README.md: written.");
    expect(readFileSync(join(root, "reports/index.html"), "utf8")).toContain('href="organism/report.html"');
  });

  it("shows the difference of a golden that moved, and says so where every golden matches", async () => {
    await run(checks(asExpected));
    told = "";
    expect(await run(checks(asExpected))).toBe(0);
    expect(told).toContain("Every golden matches.");
    const moved = checks(asExpected);
    await run({
      ...moved,
      claims: async () => {
        const outcome = await moved.claims();
        checkGolden(store, "organism/paper/claim", { value: 3.5 }, options);
        return outcome;
      },
    });
    expect(told).toContain("value: 3 -> 3.5 (+0.5, 16.7 %)");
  });

  it("leaves alone what other specs left, and forgets candidates of earlier checks", async () => {
    checkGolden(store, "reference", 1, options);
    checkGolden(store, "organism/paper/deleted-claim", 1, options);
    expect(await run(checks(asExpected))).toBe(0);
    expect(existsSync(join(store.pendingDirectory, "reference.json"))).toBe(true);
    for (const golden of ["reference", "organism/paper/deleted-claim"])
      expect(existsSync(join(store.goldenDirectory, `${golden}.json`))).toBe(false);
  });
});

describe("accept in a repository of one's own", () => {
  afterEach(() => listPapers(papers));

  it("publishes its paper's report, accepts its golden, and writes its README and its gallery", async () => {
    root = join(temporaryFolder(), "own");
    store = { ...store, goldenDirectory: join(root, "golden") };
    await writeRepository(root);
    const { id } = asExpected.paper;
    const own = JSON.parse(JSON.stringify(asExpected).replaceAll(`"${id}`, '"my-paper')) as Report;
    listPapers([{ ...papers[0]!, id: "my-paper" }]);
    expect(await run({ ...checks(own), generators: async () => [] })).toBe(0);
    expect(told).toContain(`reports/organism: published, ${own.criteria.length} criteria.`);
    expect(told).toContain("golden/organism/paper/claim.json: first accepted");
    expect((await readReport(join(root, "reports/organism/report.json"))).paper.id).toBe("my-paper");
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(readme).toContain("(reports/organism/badges/overall.svg)");
    expect(readme).not.toContain("No report is in version control yet");
    expect(readFileSync(join(root, "reports/index.html"), "utf8")).toContain('href="organism/report.html"');
  });
});

describe("accept changes nothing and stops", () => {
  it("in CI and without a reason, before anything is checked", async () => {
    await expect(run(checks(asExpected), { store: { ...store, ci: true } })).rejects.toThrow(
      /this is a CI run/,
    );
    await expect(run(checks(asExpected), { because: " " })).rejects.toThrow(GoldenRefusedError);
    expect(checked).toEqual([]);
    nothingChanged();
  });

  it("where a verdict is not the expected one, with the entry that standing.json lacks", async () => {
    const [first, ...others] = asExpected.criteria;
    const verdict = first!.verdict === "contradicted" ? ("supported" as const) : ("contradicted" as const);
    const report: Report = {
      ...asExpected,
      criteria: [{ ...first!, expected: { verdict, because: "a spec" } }, ...others],
      summary: { ...asExpected.summary, unexpected: [first!.key] },
    };
    expect(await run(checks(report))).toBe(1);
    expect(told).toContain(`"${first!.key}" is ${first!.verdict}, expected is ${verdict}`);
    const [, name, entry] = /^ {2}"([\w.-]+)": (\{.*\})$/m.exec(told)!;
    expect(`${report.paper.id}/${name}`).toBe(first!.key);
    expect(JSON.parse(entry!)).toMatchObject({ verdict: first!.verdict, date: "2026-03-04" });
    expect(told).toContain("Nothing was accepted or published.");
    nothingChanged();
  });

  it("where a spec of the generators fails for another reason than its golden, without running a claim", async () => {
    expect(await run(checks(asExpected, { failures: ["the generator new is not a function"] }))).toBe(2);
    expect(checked).toEqual(["generators"]);
    expect(told).toContain("the generator new is not a function");
    nothingChanged();
  });

  it("where a claim could not be judged", async () => {
    const errors = [{ message: 'The claim "x" cannot be used.', hint: "Hint: set its threshold." }];
    expect(await run(checks(asExpected, { errors }))).toBe(2);
    expect(told).toContain("Hint: set its threshold.");
    nothingChanged();
  });
});
