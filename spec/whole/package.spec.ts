import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRepository } from "../../src/cli/commands/init.ts";
import { AlreadyExistsError, UnwritableFolderError } from "../../src/errors/index.ts";
import { readLedgers } from "../../src/files/registered/ledger-file.ts";
import { readReport } from "../../src/files/report-files.ts";
import type { Report } from "../../src/report/report.generated.ts";
import { temporaryFolder } from "../support/files.ts";
import { type Ended, type Installed, installPacked } from "../support/packed.ts";

/** The fewest that a verdict is given of. */
const BASES = 200;
/** Seen: 300 files, 3.7 MB, of which the organism is 2.1 MB. Papers are still to come, specs and reports are not. */
const MOST_FILES = 500;
const MOST_BYTES = 6_000_000;

let installed: Installed;
let own: string;
let made: Ended;
let dated: Ended;
let tested: Ended;
let accepted: Ended;
let report: Report;

beforeAll(async () => {
  installed = await installPacked();
  made = installed.run(installed.folder, "bag-of-latents", "init", "own");
  own = join(installed.folder, "own");
  const config = join(own, "vitest.config.ts");
  const text = readFileSync(config, "utf8");
  writeFileSync(config, text.replace("ownPapers(papers)", `ownPapers(papers, { bases: ${BASES} })`));
  dated = installed.run(own, "npm", "run", "register", "--", "--because", "before the first run");
  tested = installed.run(own, "npm", "test");
  report = await readReport(join(own, "reports/latest/report.json"));
  accepted = installed.run(own, "npm", "run", "accept", "--", "--because", "the first report");
});
afterAll(() => expect(existsSync(join(installed.folder, "cache"))).toBe(true)); // and not at home

describe("the packed package", () => {
  it("holds what is built, the organism and nothing of specs, reports, goldens and sources", () => {
    const roots = new Set(installed.files.map(({ path }) => path.split("/").slice(0, 2).join("/")));
    const beside = [...roots].filter((root) => !root.startsWith("dist/")).sort();
    expect(beside).toEqual(["LICENSE", "README.md", "fixtures/organism", "package.json"]);
    const kinds = new Set(installed.files.map(({ path }) => path.replace(/^.*?(\.d\.ts|\.[^./]+|)$/, "$1")));
    const wanted = [".d.ts", ".json", ".md", ".mjs", ".safetensors", "LICENSE"];
    expect([...kinds].map((kind) => kind || "LICENSE").sort()).toEqual(wanted);
    expect(installed.files.map(({ path }) => path)).not.toContain("fixtures/organism/standing.json");
  });

  it(`has at most ${MOST_FILES} files and ${MOST_BYTES} bytes`, () => {
    expect(installed.files.length).toBeLessThanOrEqual(MOST_FILES);
    expect(installed.files.reduce((bytes, { size }) => bytes + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it("is imported by plain Node, with criterion, the schemas, and telemetry off before the runtime is loaded", () => {
    const code = `
      const bol = await import("bag-of-latents");
      const paper = await import("bag-of-latents/papers/synthetic-activations");
      const { readFileSync } = await import("node:fs");
      const schema = JSON.parse(readFileSync(new URL(import.meta.resolve("bag-of-latents/schemas/report.schema.json"))));
      console.log(typeof bol.criterion, typeof bol.openModel, paper.paper.id, typeof schema.$defs, process.env.ORT_DISABLE_TELEMETRY);
      try { bol.ownGenerators({ real: bol.generators.real }) } catch (error) { console.log(error instanceof bol.BagOfLatentsError) }
    `;
    const { code: status, text } = installed.run(own, process.execPath, "--input-type=module", "-e", code);
    expect(text).toBe("function function synthetic-activations object 1\ntrue\n");
    expect(status).toBe(0);
  });

  it.each([
    ["NodeNext", { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
    ["Bundler", { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ])(
    "has types that a new repository and they themselves pass under moduleResolution %s",
    (_, resolution) => {
      expect(typeErrors(resolution)).toEqual([]);
    },
  );
});

describe("init", () => {
  it("says what it wrote and what comes next, and leaves nothing unfinished", () => {
    expect(made.code, made.text).toBe(0);
    expect(made.text).toContain("\n  spec/claims/my-paper/random-stays-longer.spec.ts\n");
    expect(made.text).toContain("\n  cd own\n  npm install\n  npm test\n");
    expect(readdirSync(own).filter((name) => name.startsWith(".unfinished"))).toEqual([]);
  });

  it("gives a repository whose npm test is green and writes the report of its claim, with badges", () => {
    expect(tested.code, tested.text.slice(-4000)).toBe(0);
    expect(report.criteria).toMatchObject([
      {
        key: "my-paper/random-stays-longer",
        n: BASES,
        verdict: "supported",
        control: { verdict: "contradicted" },
      },
    ]);
    expect(report.criteria[0]!.planted).toMatchObject({ verdict: "supported" });
    expect(report.types.map(({ key }) => key)).toEqual(["real", "random", "isotropic"]);
    expect(report.measurements["halfWayStep"]!["isotropic"]!.mean).toBeGreaterThan(0);
    const badge = join(own, "reports/latest/badges/my-paper/random-stays-longer.json");
    expect(JSON.parse(readFileSync(badge, "utf8"))).toMatchObject({ schemaVersion: 1, message: "supported" });
  });

  it("gives one whose register dates what decides its claim, on the organism and on the paper's own model", async () => {
    expect(dated.code, dated.text).toBe(0);
    expect((await readLedgers(own, "my-paper")).map(({ ledger }) => ledger)).toMatchObject([
      { model: { name: "GPT-2 small" }, criteria: { "random-stays-longer": [{ facts: { n: 1000 } }] } },
      {
        model: { name: "organism" },
        criteria: { "random-stays-longer": [{ because: "before the first run" }] },
      },
    ]);
    expect(report.criteria[0]!.registered).toMatchObject({
      deviation: `the number of bases is ${BASES}, registered: 1000`,
    });
  });

  it("gives one whose accept publishes the registered run, keeps its numbers and leads to it from page and README", async () => {
    expect(accepted.code, accepted.text).toBe(0);
    const published = await readReport(join(own, "reports/organism/report.json"));
    expect(published.criteria).toMatchObject([{ n: 1000, registered: { deviation: null } }]);
    expect(accepted.text).toContain("golden/organism/my-paper/random-stays-longer.json: first accepted");
    expect(readFileSync(join(own, "golden/history.jsonl"), "utf8")).toContain("the first report");
    expect(readFileSync(join(own, "reports/index.html"), "utf8")).toContain('href="organism/report.html');
    expect(readFileSync(join(own, "README.md"), "utf8")).toContain("reports/organism/badges/");
  });

  it("gives one whose commands know its paper and its claims, write into its own folder, and say of a changed claim that it deviates", () => {
    const claim = join(own, "spec/claims/my-paper/random-stays-longer.spec.ts");
    writeFileSync(claim, readFileSync(claim, "utf8").replace("above: 1,", "above: 2,"));
    const ran = installed.run(own, "npm", "run", "reproduce", "--", "--claim", "H1", "--bases", "2");
    expect(ran.code, ran.text).toBe(0);
    expect(ran.text).toMatch(
      /deviates from what was registered: H1: the threshold is above 2, registered: above 1/,
    );
    expect(existsSync(join(own, "reports/tries/H1+bases-2/report.json")), ran.text).toBe(true);
    const list = join(own, "src/papers/index.ts");
    writeFileSync(list, `import "#papers/my-paper";\n${readFileSync(list, "utf8")}`); // a name that only TypeScript has
    const refused = installed.run(own, "bag-of-latents", "reproduce", "--paper", "another");
    expect(refused.text).toContain('--paper is "another"; it must be my-paper.');
    expect(refused.code).toBe(2);
    const inside = installed.run(join(own, "src"), "bag-of-latents", "new", "paper", "other");
    expect(inside.code, inside.text).toBe(0);
    expect(readFileSync(list, "utf8")).toContain("[myPaper, otherPaper]");
    const kept = readdirSync(join(own, ".cache"), { recursive: true, withFileTypes: true });
    expect(kept.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([]);
  });

  it("is hinted at where there is no claim to run", () => {
    const { code, text } = installed.run(installed.folder, "bag-of-latents", "reproduce");
    expect(code).toBe(2);
    expect(text).toMatch(/folder of claims is missing[\s\S]*Hint: npx bag-of-latents init my-paper/);
  });

  it("refuses a folder that is not empty and leaves it as it was; a .git does not count", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, ".git"));
    await writeRepository(folder);
    const before = readdirSync(folder).sort();
    expect(before).toContain("package.json");
    await expect(writeRepository(folder)).rejects.toThrow(AlreadyExistsError);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it("writes nothing at all where it cannot write everything", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    await expect(writeRepository(join(folder, "file", "own"))).rejects.toThrow(UnwritableFolderError);
    await expect(writeRepository(join(folder, "a".repeat(300), "own"))).rejects.toThrow(
      UnwritableFolderError,
    );
    expect(readdirSync(folder)).toEqual(["file"]);
  });
});

/** Type errors of a new repository's files, and of the package's own declarations, which no option skips. */
function typeErrors(resolution: ts.CompilerOptions): readonly string[] {
  const file = join(own, "tsconfig.json");
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, own);
  const program = ts.createProgram(fileNames, { ...options, ...resolution, skipLibCheck: false });
  const checked = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(own) || fileName.includes("/bag-of-latents/dist/"));
  expect(checked.length).toBeGreaterThan(50);
  return checked.flatMap((one) =>
    [...program.getSyntacticDiagnostics(one), ...program.getSemanticDiagnostics(one)].map(
      ({ messageText }) => `${one.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
  );
}
