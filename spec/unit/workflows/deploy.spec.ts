import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { asStep, environmentOf, readWorkflow, stepRunning } from "../../support/workflows.ts";

/** Options as a person types them; `reproduce-shards.spec.ts` runs this command line, killed, sharded and merged. */
const OPTIONS = ["--model", "DIR", "--sae", "DIR/sae", "--bases", "4"];
const SHARDS = 2;

const script = readFileSync(join(ROOT, "deploy/slurm-array.sh"), "utf8");
const job = readFileSync(join(ROOT, "deploy/kubernetes-job.yaml"), "utf8");
const { spec: indexed } = parse(job, { strict: true });
const [container] = indexed.template.spec.containers;
const jobEnvironment: Record<string, string> = Object.fromEntries(
  container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
);

/** An npm in the place of the real one: it says where it was started and with which words. */
const shim = temporaryFolder();
writeFileSync(join(shim, "npm"), `#!/bin/sh\nprintf '%s\\0' "$PWD" "$@"\n`);
chmodSync(join(shim, "npm"), 0o755);

/** The folder and the words with which a command starts npm. */
function npmOf(
  [program = "", ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd = ROOT,
): { readonly folder: string; readonly words: readonly string[] } {
  const env = { ...environment, PATH: `${shim}${delimiter}${process.env["PATH"]}` };
  // a shell whose input is a socket, as a pipe of Node is, reads the start-up files of its user
  const out = execFileSync(program, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [folder = "", ...words] = out.split("\0").slice(0, -1);
  return { folder, words };
}

/** What every way of sharding comes to. */
const typed = (shard: number, of: number, out: string, options: readonly string[]) => [
  "run",
  "reproduce",
  "--",
  "--shard",
  `${shard}/${of}`,
  "--out",
  out,
  ...options,
];

/** The Slurm script as a task of the array runs it. */
function slurmTask(
  task: number,
  { min = 1, ...more }: { readonly min?: number; readonly PARTS?: string } = {},
) {
  const elsewhere = temporaryFolder();
  return npmOf(
    ["bash", join(ROOT, "deploy/slurm-array.sh"), ...OPTIONS],
    {
      SLURM_SUBMIT_DIR: ROOT.replace(/\/$/, ""),
      SLURM_ARRAY_TASK_ID: `${task}`,
      SLURM_ARRAY_TASK_MIN: `${min}`,
      SLURM_ARRAY_TASK_COUNT: `${SHARDS}`,
      ...more,
    },
    elsewhere,
  );
}

/** The Job's command line as the pod with this index runs it. */
const kubernetesPod = (index: number, environment: Readonly<Record<string, string>>) =>
  npmOf([...container.command, ...container.args], {
    ...jobEnvironment,
    JOB_COMPLETION_INDEX: `${index}`,
    ...environment,
  });

describe("one command line measures a shard, whoever types it:", () => {
  it.each([1, 2])("task %i of a Slurm array, in the folder it was submitted from", (task) => {
    const { folder, words } = slurmTask(task, { PARTS: "/scratch/parts" });
    expect(words).toEqual(typed(task, SHARDS, "/scratch/parts", OPTIONS));
    expect(`${folder}/`).toBe(ROOT);
  });

  it("a Slurm array that counts from another number, into reports/parts where nothing else is said", () => {
    expect(slurmTask(7, { min: 6 }).words).toEqual(typed(2, SHARDS, "reports/parts", OPTIONS));
  });

  it.each([0, 1])("pod %i of the Kubernetes Job", (index) => {
    const mounted = temporaryFolder();
    const environment = { SHARDS: `${SHARDS}`, OPTIONS: OPTIONS.join(" "), DATA: mounted };
    expect(kubernetesPod(index, environment).words).toEqual(
      typed(index + 1, SHARDS, `${mounted}/parts`, OPTIONS),
    );
  });

  it("the Job as it is in the file", () => {
    expect(kubernetesPod(0, {}).words).toEqual(typed(1, 8, "/data/parts", ["--model", "gpt2"]));
  });

  it("a step of the workflow on GPT-2 small, but for the order of the options", () => {
    const small = readWorkflow("gpt2-small.yml");
    const step = stepRunning(small, "shard", "npm run reproduce");
    const given = { "inputs.bases": 12, "strategy.job-total": SHARDS, "matrix.shard": 2 };
    const { words } = npmOf(asStep(step.run), environmentOf(small, step, given));
    const options = ["--model", "gpt2", "--bases", "12", "--seed", "0"];
    expect(pairs(words)).toEqual(pairs(typed(2, SHARDS, "parts", options)));
  });
});

describe("one command line merges them:", () => {
  it("the parts of the workflow, from where its shards leave them", () => {
    const small = readWorkflow("gpt2-small.yml");
    const step = stepRunning(small, "merge", "npm run merge");
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "parts"));
    for (const n of [1, 2]) writeFileSync(join(cwd, `parts/part-${n}-of-2.jsonl`), "");
    const { words } = npmOf(asStep(step.run), environmentOf(small, step, {}), cwd);
    expect(words).toEqual([
      ...["run", "merge", "--", "parts/part-1-of-2.jsonl", "parts/part-2-of-2.jsonl"],
      ...["--out", "report"],
    ]);
  });
});

describe("the files in deploy", () => {
  it("are for the same number of shares everywhere", () => {
    const tasks = /^#SBATCH --array=1-(\d+)$/m.exec(script)?.[1];
    expect(script).toContain(`part-*-of-${tasks}.jsonl`);
    expect(job).toContain(`part-*-of-${tasks}.jsonl`);
    expect([indexed.completions, indexed.parallelism]).toEqual([Number(tasks), Number(tasks)]);
    expect(jobEnvironment["SHARDS"]).toBe(tasks);
  });
});

/** The words before the options, and each option with its value, in alphabetical order. */
function pairs(words: readonly string[]): readonly string[] {
  const options = words.slice(3);
  const two = Array.from({ length: options.length / 2 }, (_, n) => options.slice(2 * n, 2 * n + 2).join(" "));
  return [...words.slice(0, 3), ...two.sort()];
}
