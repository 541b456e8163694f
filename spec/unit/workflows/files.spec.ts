import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../../src/cli/program.ts";
import { defaultCacheDirectory } from "../../../src/files/cache-directory.ts";
import { hubEnvironment } from "../../../src/hub/hub-environment.ts";
import { temporaryFolder } from "../../support/files.ts";
import {
  asStep,
  type Contexts,
  environmentOf,
  expand,
  readWorkflow,
  type Step,
  stepRunning,
  type Workflow,
} from "../../support/workflows.ts";

const FILES = readdirSync(".github/workflows");
const workflows = FILES.map((file) => readWorkflow(file));
const small = readWorkflow("gpt2-small.yml");
const { shard: shards = [] } = small.jobs["shard"]!.strategy!.matrix;
const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts;

/** What says which files and rows a run fetches: nothing new is saved under a key that does not change with them. */
const FILES_OF_THE_DRAW = [
  "src/limits.ts",
  "src/math/rng.ts",
  "src/hub/releases.ts",
  ...["src/openwebtext", "src/prompts"].flatMap((dir) => readdirSync(dir).map((file) => `${dir}/${file}`)),
  "src/papers/synthetic-activations/setup.ts",
  "src/experiment/preparation.ts",
];

const jobsOf = ({ jobs }: Workflow) => Object.entries(jobs).map(([name, job]) => ({ name, ...job }));
const stepsOf = (workflow: Workflow) => jobsOf(workflow).flatMap(({ steps }) => steps);
const allSteps = workflows.flatMap(stepsOf);
const MATRIX: Contexts = { "matrix.shard": 3, "strategy.job-total": shards.length };

/** The words each npm command of a step is given, after the shell has read them. */
function npmCalls(workflow: Workflow, step: Step & { run: string }, contexts: Contexts = {}): string[][] {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "parts"));
  for (const n of shards) writeFileSync(join(cwd, `parts/part-${n}-of-${shards.length}.jsonl`), "");
  const [shell = "", ...args] = asStep(`npm() { printf '%s\\0' "$@"; echo; }\n${step.run}`);
  const env = { PATH: process.env["PATH"], ...environmentOf(workflow, step, contexts) };
  // a shell whose input is a socket, as a pipe of Node is, reads the start-up files of its user
  const out = execFileSync(shell, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const lines = out.split("\n").slice(0, -1);
  return lines.map((line) => line.split("\0").slice(0, -1));
}

/** What the product's own command line makes of `npm run <script> -- ...`; nothing is run. */
function parsed([run, script = "", dashes, ...args]: readonly string[]) {
  expect([run, dashes]).toEqual(["run", "--"]);
  expect(scripts[script]).toBe(`node src/cli/start.mjs ${script}`);
  let options: unknown;
  let operands: readonly string[] = [];
  const program = createProgram(process.cwd());
  for (const command of program.commands)
    command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .action((...given: unknown[]) => {
        const self = given.at(-1) as Command;
        options = self.opts();
        operands = self.args;
      });
  program.parse([script, ...args], { from: "user" });
  return { script, options, operands };
}

const call = (job: string, words: string, contexts: Contexts = {}) =>
  npmCalls(small, stepRunning(small, job, words), contexts).map(parsed);

describe.each(FILES)("the workflow %s", (file) => {
  const workflow = readWorkflow(file);

  it("runs only npm commands and scripts that are there", () => {
    const texts = stepsOf(workflow).flatMap(({ run }) => run ?? []);
    const named = texts.flatMap((text) =>
      [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, s]) => s!),
    );
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
    const files = texts.flatMap((text) => [...text.matchAll(/bash (\S+)/g)].map(([, path]) => path!));
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("takes every action at a major version", () => {
    const uses = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((use) => !/^actions\/[\w-]+(\/[\w-]+)?@v\d+$/.test(use))).toEqual([]);
  });

  it("may read and no more, but for the job that publishes, which runs none of the packages' code", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const writing = jobsOf(workflow).filter(({ permissions }) => permissions !== undefined);
    const publishes = readFileSync(`.github/workflows/${file}`, "utf8").includes("publish-report.sh");
    expect(writing.map(({ permissions }) => permissions)).toEqual(publishes ? [{ contents: "write" }] : []);
    for (const { steps } of writing)
      for (const { uses, run } of steps)
        expect(uses ?? run).toMatch(
          /^(actions\/(checkout|download-artifact)@v\d+|bash \.github\/scripts\/publish-report\.sh [\w-]+ report gallery)$/,
        );
  });

  it("needs no secret, runs no code of strangers with rights of its own, and puts no input into a command", () => {
    const text = readFileSync(`.github/workflows/${file}`, "utf8");
    expect(text).not.toMatch(/secrets\.|pull_request_target|workflow_run/);
    expect(stepsOf(workflow).filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  it("gives every job an end, and a long step an earlier one than its job", () => {
    for (const { "timeout-minutes": minutes, steps, name } of jobsOf(workflow)) {
      expect(minutes, name).toBeGreaterThan(0);
      const ends = steps.flatMap((step) => (step as { "timeout-minutes"?: number })["timeout-minutes"] ?? []);
      for (const end of ends) expect(end).toBeLessThanOrEqual(minutes! - 15);
    }
  });
});

describe("the workflows together", () => {
  it("take one version of each action", () => {
    const versions = new Map<string, Set<string>>();
    for (const [action = "", version = ""] of allSteps.flatMap(({ uses }) => (uses ? [uses.split("@")] : [])))
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    expect([...versions].filter(([, seen]) => seen.size > 1)).toEqual([]);
  });

  it("publish into a folder each", () => {
    const commands = allSteps.flatMap(({ run }) => (run?.includes("publish-report.sh") ? [run] : []));
    expect(commands.map((text) => text.split(" ")[2])).toEqual(["organism", "gpt2-small"]);
  });
});

describe("the workflow on GPT-2 small", () => {
  it("runs weekly where it is switched on, and by hand, one run at a time", () => {
    const { schedule } = small.on as { schedule: readonly { cron: string }[] };
    expect(schedule.map(({ cron }) => cron)).toEqual([expect.stringMatching(/^\d+ \d+ \* \* [0-6]$/)]);
    expect(Object.keys(small.on)).toEqual(["schedule", "workflow_dispatch"]);
    const [, variable] = /vars\.(\w+) == 'true'/.exec(small.jobs["doctor"]!.if!)!;
    expect(readFileSync("CONTRIBUTING.md", "utf8")).toContain(`\`${variable}\``);
    expect(small.concurrency).toEqual({ group: "gpt2-small", "cancel-in-progress": false });
  });

  it("goes from the doctor to the shards, their merge and its publication, in this order", () => {
    const needs = jobsOf(small).map(({ name, needs }) => [name, needs]);
    expect(needs).toEqual([
      ["doctor", undefined],
      ["shard", "doctor"],
      ["merge", "shard"],
      ["publish", "merge"],
    ]);
    expect(call("doctor", "npm run doctor")).toMatchObject([
      { script: "doctor", options: { model: "gpt2" } },
    ]);
  });

  it("measures as many shards as its matrix has, all of one run, and merges all of them", () => {
    expect(shards).toEqual(Array.from({ length: 8 }, (_, i) => i + 1));
    const each = shards.map((n) => call("shard", "reproduce", { ...MATRIX, "matrix.shard": n })[0]!);
    expect(each.map(({ options }) => options)).toEqual(
      shards.map((n) =>
        expect.objectContaining({
          model: "gpt2",
          bases: 1000,
          seed: "0",
          shard: { index: n, of: shards.length },
          out: "parts",
        }),
      ),
    );
    expect(call("merge", "npm run merge")).toEqual([
      {
        script: "merge",
        options: { out: "report" },
        operands: shards.map((n) => `parts/part-${n}-of-${shards.length}.jsonl`),
      },
    ]);
  });

  it("takes bases and seed from who starts it by hand, for the trial as for the shards", () => {
    const contexts = { ...MATRIX, "inputs.bases": "48", "inputs.seed": "a $(seed)" };
    const wanted = { model: "gpt2", bases: 48, seed: "a $(seed)" };
    expect(call("shard", "reproduce", contexts)).toMatchObject([
      { options: { ...wanted, shard: { index: 3 } } },
    ]);
    const trial = { ...wanted, shard: { index: 1, of: 48 }, out: "trial" };
    expect(call("doctor", "reproduce", contexts)).toMatchObject([{ options: trial }]);
  });

  it("hands the parts on under names that the merge collects", () => {
    const step = (job: string, action: string) =>
      small.jobs[job]!.steps.find(({ uses }) => uses?.startsWith(`actions/${action}@`))!.with!;
    const names = shards.map((n) =>
      expand(String(step("shard", "upload-artifact")["name"]), { "matrix.shard": n }),
    );
    expect(new Set(names).size).toBe(shards.length);
    const pattern = String(step("merge", "download-artifact")["pattern"]);
    for (const name of names) expect(name).toMatch(new RegExp(`^${pattern.replace("*", ".*")}$`));
    expect(step("merge", "download-artifact")).toMatchObject({ "merge-multiple": true, path: "parts" });
    expect(step("publish", "download-artifact")["name"]).toBe(step("merge", "upload-artifact")["name"]);
  });

  it("fetches once: the doctor's files reach shards and merge under one key, and nothing else is fetched there", () => {
    const caches = ["doctor", "shard", "merge"].map(
      (job) => small.jobs[job]!.steps.find(({ with: w }) => /files-/.test(String(w?.["key"])))!,
    );
    const [first, ...rest] = caches.map((step) => ({ path: step.with!["path"], key: step.with!["key"] }));
    for (const other of rest) expect(other).toEqual(first);
    expect(caches.slice(1).every((step) => step.with!["fail-on-cache-miss"] === true)).toBe(true);
    const [, hashed = ""] = /hashFiles\((.*?)\)/.exec(String(first!.key))!;
    const files = hashed.split(", ").map((quoted) => quoted.slice(1, -1));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(FILES_OF_THE_DRAW.filter((file) => !files.includes(file))).toEqual([]);
    expect(first!.key).toMatch(/-\$\{\{ env\.BASES \}\}-\$\{\{ env\.SEED \}\}$/);
    for (const [job, words] of [
      ["shard", "reproduce"],
      ["merge", "npm run merge"],
    ] as const)
      expect(stepRunning(small, job, words).env).toMatchObject({ HF_HUB_OFFLINE: "1" });
  });

  it("keeps what the product keeps: the Hub's cache, its own, and the store of a shard that did not end", () => {
    const home = "/home/runner";
    const folder = (path: string) => path.trim().replace("~", home);
    const { with: files } = small.jobs["doctor"]!.steps.find(({ uses }) =>
      uses?.startsWith("actions/cache@"),
    )!;
    const [hub, own] = String(files!["path"]).split("\n").map(folder);
    expect(join(hub!, "hub")).toBe(hubEnvironment({}, home).cacheDir);
    expect(own).toBe(defaultCacheDirectory({ XDG_CACHE_HOME: `${home}/.cache` }, "linux"));
    const steps = small.jobs["shard"]!.steps;
    const restored = steps.find(({ with: w }) => w?.["restore-keys"] !== undefined)!.with!;
    const saved = steps.find(({ uses }) => uses?.startsWith("actions/cache/save@"))!;
    expect(folder(String(restored["path"]))).toBe(join(own!, "runs"));
    expect(saved.with!["path"]).toBe(restored["path"]);
    expect(saved.if).toBe("failure() || cancelled()");
    const key = (run: number) =>
      expand(String(saved.with!["key"]), {
        "matrix.shard": 1,
        "github.run_id": run,
        "github.run_attempt": 1,
      });
    expect(key(1)).not.toBe(key(2));
    expect(key(1).startsWith(expand(String(restored["restore-keys"]), { "matrix.shard": 1 }))).toBe(true);
    expect(steps.indexOf(saved)).toBeGreaterThan(steps.findIndex(({ run }) => run?.includes("reproduce")));
  });
});
