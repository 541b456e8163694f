import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { newClaimFile } from "../src/cli/commands/new-claim.ts";
import { newPaperFiles } from "../src/cli/commands/new-paper.ts";
import { README_FIGURE, readmeFigure } from "../src/cli/commands/readme-figure.ts";
import { outcomeInWords, withClaims } from "../src/cli/commands/update-readme.ts";
import { createProgram } from "../src/cli/program.ts";
import { DIVERGENCE_TOLERANCE, PARITY_BASES, PARITY_TOLERANCE } from "../src/experiment/device-parity.ts";
import { readReport } from "../src/files/report-files.ts";
import { PROMPT_DOWNLOAD_BYTES } from "../src/limits.ts";
import { DEVICES } from "../src/model/device.ts";
import { POPULATION_PROMPTS, SMALLEST_POPULATION_PER_DIMENSION } from "../src/prompts/prompt-source.ts";
import { FIRST_GROUPS, ROWS_PER_CANDIDATE } from "../src/prompts/row-groups.ts";
import type { Report } from "../src/report/report.generated.ts";
import { docBlocks, withDiff } from "./support/doc-blocks.ts";
import { ROOT } from "./support/root.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const documents = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
const scripts = (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts;

/** What a newcomer is told to make: it need not be there. */
const MADE_BY_COMMANDS = [
  ...["reports/latest", "reports/mine", "reports/tries", "reports/index.html"],
  ...["src/papers/my-paper", "spec/claims/my-paper", "golden/generators/isotropic.json"],
];
/** Paths in the text that begin with a folder of the project. */
const PROJECT_PATH = /`((?:src|spec|fixtures|golden|reports|deploy)\/[\w./-]*[\w/])`/g;

describe("the documents in the root", () => {
  it("are the ones a reader is promised", () => {
    const promised = ["README", "RUNNING", "GLOSSARY", "DECISIONS", "CONTRIBUTING", "CHANGELOG"];
    expect(documents).toEqual(expect.arrayContaining(promised.map((name) => `${name}.md`)));
    expect(existsSync(join(ROOT, "LICENSE"))).toBe(true);
  });

  describe.each(documents)("%s", (name) => {
    const text = read(name);
    const written = docBlocks(read("CONTRIBUTING.md")).flatMap(({ path }) => path ?? []);

    it("links only to files and headings that are there", () => {
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
      const broken = links.filter((target) => !/^https:/.test(target) && !linkResolves(name, target));
      expect(broken).toEqual([]);
    });

    it("names only paths that are there", () => {
      const paths = [...text.matchAll(PROJECT_PATH)].map(([, path]) => path!);
      const allowed = (path: string) =>
        existsSync(join(ROOT, path)) ||
        written.includes(path) ||
        MADE_BY_COMMANDS.some((made) => path.startsWith(made));
      expect(paths.filter((path) => !allowed(path))).toEqual([]);
    });

    it("names only npm scripts that are there", () => {
      const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, script]) => script!);
      expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
    });

    it("names only commands and options that the command line has", () => {
      const wrong = commandLines(text).flatMap(({ command, options }) => {
        const known = optionsOf(command);
        if (known === undefined) return [`no command ${command}`];
        return options
          .filter((option) => !known.includes(option))
          .map((option) => `${command} has no ${option}`);
      });
      expect(wrong).toEqual([]);
    });

    it("has no path of one machine", () => {
      expect(text).not.toMatch(/(^|[\s`"'(])\/(work|home|root|tmp|Users)\//);
    });
  });
});

describe("README.md", () => {
  const readme = read("README.md");

  it("names one test command, the one that the checks run", () => {
    const commands = docBlocks(readme).flatMap(({ code }) => code.match(/^npm ci && npm t.*$/gm) ?? []);
    expect(commands).toEqual(["npm ci && npm test"]);
    expect(read(".ci/run").match(/^npm .*$/gm)).toEqual(["npm ci", "npm test"]);
  });

  it("shows badges and claims of the committed report as they are", async () => {
    const report = await readReport(join(ROOT, "reports/organism/report.json"));
    const hint = "Hint: npm run cli -- update-readme";
    expect(readme === withClaims(readme, report), hint).toBe(true);
  });

  it("shows the picture of the committed report, before its first command", async () => {
    const report = await readReport(join(ROOT, "reports/organism/report.json"));
    expect(read(README_FIGURE) === readmeFigure(report), "Hint: npm run cli -- update-readme").toBe(true);
    expect(readme.slice(0, readme.indexOf("npm ci"))).toContain(`](${README_FIGURE})`);
  });

  it("says in a sentence what came out, before the first badge", () => {
    const report = JSON.parse(read("reports/organism/report.json")) as Report;
    expect(readme.slice(0, readme.indexOf("!["))).toContain(outcomeInWords(report));
  });

  it("shows a claim that is there, as it is", () => {
    const [shown, ...others] = docBlocks(readme).filter(({ language }) => language === "ts");
    expect(others).toEqual([]);
    expect(shown?.code).toBe(read(shown!.path!));
  });

  it("says how many prompts the covariance takes, as the code has it", () => {
    expect(readme).toContain(`Up to ${POPULATION_PROMPTS.toLocaleString("en-US")} are used`);
    expect(readme).toContain(`at least ${SMALLEST_POPULATION_PER_DIMENSION} d_model more`);
  });

  it("says that nothing has run on GPT-2 small, as long as nothing has", async () => {
    const { criteria } = await readReport(join(ROOT, "reports/organism/report.json"));
    expect(new Set(criteria.map(({ reproduction }) => reproduction.status))).toEqual(new Set(["not-run"]));
    expect(readme).toContain("on GPT-2 small every claim is not-run");
  });
});

describe("RUNNING.md", () => {
  const running = read("RUNNING.md");

  it("gives the limits of prompts and parity that the code has", () => {
    expect(running).toContain(`at most ${PROMPT_DOWNLOAD_BYTES / 1e6} MB of prompts`);
    expect(running).toContain(`${FIRST_GROUPS} groups for up to`);
    expect(running).toContain(`At most one row in ${inWords(ROWS_PER_CANDIDATE)}`);
    expect(running).toContain(`the first ${inWords(PARITY_BASES)} bases of the run`);
    expect(running).toContain(`within ${powerOfTen(PARITY_TOLERANCE)} of their size`);
    expect(running).toContain(`within ${powerOfTen(DIVERGENCE_TOLERANCE)} nats`);
  });

  it("names every device", () => {
    const named = [...running.matchAll(/^\| `(\w+)` \| .* \| .* \|$/gm)].map(([, device]) => device);
    expect(named).toEqual(expect.arrayContaining([...DEVICES]));
  });
});

describe("the code in README and CONTRIBUTING", () => {
  it("type-checks, every block that names its file and every line that is added, beside what `new` writes", () => {
    const contributing = docBlocks(read("CONTRIBUTING.md"));
    const files = new Map<string, string>();
    for (const { language, path, code } of [...contributing, ...docBlocks(read("README.md"))])
      if (language === "ts" && path !== null) files.set(join(ROOT, path), code);
    expect(files.size).toBeGreaterThan(7);
    for (const block of contributing.filter(({ language }) => language === "diff"))
      files.set(join(ROOT, block.path!), withDiff(read(block.path!), block));
    for (const { path, text } of [...newPaperFiles("new-paper"), newClaimFile("new-paper", "new-claim")])
      files.set(join(ROOT, path), text);
    expect(typeErrors(files)).toEqual([]);
  });
});

describe("the workflow", () => {
  it("runs the checks and the tests on every Node version that is promised", () => {
    const workflow = read(".github/workflows/ci.yml");
    expect(workflow.match(/^ +- run: .*$/gm)?.map((line) => line.trim())).toEqual([
      "- run: npm ci",
      "- run: npm run check",
      "- run: npm test",
    ]);
    const [, versions] = /node: \[(.*)\]/.exec(workflow)!;
    expect(read("README.md")).toContain(`(${versions!.replace(/, (?=\d+$)/, " and ")} are tested)`);
    expect(workflow.match(/uses: \S+$/gm)).toSatisfy((uses: string[]) =>
      uses.every((use) => /@v\d+$/.test(use)),
    );
  });
});

describe("DECISIONS.md", () => {
  const decisions = read("DECISIONS.md");
  const entries = decisions.split(/^### (?=\d)/m).slice(1);
  const titles = entries.map((entry) => entry.split("\n", 1)[0]!);

  it("numbers its entries from 1 on and dates each", () => {
    expect(entries.length).toBeGreaterThan(20);
    entries.forEach((entry, i) => {
      expect(entry).toMatch(new RegExp(`^${i + 1}\\. .+\\n\\n\\*2\\d{3}-\\d\\d-\\d\\d\\.`));
    });
  });

  it("says in every entry what else was considered", () => {
    expect(entries.filter((entry) => !/^Considered: /m.test(entry))).toEqual([]);
  });

  it("lists every title on top, in order, as a link to it", () => {
    const [list = ""] = decisions.split(/^## /m);
    const listed = [...list.matchAll(/^(\d+\.) \[(.+)\]\(#(.+)\)$/gm)];
    expect(listed.map(([, number, title]) => `${number} ${title}`)).toEqual(titles);
    expect(listed.map(([, , , anchor]) => anchor)).toEqual(titles.map(anchorOf));
  });

  it("says what replaces an entry, always a later one", () => {
    const replaced = entries.flatMap((entry, i) =>
      [...entry.matchAll(/Replaced by \[(\d+)\]\(#(\d+)-/g)].map(([, by, anchor]) => ({ i, by, anchor })),
    );
    expect(replaced.length).toBeGreaterThan(0);
    for (const { i, by, anchor } of replaced) {
      expect(Number(by)).toBeGreaterThan(i + 1);
      expect(anchor).toBe(by);
    }
  });
});

function linkResolves(from: string, target: string): boolean {
  const [path = "", heading] = target.split("#");
  const file = path === "" ? join(ROOT, from) : resolve(ROOT, dirname(from), path);
  if (!existsSync(file)) return false;
  return heading === undefined || headingsOf(readFileSync(file, "utf8")).includes(heading);
}

function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) => anchorOf(title!));
}

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}

/** 8 is "eight". */
function inWords(count: number): string {
  return ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"][count]!;
}

/** 0.0001 is "10⁻⁴". */
function powerOfTen(value: number): string {
  return `10⁻${"⁰¹²³⁴⁵⁶⁷⁸⁹"[-Math.round(Math.log10(value))]!}`;
}

/** `npm run SCRIPT -- ...` and `npm run cli -- COMMAND ...` with the options they give. */
function commandLines(text: string): { command: string; options: string[] }[] {
  const lines =
    text.match(
      /npm run (?:-s )?(?:cli|reproduce|merge|doctor|organism|bench|compare|gallery|new|accept|golden:accept)\b[^`\n]*/g,
    ) ?? [];
  return lines.map((line) => {
    const [, script, rest = ""] = /^npm run (?:-s )?([\w:-]+)(?: --(?= )(.*))?/.exec(line)!;
    const words = rest.trim().split(/\s+/);
    return {
      command: script === "cli" ? (words[0] ?? "") : script!,
      options: words.filter((word) => /^--[a-z]/.test(word)),
    };
  });
}

/** The options of a command; undefined where there is no such command. */
function optionsOf(name: string): readonly (string | undefined)[] | undefined {
  const command = createProgram(ROOT).commands.find((one) => one.name() === name);
  return command && ["--help", ...command.options.map(({ long }) => long)];
}

/** Type errors of files that exist only here, in the project's own settings. */
function typeErrors(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const there = { fileExists: host.fileExists, readFile: host.readFile };
  host.directoryExists = () => true; // folders of files that are only here among them
  host.fileExists = (file) => files.has(file) || there.fileExists(file);
  host.readFile = (file) => files.get(file) ?? there.readFile(file);
  host.getSourceFile = (file, version) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`),
  );
}
