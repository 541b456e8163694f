import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { cli, type Ended, start } from "../../support/commands.ts";
import { temporaryFolder } from "../../support/files.ts";

const MODEL = "fixtures/reference/prototype";
const BASES = 4;
/** Two tokens a prompt would do for a test; ten is what the protocol cuts to. */
const PROMPTS = 1000;
const SHARDS = 2;

const scene = temporaryFolder();
const at = (...path: string[]) => join(scene, ...path);
const options = [
  ...["--model", MODEL, "--sae", `${MODEL}/sae/blocks.1.hook_resid_pre`],
  ...["--prompts", at("prompts.json"), "--bases", `${BASES}`],
];

const reproduce = (out: string, cache: string) =>
  start(cli("reproduce", ...options, "--out", at(out)), { BAG_OF_LATENTS_CACHE: at(cache) });

/** Kills a run's first process as soon as curves are kept, and waits until its measuring process is gone too. */
async function killedAndContinued(): Promise<Ended> {
  const first = reproduce("killed", "killed-cache");
  const store = await firstStore(first.child, at("killed-cache", "runs"));
  const { pid } = JSON.parse(readFileSync(join(store, "lock"), "utf8"));
  first.child.kill("SIGKILL");
  await first.ended;
  for (let waited = 0; waited < 10_000 && isRunning(pid); waited += 50) await sleep(50);
  if (isRunning(pid)) throw new Error(`the measuring process ${pid} outlived its parent`);
  if (existsSync(at("killed", "report.json"))) throw new Error("the run ended before it was killed");
  return reproduce("killed", "killed-cache").ended;
}

async function firstStore(child: ChildProcess, runs: string): Promise<string> {
  while (child.exitCode === null) {
    const [key] = existsSync(runs) ? readdirSync(runs) : [];
    const store = key === undefined ? undefined : join(runs, key, "whole");
    if (store && (statSync(join(store, "curves.jsonl"), { throwIfNoEntry: false })?.size ?? 0) > 0)
      return store;
    await sleep(5);
  }
  throw new Error("the run ended without a store");
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The Slurm script as a task of the array runs it. */
function slurmTask(task: number) {
  return start(["bash", "deploy/slurm-array.sh", ...options], {
    SLURM_SUBMIT_DIR: process.cwd(),
    SLURM_ARRAY_TASK_ID: `${task}`,
    SLURM_ARRAY_TASK_MIN: "1",
    SLURM_ARRAY_TASK_COUNT: `${SHARDS}`,
    PARTS: at("slurm"),
    BAG_OF_LATENTS_CACHE: at("shared-cache"),
  }).ended;
}

const job = readFileSync("deploy/kubernetes-job.yaml", "utf8");
const jobEnvironment = Object.fromEntries(
  [...job.matchAll(/- name: ([A-Z_]+)\n\s+value: "?([^"\n]*)"?\n/g)].map(([, name, value]) => [name, value]),
);

/** The Job's command line as the pod with this index runs it. */
function kubernetesPod(index: number) {
  const [, shell] = /command: (\[.*\])\n/.exec(job)!;
  const [, indent, script] = /args:\n(\s+)- \|\n((?:\1 {2}.*\n)+)/.exec(job)!;
  const lines = script!.split("\n").map((line) => line.slice(indent!.length + 2));
  return start([...JSON.parse(shell!), lines.join("\n")], {
    ...jobEnvironment,
    SHARDS: `${SHARDS}`,
    JOB_COMPLETION_INDEX: `${index}`,
    OPTIONS: options.join(" "),
    DATA: scene,
    BAG_OF_LATENTS_CACHE: at("shared-cache"),
  }).ended;
}

/** report.json without what may differ between equal runs. */
function bytesOf(out: string): string {
  const { provenance, ...report } = JSON.parse(readFileSync(at(out, "report.json"), "utf8"));
  expect(provenance).toBeDefined();
  return JSON.stringify(report);
}

const ended: Record<string, Ended> = {};

beforeAll(async () => {
  const rng = rngFromSeed("prompts");
  const prompts = Array.from({ length: PROMPTS }, () => Array.from({ length: 10 }, () => rng.integer(1024)));
  writeFileSync(at("prompts.json"), JSON.stringify(prompts));
  const together = async (runs: Record<string, Promise<Ended>>) => {
    for (const [name, run] of Object.entries(runs)) ended[name] = await run;
  };
  await together({ whole: reproduce("whole", "whole-cache").ended, killed: killedAndContinued() });
  await together({ slurm1: slurmTask(1), slurm2: slurmTask(2) });
  const parts = [at("slurm", "part-2-of-2.jsonl"), at("slurm", "part-1-of-2.jsonl")];
  await together({
    kubernetes: kubernetesPod(1),
    merged: start(cli("merge", ...parts, "--out", at("merged")), {
      BAG_OF_LATENTS_CACHE: at("shared-cache"),
    }).ended,
  });
  await together({
    gap: start(cli("merge", parts[0]!, "--out", at("gap")), {}).ended,
  });
}, 400_000);

describe("a run of the command", () => {
  it("ends well, killed or not, sharded or not", () => {
    const { gap: _, ...others } = ended;
    for (const [name, { code, errors }] of Object.entries(others))
      expect({ name, code, errors }).toMatchObject({ code: 0 });
  });

  it("says where it goes on after it was killed, and nothing of the kind elsewhere", () => {
    expect(ended["killed"]!.errors).toMatch(/^Continuing at [1-4] of 4 bases of ".*[^;]\.$/m);
    expect(ended["whole"]!.errors).not.toContain("Continuing");
  });

  it("gives the same report after it was killed and started again", () => {
    expect(bytesOf("killed")).toBe(bytesOf("whole"));
  });

  it("gives the same report and evidence when it is merged from the parts of a Slurm array", () => {
    expect(bytesOf("merged")).toBe(bytesOf("whole"));
    const evidence = readdirSync(at("whole", "evidence"), { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".json"),
    );
    expect(evidence.length).toBeGreaterThan(10);
    for (const file of evidence)
      expect(readFileSync(at("merged", "evidence", file))).toEqual(
        readFileSync(at("whole", "evidence", file)),
      );
  });

  it("gives the same part in a pod of the Kubernetes Job as in a task of the Slurm array", () => {
    expect(readFileSync(at("parts", "part-2-of-2.jsonl"))).toEqual(
      readFileSync(at("slurm", "part-2-of-2.jsonl")),
    );
  });

  it("says of a shard that nothing was judged, and writes no report for it", () => {
    expect(ended["slurm1"]!.out).toContain("Shard 1/2: 2 of 4 bases measured, nothing judged.");
    expect(readdirSync(at("slurm")).sort()).toEqual(["part-1-of-2.jsonl", "part-2-of-2.jsonl"]);
  });

  it("leaves no store behind", () => {
    for (const cache of ["whole-cache", "killed-cache", "shared-cache"])
      expect(readdirSync(at(cache, "runs")), cache).toEqual([]);
  });

  it("refuses to merge with a part missing, by its name, before anything is opened", () => {
    expect(ended["gap"]).toMatchObject({
      code: 2,
      errors:
        "The parts lack bases 0, 2: no part is of shard 1/2.\nHint: run reproduce with --shard 1/2 and give its part file too.\n",
    });
  });
});

describe("the files in deploy", () => {
  it("are for the same number of shares everywhere", () => {
    const script = readFileSync("deploy/slurm-array.sh", "utf8");
    const tasks = /^#SBATCH --array=1-(\d+)$/m.exec(script)?.[1];
    expect(script).toContain(`part-*-of-${tasks}.jsonl`);
    expect(job).toContain(`part-*-of-${tasks}.jsonl`);
    expect(job).toMatch(new RegExp(`completions: ${tasks}\n  parallelism: ${tasks}\n`));
    expect(jobEnvironment["SHARDS"]).toBe(tasks);
  });
});
