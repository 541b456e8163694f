import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writePaper } from "../../src/cli/commands/new-paper.ts";
import { readReport } from "../../src/files/report-files.ts";
import type { Report } from "../../src/report/report.generated.ts";
import { addedLines, docBlocks, withDiff } from "../support/doc-blocks.ts";
import { copyProject, type Finished, type ProjectCopy } from "../support/project-copy.ts";
import { ROOT } from "../support/root.ts";

const VITEST = "vitest/vitest.mjs";
/** Enough for every statistic to have a value, and far too few for a verdict. */
const BASES = 8;
const CLAIM = "synthetic-activations/isotropic-is-later";
/** Not the name in the help, which the engine may say. */
const PAPER = "newcomers-own";

/** What CONTRIBUTING has a newcomer write, by section. */
const sections = new Map(
  readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8")
    .split(/^## /m)
    .map((text) => [text.split("\n", 1)[0]!, docBlocks(text)] as const),
);
const blocksOf = (section: string) => sections.get(section) ?? [];
/** The specs among them that are no claims. */
const ownSpecs = [...sections.values()].flatMap((blocks) =>
  blocks.flatMap(({ path }) => (path !== null && /^spec\/(?!claims)/.test(path) ? [path] : [])),
);

let copy: ProjectCopy;
/** Files changed or new, by what was added. */
const changed = new Map<string, readonly string[]>();
let accepted: Finished;
let report: Report;
const inCopy = (path: string) => readFileSync(join(copy.root, path), "utf8");
const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=spec", "-c", "user.email=spec@localhost", ...args], {
    cwd: copy.root,
    encoding: "utf8",
  });

beforeAll(async () => {
  copy = copyProject({ records: true });
  edit("src/papers/synthetic-activations/setup.ts", /bases: 1000,/, `bases: ${BASES},`);
  edit("src/prompts/prompt-source.ts", /(export const POPULATION_PROMPTS = )[\d_]+/, "$1500");
  for (const { language, path, code } of docBlocks(inCopy("README.md")))
    if (language === "ts" && path !== null) copy.write(path, code);
  git("init", "-q");
  record();
  for (const section of sections.keys())
    if (/^Add an? (?!option)/.test(section)) {
      for (const block of blocksOf(section)) {
        const { language, path, code } = block;
        if (path === null) continue;
        copy.write(path, language === "diff" ? withDiff(inCopy(path), block) : code);
      }
      if (section === "Add a paper") await writePaper(copy.root, PAPER);
      changed.set(section, record());
    }
  edit(
    `spec/claims/${PAPER}/random-stays-longer.spec.ts`,
    'above: Number.NaN, because: ""',
    'above: 1, because: "a step is the unit of the curve"',
  );
  accepted = await copy.run("../src/cli/start.mjs", ["accept", "--because", "what a newcomer added"]);
  report = await readReport(join(copy.root, "reports/organism/report.json"));
});
afterAll(() => copy.remove());

describe("a newcomer who follows CONTRIBUTING", () => {
  it("adds a claim by one file, and a generator by one, its law and its line in the registry", () => {
    expect(changed.get("Add a claim")).toEqual([`spec/claims/${CLAIM}.spec.ts`]);
    expect(changed.get("Add a generator")).toEqual([
      "spec/laws/isotropic.spec.ts",
      "src/activations/isotropic.ts",
      "src/activations/registry.ts",
    ]);
    expect(linesAdded("Add a generator")).toEqual([1]);
  });

  it.each([
    ["metric", "metrics/final-distance.ts"],
    ["perturbation", "perturbations/across.ts"],
  ])("adds a %s that is reported by one file and its import and entry in the paper's list", (what, file) => {
    const folder = `src/papers/synthetic-activations/${file.split("/")[0]}`;
    const wanted = [`src/papers/synthetic-activations/${file}`, `${folder}/index.ts`];
    expect(changed.get(`Add a ${what}`)).toEqual(wanted.sort());
    expect(linesAdded(`Add a ${what}`)).toEqual([2]);
  });

  it("adds a paper by its folder, its claims and its entry in the list", () => {
    const elsewhere = changed
      .get("Add a paper")!
      .filter((file) => !new RegExp(`^(src/papers|spec/claims)/${PAPER}/`).test(file));
    expect(elsewhere).toEqual(["src/papers/index.ts"]);
  });

  it("adds an option by one row, besides what uses it and its spec", () => {
    const blocks = blocksOf("Add an option");
    expect(blocks.map(({ language, path }) => [language, path])).toEqual([["diff", "src/run/options.ts"]]);
  });

  it("keeps it all by one command, which says what it accepted", () => {
    expect(accepted.code, accepted.text).toBe(0);
    for (const golden of [
      "generators/isotropic",
      `organism/${CLAIM}`,
      `organism/${PAPER}/random-stays-longer`,
    ])
      expect(accepted.text).toContain(`golden/${golden}.json: first accepted`);
    expect(accepted.text).toContain(`reports/organism/${PAPER}: published, 1 criteria.`);
    expect(accepted.text).toContain("README.md: written.");
    const reasons = inCopy("golden/history.jsonl").split("\n");
    expect(reasons.filter((line) => line.includes("what a newcomer added")).length).toBeGreaterThan(2);
  });

  it("finds the claim in the report, beside all others and measured on the new generator", () => {
    const claim = report.criteria.find(({ key }) => key === CLAIM)!;
    expect(claim).toMatchObject({ hypothesis: "isotropic directions", n: BASES, verdict: "inconclusive" });
    expect(claim.reason).toMatch(/^n = 8 is below the 200 bases/);
    expect(claim.statistic.value).toBeTypeOf("number");
    expect(claim.beside.map(({ name }) => name)).toContain("mean distance to isotropic");
    const files = new Set(report.criteria.map(({ key }) => key.split("/")[1]!.split(".")[0]!));
    const written = readdirSync(join(copy.root, "spec/claims/synthetic-activations"));
    expect([...files].sort()).toEqual(written.map((file) => file.replace(".spec.ts", "")).sort());
  });

  it("finds the control in the report, measured on another generator", () => {
    const { control, statistic } = report.criteria.find(({ key }) => key === CLAIM)!;
    expect(control).toMatchObject({ name: "a second draw of random", n: BASES });
    expect(control.value).toBeTypeOf("number");
    expect(control.value).not.toBe(statistic.value);
  });

  it("finds the claim in the terminal's table, the Markdown, the page, a badge and README", () => {
    const said = "isotropic directions";
    expect(accepted.text.replace(/\s+/g, " ")).toContain(said);
    for (const file of ["report.md", "report.html", `badges/${CLAIM}.svg`])
      expect(inCopy(`reports/organism/${file}`), file).toContain(said);
    expect(inCopy("README.md")).toContain(said);
  });

  it("finds metric and perturbation in the report, in their words", () => {
    expect(report.metrics.map(({ key }) => key)).toContain("finalDistance");
    expect(report.measurements["finalDistance"]!["real"]!.mean).toBeGreaterThan(0);
    expect(report.perturbations.map(({ key }) => key)).toContain("across");
    for (const words of ["Final distance", "From a base of each type to a random one, relative step"])
      expect(inCopy("reports/organism/report.md")).toContain(words);
  });

  it("finds the paper's report beside the others, about its own metric alone", async () => {
    const own = await readReport(join(copy.root, `reports/organism/${PAPER}/report.json`));
    expect(own.criteria).toMatchObject([{ key: `${PAPER}/random-stays-longer`, n: BASES }]);
    expect(own.metrics.map(({ key }) => key)).toEqual(["halfWayStep"]);
    expect(own.types.map(({ key }) => key)).toEqual(["real", "random"]);
    expect(report.criteria.filter(({ key }) => key.startsWith(PAPER))).toEqual([]);
  });

  it("has every spec pass that would have noticed, and the added contracts and laws hold", async () => {
    const results = join(copy.root, "results.json");
    const run = await copy.run(VITEST, [
      ...["run", "--project", "specs", "--no-isolate", "--no-file-parallelism"], // one process
      ...["--reporter=json", `--outputFile=${results}`],
      // the types of all this are checked by the docs spec itself; the copy has a smaller population and fewer bases
      ...[
        "--testNamePattern",
        "^(?!.*(type-checks|covariance takes|are of 1000 bases|the protocol's numbers))",
      ],
      ...["spec/golden/generators", "spec/golden/organism", "spec/contracts/generators"],
      ...[
        "spec/unit/claim/registered-claims",
        "spec/unit/papers",
        "spec/architecture",
        "spec/docs",
        ...ownSpecs,
      ],
    ]);
    const { passed, failed } = titles(readFileSync(results, "utf8"));
    expect(failed).toEqual([]);
    expect(run.code, run.text).toBe(0);
    expect(passed.filter((title) => title.includes("the generator isotropic")).length).toBeGreaterThan(4);
    expect(passed).toContain("isotropic keeps the distance from the base");
    expect(passed.filter((title) => title.includes("without its fast path")).length).toBeGreaterThan(4);
    expect(passed.filter((title) => title.includes(PAPER)).length).toBeGreaterThan(1);
  });
});

/** Commits what there is; gives the files that had changed, new ones among them. */
function record(): readonly string[] {
  git("add", "--all", "--", ".", ":!fixtures");
  const files = git("diff", "--cached", "--name-only").split("\n");
  git("commit", "-q", "--allow-empty", "-m", "step");
  return files.filter((file) => file !== "");
}

function edit(path: string, from: string | RegExp, to: string): void {
  const text = inCopy(path);
  const edited = text.replace(from, to);
  expect(edited, path).not.toBe(text);
  copy.write(path, edited);
}

function linesAdded(section: string): readonly number[] {
  return blocksOf(section).flatMap((block) => (block.language === "diff" ? [addedLines(block)] : []));
}

/** Titles of the tests that passed, and of those that failed with their messages. */
function titles(json: string): { readonly passed: readonly string[]; readonly failed: readonly string[] } {
  const { testResults } = JSON.parse(json) as {
    testResults: {
      message: string;
      assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
    }[];
  };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: tests.flatMap(({ status, fullName }) => (status === "passed" ? [fullName] : [])),
    failed: [
      ...testResults.flatMap(({ message }) => (message === "" ? [] : [message])),
      ...tests.flatMap(({ status, fullName, failureMessages }) =>
        status === "failed" ? [`${fullName}: ${failureMessages.join(" ")}`] : [],
      ),
    ],
  };
}
