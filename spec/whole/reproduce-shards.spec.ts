import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { cli, type Ended, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";

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

/** What a shard measures with another number of workers than the whole: no bit may follow from it, and one starts sooner. */
const alone = [...options, "--workers", "1"];

const reproduce = (out: string, cache: string) =>
  start(cli("reproduce", ...options, "--out", at(out)), { BAG_OF_LATENTS_CACHE: at(cache) });

/** Kills a shard's first process as soon as curves are kept, and waits until its measuring process is gone too. */
async function killed(): Promise<void> {
  const first = start(cli("reproduce", ...alone, "--shard", "1/2", "--out", at("killed")), {
    BAG_OF_LATENTS_CACHE: at("killed-cache"),
  });
  const store = await firstStore(first.child, at("killed-cache", "runs"));
  const { pid } = JSON.parse(readFileSync(join(store, "lock"), "utf8"));
  first.child.kill("SIGKILL");
  await first.ended;
  for (let waited = 0; waited < 10_000 && isRunning(pid); waited += 50) await sleep(50);
  if (isRunning(pid)) throw new Error(`the measuring process ${pid} outlived its parent`);
  if (existsSync(at("killed", "part-1-of-2.jsonl"))) throw new Error("the shard ended before it was killed");
}

async function firstStore(child: ChildProcess, runs: string): Promise<string> {
  while (child.exitCode === null) {
    const [key] = existsSync(runs) ? readdirSync(runs) : [];
    const store = key === undefined ? undefined : join(runs, key, "1-of-2");
    if (store && (statSync(join(store, "curves.jsonl"), { throwIfNoEntry: false })?.size ?? 0) > 0)
      return store;
    await sleep(5);
  }
  throw new Error("the shard ended without a store");
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
  return start(["bash", "deploy/slurm-array.sh", ...alone], {
    SLURM_SUBMIT_DIR: process.cwd(),
    SLURM_ARRAY_TASK_ID: `${task}`,
    SLURM_ARRAY_TASK_MIN: "1",
    SLURM_ARRAY_TASK_COUNT: `${SHARDS}`,
    PARTS: at("slurm"),
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
  const whole = reproduce("whole", "whole-cache").ended;
  await killed();
  await together({ whole });
  // another machine, to which the runs that the killed one kept are brought
  cpSync(at("killed-cache", "runs"), at("shared-cache", "runs"), { recursive: true });
  await together({ slurm1: slurmTask(1), slurm2: slurmTask(2) });
  const parts = [at("slurm", "part-2-of-2.jsonl"), at("slurm", "part-1-of-2.jsonl")];
  await together({
    merged: start(cli("merge", ...parts, "--out", at("merged")), {
      BAG_OF_LATENTS_CACHE: at("shared-cache"),
    }).ended,
    gap: start(cli("merge", parts[0]!, "--out", at("gap")), {}).ended,
  });
});

describe("a run of the command", () => {
  it("ends well, killed or not, sharded or not", () => {
    const { gap: _, ...others } = ended;
    for (const [name, { code, errors }] of Object.entries(others))
      expect({ name, code, errors }).toMatchObject({ code: 0 });
  });

  it("goes on, on another machine too, where a killed one was, and says so there and nowhere else", () => {
    expect(ended["slurm1"]!.errors).toMatch(/^Continuing at [12] of 2 bases of ".*[^;]\.$/m);
    for (const name of ["whole", "slurm2"]) expect(ended[name]!.errors).not.toContain("Continuing");
  });

  it("gives the same report and evidence when it is merged from the parts of a Slurm array, one of them killed", () => {
    expect(bytesOf("merged")).toBe(bytesOf("whole"));
    expect(JSON.parse(bytesOf("merged")).protocol.bases).toBe(BASES);
    expect(readdirSync(at("merged", "badges"))).toContain("gpt2-small.svg"); // the workflow's next job takes it
    const evidence = readdirSync(at("whole", "evidence"), { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".json"),
    );
    expect(evidence.length).toBeGreaterThan(10);
    for (const file of evidence)
      expect(readFileSync(at("merged", "evidence", file))).toEqual(
        readFileSync(at("whole", "evidence", file)),
      );
  });

  it("says of a shard that nothing was judged, and writes no report for it", () => {
    expect(ended["slurm1"]!.out).toContain("Shard 1/2: 2 of 4 bases measured, nothing judged.");
    expect(readdirSync(at("slurm")).sort()).toEqual(["part-1-of-2.jsonl", "part-2-of-2.jsonl"]);
  });

  it("leaves no store behind", () => {
    for (const cache of ["whole-cache", "shared-cache"])
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
