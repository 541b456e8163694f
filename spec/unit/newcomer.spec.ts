import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeClaimSkeleton } from "../../src/cli/commands/new.ts";
import { AlreadyExistsError, InvalidInputError } from "../../src/errors/index.ts";
import { readReport } from "../../src/files/report-files.ts";
import type { Report } from "../../src/report/report.generated.ts";
import { addedLines, docBlocks } from "../support/doc-blocks.ts";
import { copyProject, type Finished, type ProjectCopy } from "../support/project-copy.ts";
import { ROOT } from "../support/root.ts";

const REGISTRY = "src/activations/registry.ts";
const [TSX, VITEST] = ["tsx/dist/cli.mjs", "vitest/vitest.mjs"] as const;

/** The claim that CONTRIBUTING writes down, with its generator, statistic and model. */
const CLAIM = "isotropic-directions-are-weaker";
const blocks = docBlocks(readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8"));
const files = blocks.flatMap(({ language, path, code }) =>
  language === "ts" && path !== null ? [{ path, code }] : [],
);
const registryLines = blocks.filter(({ language }) => language === "diff").flatMap(addedLines);

/** What the skeleton lacks: how that is said, and how a newcomer sets it. */
const MISSING: readonly { readonly said: RegExp; readonly from: string | RegExp; readonly to: string }[] = [
  { said: /its statement is empty/, from: 'statement: ""', to: 'statement: "Random is later than real."' },
  { said: /paper\.where is empty/, from: 'where: ""', to: 'where: "abstract"' },
  { said: /its threshold has no reason/, from: 'because: ""', to: 'because: "a step is the unit"' },
  { said: /its threshold is NaN/, from: "above: Number.NaN", to: "above: 1" },
  {
    said: /it has no control/,
    from: /of: \(\) => \{[\s\S]*?\n {4}\},/,
    to: 'of: (lab) => lab.with({ random: "real" }),',
  },
];
/** Stage i has the first i things set. */
const stageName = (i: number) => `newcomer-stage-${i}`;
const UNFINISHED = MISSING.map((_, i) => stageName(i));
const FINISHED = stageName(MISSING.length);

let copy: ProjectCopy;
/** All claims, the newcomer's among them, beside skeletons that are not finished. */
let first: Finished;
let report: Report;

beforeAll(async () => {
  copy = copyProject();
  for (const { path, code } of files) copy.write(path, code);
  copy.write(REGISTRY, `${readFileSync(join(ROOT, REGISTRY), "utf8")}${registryLines.join("\n")}\n`);
  for (const [i, name] of UNFINISHED.entries()) await writeStage(i, name);
  first = await reproduce(["--out", join(copy.root, "first")]);
  report = await readReport(join(copy.root, "first/report.json"));
}, 180_000);
afterAll(() => copy.remove());

describe("a newcomer who follows CONTRIBUTING", () => {
  it("adds a claim by one file, and a generator by one file and its line in the registry", () => {
    const inFolder = (folder: string) => files.filter(({ path }) => path.startsWith(folder));
    expect(inFolder("spec/claims/")).toHaveLength(1);
    expect(inFolder("src/activations/")).toHaveLength(1);
    expect(registryLines).toHaveLength(1);
  });

  it("finds the claim in the report, beside all others and measured on the new generator", () => {
    const claim = report.claims.find(({ id }) => id === CLAIM);
    expect(claim).toMatchObject({ hypothesis: "F2", n: 20, verdict: "inconclusive" });
    expect(claim!.reason).toMatch(/^n = 20 is below the 200 bases/);
    expect(claim!.statistic.value).toBeTypeOf("number");
    expect(claim!.beside.map(({ name }) => name)).toContain("mean distance to isotropic");
    const files = new Set(report.claims.map(({ id }) => id.split(".")[0]));
    const written = readdirSync(join(copy.root, "spec/claims")).map((file) => file.replace(".spec.ts", ""));
    expect([...files].sort()).toEqual(written.filter((name) => !UNFINISHED.includes(name)).sort());
  });

  it("finds the control in the report, measured on another generator", () => {
    const { control, statistic } = report.claims.find(({ id }) => id === CLAIM)!;
    expect(control).toMatchObject({ name: "a second draw of random", n: 20 });
    expect(control.value).toBeTypeOf("number");
    expect(control.value).not.toBe(statistic.value);
  });

  it("finds the claim in the terminal's table, the Markdown, the page and a badge", () => {
    const said = "F2";
    expect(first.text).toContain(said);
    for (const file of ["report.md", "report.html", `badges/${CLAIM}.svg`])
      expect(readFileSync(join(copy.root, "first", file), "utf8"), file).toContain(said);
  });

  it("has generator, statistic and model held to contracts and laws", async () => {
    const specs = files.flatMap(({ path }) => (/^spec\/(?!claims)/.test(path) ? [path] : []));
    const results = join(copy.root, "results.json");
    const laws = await copy.run(VITEST, [
      ...["run", "--project", "specs", "--reporter=json", `--outputFile=${results}`],
      ...["spec/contracts/generators", ...specs],
    ]);
    expect(laws.code, laws.text).toBe(0);
    const passed = passedTitles(readFileSync(results, "utf8"));
    expect(passed.filter((title) => title.includes("the generator isotropic")).length).toBeGreaterThan(4);
    expect(passed).toContain("isotropic keeps the distance from the base");
    expect(passed.filter((title) => title.includes("without its fast path")).length).toBeGreaterThan(4);
  }, 120_000);
});

describe("the skeleton of a new claim", () => {
  it("fails the run, saying what is missing, until the last thing is set", () => {
    expect(first.code, first.text).toBe(2);
    for (const [i, { said }] of MISSING.entries())
      expect(first.text).toMatch(
        new RegExp(`The claim "${stageName(i)}" cannot be used: ${said.source}[^]*?Hint: `),
      );
    expect(report.claims.filter(({ id }) => UNFINISHED.includes(id))).toEqual([]);
  });

  it("runs once statement, place, threshold, reason and control are set", async () => {
    for (const name of UNFINISHED) rmSync(join(copy.root, `spec/claims/${name}.spec.ts`));
    await writeStage(MISSING.length, FINISHED);
    const run = await reproduce(["--claim", FINISHED, "--out", join(copy.root, "finished")]);
    expect(run.code, run.text).toBe(0);
    const { claims } = await readReport(join(copy.root, "finished/report.json"));
    expect(claims).toMatchObject([{ id: FINISHED, n: 20, control: { n: 20 } }]);
  }, 120_000);

  it("never takes the place of a file", async () => {
    const there = join(copy.root, "spec/claims/synthetic-activations/plateau-order.spec.ts");
    const before = readFileSync(there, "utf8");
    await expect(writeClaimSkeleton(copy.root, "plateau-order")).rejects.toThrow(AlreadyExistsError);
    expect(readFileSync(there, "utf8")).toBe(before);
  });

  it.each(["", "Upper", "with space", "../outside", "a--b", "-a", "a.b", "a".repeat(81)])(
    "is not written under the name %j",
    async (name) => {
      const before = readdirSync(join(copy.root, "spec/claims"));
      await expect(writeClaimSkeleton(copy.root, name)).rejects.toThrow(InvalidInputError);
      expect(readdirSync(join(copy.root, "spec/claims"))).toEqual(before);
    },
  );
});

function reproduce(options: readonly string[]): Promise<Finished> {
  return copy.run(TSX, ["src/cli/main.ts", "reproduce", "--bases", "20", ...options]);
}

async function writeStage(count: number, name: string): Promise<void> {
  const file = await writeClaimSkeleton(copy.root, name);
  let text = readFileSync(file, "utf8");
  for (const { from, to } of MISSING.slice(0, count)) {
    expect(text).toMatch(from);
    text = text.replace(from, to);
  }
  copy.write(`spec/claims/${name}.spec.ts`, text);
}

function passedTitles(json: string): string[] {
  const { testResults } = JSON.parse(json) as {
    testResults: { assertionResults: { status: string; fullName: string }[] }[];
  };
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ status, fullName }) => (status === "passed" ? [fullName] : [])),
  );
}
