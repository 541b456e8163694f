import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "./files.ts";
import { ROOT } from "./root.ts";

/** What a run needs; reports, goldens' candidates and the history stay behind. */
const PARTS = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vitest.config.ts",
  "src",
  "spec",
  "fixtures/organism",
  "fixtures/reference/random-gpt2",
];

/** What the specs read besides: documents, goldens and the committed report. */
const RECORDS = [
  "golden",
  "reports/organism",
  ".github",
  ".ci",
  "deploy",
  ".gitignore",
  "biome.json",
  "LICENSE",
];

/** A finished process. */
export interface Finished {
  readonly code: number | null;
  /** stdout and stderr as they came. */
  readonly text: string;
}

/** The project in a temporary folder, with the installed packages of this one. */
export interface ProjectCopy {
  readonly root: string;
  write(path: string, text: string): void;
  /** Runs a file of node_modules with Node in the copy's root. It is no CI run. */
  run(bin: string, args: readonly string[]): Promise<Finished>;
  remove(): void;
}

/**
 * Copies the project. The `standing.json` of its organism says of no paper what is expected: runs are too short for a verdict.
 * `records`: with documents, goldens and the committed report.
 */
export function copyProject({ records = false }: { readonly records?: boolean } = {}): ProjectCopy {
  const root = temporaryFolder();
  const documents = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  const fixtures = readdirSync(join(ROOT, "fixtures")).map((name) => `fixtures/${name}`);
  for (const part of [...PARTS, ...(records ? [...RECORDS, ...documents, ...fixtures] : [])]) {
    const from = join(ROOT, part);
    if (existsSync(from)) cpSync(from, join(root, part), { recursive: true });
  }
  expectNothing(join(root, "fixtures/organism/standing.json"));
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  return {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    run: (bin, args) =>
      new Promise((done, failed) => {
        const child = spawn(process.execPath, [join(root, "node_modules", bin), ...args], {
          cwd: root,
          env: cleanEnvironment(),
          stdio: ["ignore", "pipe", "pipe"],
        });
        const parts: Buffer[] = [];
        child.stdout.on("data", (part: Buffer) => parts.push(part));
        child.stderr.on("data", (part: Buffer) => parts.push(part));
        child.on("error", failed);
        child.on("close", (code) => done({ code, text: Buffer.concat(parts).toString("utf8") }));
      }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Leaves the weights that a `standing.json` is about, and nothing about them. */
function expectNothing(file: string): void {
  const digests = Object.keys(JSON.parse(readFileSync(file, "utf8")) as object);
  writeFileSync(file, JSON.stringify(Object.fromEntries(digests.map((digest) => [digest, {}]))));
}

/** Without what the surrounding vitest tells its workers, and without CI: the copy's runs are a person's own. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV|FC_|npm_|CI$)/.test(name),
  );
  return Object.fromEntries(kept);
}
