import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRandomCheckpoint } from "../../../src/checkpoint/random-checkpoint.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { gpt2 } from "../../../src/model/families/gpt2/gpt2.ts";
import { type Ended, start } from "../../support/commands.ts";
import { temporaryFolder } from "../../support/files.ts";
import { copyProject } from "../../support/project-copy.ts";
import { TINY } from "../../support/tiny-models.ts";
import { asStep, type Contexts, environmentOf, readWorkflow, stepRunning } from "../../support/workflows.ts";

/** A tiny model without an SAE in GPT-2 small's place, few bases, two shards: the workflow's own command lines on one machine. */
const SHARDS = 2;
const BASES = 12;
const workflow = readWorkflow("gpt2-small.yml");
const project = copyProject();
afterAll(() => project.remove());
const prompts = join(project.root, "prompts.json");
const inPlaceOfGpt2 = `--model ./tiny --prompts ${prompts}`;

/** The home folder of a fresh runner, `~` in the workflow. */
const runner = () => temporaryFolder();
const runsOf = (home: string) => join(home, ".cache/bag-of-latents/runs");

function step(job: string, words: string, home: string, contexts: Contexts = {}) {
  const found = stepRunning(workflow, job, words);
  const given = { "inputs.bases": BASES, "strategy.job-total": SHARDS, ...contexts };
  const environment = { ...environmentOf(workflow, found, given), HOME: home };
  return start(asStep(found.run.replace("--model gpt2", inPlaceOfGpt2)), environment, { cwd: project.root });
}

const shard = (n: number, home: string) => step("shard", "npm run reproduce", home, { "matrix.shard": n });

/** Kills a shard once it keeps curves, and waits until its measuring process is gone too. */
async function killedShard(home: string): Promise<number> {
  const { child, ended } = shard(1, home);
  for (;;) {
    const [key] = existsSync(runsOf(home)) ? readdirSync(runsOf(home)) : [];
    const store = join(runsOf(home), key ?? "none", `1-of-${SHARDS}`);
    const kept = statSync(join(store, "curves.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
    if (kept > 0) {
      const { pid } = JSON.parse(readFileSync(join(store, "lock"), "utf8"));
      process.kill(pid, "SIGKILL");
      child.kill("SIGKILL");
      await ended;
      return kept;
    }
    if (child.exitCode !== null) throw new Error(`the shard ended unkilled: ${(await ended).errors}`);
    await sleep(5);
  }
}

const ended: Record<string, Ended> = {};
let kept = 0;
const left: Record<string, readonly string[]> = {};

beforeAll(async () => {
  const rng = rngFromSeed("prompts");
  const drawn = Array.from({ length: 200 }, () =>
    Array.from({ length: 10 }, () => rng.integer(TINY.config.vocabulary)),
  );
  writeFileSync(prompts, JSON.stringify(drawn));
  const tiny = join(project.root, "tiny");
  await writeRandomCheckpoint(tiny, {
    family: gpt2,
    config: TINY.config,
    rng: rng.fork("model"),
    deviation: 0.25,
  });
  const [whole, first, second, third, merging] = Array.from({ length: 5 }, runner) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const unsharded = start(
    asStep(`npm run reproduce -- ${inPlaceOfGpt2} --bases ${BASES} --out whole`),
    { HOME: whole },
    { cwd: project.root },
  ).ended;
  kept = await killedShard(first);
  ended["whole"] = await unsharded;
  // another runner, to which the cache brings what the killed one had
  cpSync(runsOf(first), runsOf(second), { recursive: true });
  const both = [shard(1, second).ended, shard(2, third).ended];
  [ended["shard 1"], ended["shard 2"]] = (await Promise.all(both)) as [Ended, Ended];
  left["after"] = readdirSync(runsOf(second));
  ended["merge"] = await step("merge", "npm run merge", merging).ended;
}, 300_000);

describe("the workflow on GPT-2 small, run here on a tiny model", () => {
  it("ends every step well", () => {
    const failed = Object.entries(ended).filter(([, { code }]) => code !== 0);
    expect(failed.map(([name, { errors }]) => `${name}: ${errors}`)).toEqual([]);
  });

  it("continues on another runner what a killed shard had measured", () => {
    expect(kept).toBeGreaterThan(0);
    expect(left["after"]).toEqual([]);
  });

  it("merges the parts to the report of a run that was not sharded", () => {
    const reportOf = (folder: string) => {
      const text = readFileSync(join(project.root, folder, "report.json"), "utf8");
      const { provenance, ...report } = JSON.parse(text);
      expect(provenance).toBeDefined();
      return report;
    };
    expect(reportOf("report")).toEqual(reportOf("whole"));
    expect(reportOf("report").protocol.bases).toBe(BASES);
    const verdicts = reportOf("report").criteria.map(({ verdict }: { verdict: string }) => verdict);
    expect([...new Set(verdicts)].sort()).toEqual(["inconclusive", "not-run"]);
  });

  it("leaves the parts and the report where the next job takes them from", () => {
    const parts = readdirSync(join(project.root, "parts")).sort();
    expect(parts).toEqual(["part-1-of-2.jsonl", "part-2-of-2.jsonl"]);
    expect(readdirSync(join(project.root, "report/badges"))).toContain("gpt2-small.svg");
  });
});
