import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dryRunText } from "../../../src/cli/dry-run-text.ts";
import type { PlannedDownloads, PlannedRelease } from "../../../src/hub/planned-downloads.ts";
import { ownPaper } from "../../../src/papers/index.ts";
import { type DryRun, dryRun } from "../../../src/run/preflight/dry-run.ts";
import { type Machine, thisMachine } from "../../../src/run/preflight/machine.ts";
import { NOTHING_TYPED, type Typed } from "../../../src/run/run-options.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { TINY, withDirectory } from "../../support/tiny-models.ts";

/** 400 GFLOP/s, 100 GB of everything, nothing else running. */
const quiet: Machine = {
  cores: 8,
  load: () => 0,
  freeMemory: () => 100e9,
  freeDisk: async () => 100e9,
  productRate: async () => 400e9,
  secondsOfPoint: async () => 1e-5,
};

const gpt2: PlannedRelease = {
  typed: "gpt2",
  name: "gpt2",
  dir: null,
  repo: "openai-community/gpt2",
  revision: "607a30d783dfa663caf39e06633721c8d4cfcd7e",
  files: [
    { path: "config.json", bytes: 665, cached: true, optional: false },
    { path: "model.safetensors", bytes: 548_105_171, cached: false, optional: false },
  ],
  missing: null,
  toFetch: 548_105_171,
};
const sae: PlannedRelease = {
  ...gpt2,
  typed: "gpt2-small-res-jb",
  name: "gpt2-small-res-jb/blocks.1.hook_resid_pre",
  repo: "jbloom/GPT2-Small-SAEs-Reformatted",
  files: [{ path: "sae_weights.safetensors", bytes: 151_097_720, cached: true, optional: false }],
  toFetch: 0,
};
const answering: PlannedDownloads = {
  releases: [gpt2, sae],
  hub: { answers: true, fact: "" },
  cacheDir: "/home/somebody/.cache/huggingface/hub",
};

interface Scene {
  readonly typed?: Partial<Typed>;
  readonly planned?: Partial<PlannedDownloads>;
  readonly machine?: Partial<Machine>;
}

function tried({ typed, planned, machine }: Scene = {}): Promise<DryRun> {
  return dryRun(
    { ...NOTHING_TYPED, model: "gpt2", ...typed },
    {
      root: ROOT,
      machine: { ...quiet, ...machine },
      planned: async () => ({ ...answering, ...planned }),
      cacheDirectory: "/home/somebody/.cache/bag-of-latents",
    },
  );
}

describe("a dry run", () => {
  it("says of GPT-2 small what RUNNING says: bytes, memory, curves and about 150 minutes", async () => {
    const found = await tried({ machine: { cores: 2 } });
    expect(found.problems).toEqual([]);
    expect(found.disk.map(({ bytes }) => Math.round(bytes! / 1e6))).toEqual([548, 194, 498]);
    expect(found.memory.bytes! / 1e9).toBeCloseTo(1.35, 1);
    expect(found.moreBases).toBe(7000);
    expect(found.curves).toBe(155_000);
    expect(found.time!.minutes).toBeGreaterThan(135);
    expect(found.time!.minutes).toBeLessThan(178);
    const text = dryRunText(found);
    expect(text).toContain(
      "model     gpt2 (openai-community/gpt2 at 607a30d783df): 548 MB to fetch, config.json in the cache\n",
    );
    expect(text).toContain("all of it is in the cache");
    expect(text).toMatch(/time +about \d\.\d h on 1 worker with 2 threads: an estimate .*\n/);
    expect(text.endsWith("\nIt can run.\n")).toBe(true);
    expect(text.split("\n").filter((line) => line.endsWith(" "))).toEqual([]);
  });

  it.each<[string, Scene, RegExp]>([
    [
      "disk",
      { machine: { freeDisk: async (folder) => (folder.includes("huggingface") ? 5e8 : 1e11) } },
      /too little room for what is fetched in .*huggingface/,
    ],
    ["memory", { machine: { freeMemory: () => 1e9 } }, /too little memory/],
    [
      "the Hub, where something is to come",
      { planned: { hub: { answers: false, fact: "ECONNREFUSED" } } },
      /The Hub does not answer \(ECONNREFUSED\)/,
    ],
    [
      "a release",
      { planned: { releases: [{ ...gpt2, missing: "There is no such thing." }] } },
      /There is no such thing/,
    ],
    [
      "prompts",
      { planned: { releases: [{ ...gpt2, typed: "a/b", name: "a/b", repo: "a/b" }] } },
      /add --prompts FILE/,
    ],
    ["a prompts file", { typed: { prompts: "no-such.json" } }, /no prompts file no-such\.json/],
    [
      "a model",
      { planned: { releases: [{ ...gpt2, dir: "/nowhere", name: null }] } },
      /There is no model at "\/nowhere"/,
    ],
  ])("cannot run without %s, and says so", async (_, scene, message) => {
    const found = await tried(scene);
    expect(found.problems).toEqual([expect.stringMatching(message)]);
    expect(dryRunText(found)).toMatch(/\nIt cannot run:\n- [^\n]+\n$/);
  });

  it("takes the size of the numbers for what nobody could be asked of, and cannot run offline without it", async () => {
    const unknown = [gpt2, sae].map((release) => ({ ...release, toFetch: null }));
    const hub = { answers: null, fact: "HF_HUB_OFFLINE is set" };
    const found = await tried({ planned: { releases: unknown, hub } });
    expect(found.disk[0]!.bytes! / 1e6).toBeCloseTo(548 + 151, 0);
    const text = dryRunText(found);
    expect(text).toContain("to fetch; the Hub was not asked how much");
    expect(text).toContain("disk      about 699 MB for what is fetched");
    expect(found.problems).toEqual(["The Hub is not asked (HF_HUB_OFFLINE is set), and not all is here."]);
  });

  it("can run without the Hub where everything is here", async () => {
    const here = { releases: [{ ...gpt2, toFetch: 0 }, sae], hub: { answers: false, fact: "down" } } as const;
    expect((await tried({ planned: here })).problems).toEqual([]);
  });

  it("on a busy machine says so, and of GPT-2 small's whole run what an idle machine takes", async () => {
    const busy = async (typed: Partial<Typed>) =>
      dryRunText(await tried({ typed, machine: { cores: 2, load: () => 9 } }));
    const idle = "alone it takes less (RUNNING.md: about 150 min on 2 idle cores)";
    expect(await busy({})).toContain(idle);
    expect(await busy({ bases: 300 })).toMatch(/alone it takes less$/m);
    expect(dryRunText(await tried())).not.toContain("busy");
  });

  it("names the folder that the run writes", async () => {
    expect((await tried({ typed: { bases: 40 } })).out).toBe("reports/tries/gpt2+bases-40");
    expect((await tried({ typed: { out: "mine" } })).out).toBe("mine");
  });

  it.each([
    [40, /^nothing: a verdict needs 200 bases, so with 40 every criterion comes out inconclusive$/],
    [200, /^every criterion may get a verdict, but intervals are about 2\.2 times as wide/],
    [1000, /the number that was registered$/],
    [4000, /times as narrow/],
  ])("says beforehand what can be decided with %d bases", async (bases, sentence) => {
    expect((await tried({ typed: { bases } })).decidable[0]).toMatch(sentence);
  });

  it("says of chosen claims what can be decided, and not what was simulated of others", async () => {
    const { decidable } = await tried({ typed: { bases: 1000, claim: ["step-like-response"] } });
    expect(decidable).toEqual([expect.stringMatching(/the number that was registered$/)]);
  });

  it("says that a shard decides nothing and that E5 gets the bases it gets", async () => {
    const shard = await tried({ typed: { shard: { index: 1, of: 8 } } });
    expect(shard.decidable).toEqual(["nothing: a shard measures its share of the bases, and merge judges"]);
    expect(shard.curves).toBe(19_375);
    expect((await tried({ typed: { bases: 300 } })).decidable.join("\n")).toContain("it gets 2100 here");
    expect((await tried({ typed: { bases: 300 } })).decidable[1]).toMatch(
      /^not simulated for 300 bases; found at 1000 bases, /,
    );
  });

  it("takes the time of a point from weights that are here, and else from matrix products", async () => {
    await withDirectory(TINY, async (dir) => {
      const seen: unknown[] = [];
      const own = { ...gpt2, dir, name: null, repo: null, toFetch: 0 };
      const machine = {
        secondsOfPoint: async (...asked: unknown[]) => {
          seen.push(asked);
          return 1e-4;
        },
      };
      const found = await tried({
        typed: { prompts: join(ROOT, "package.json") },
        planned: { releases: [own] },
        machine,
      });
      expect(seen).toEqual([[dir, { first: 1, threads: 1 }]]);
      expect(found.curves).toBe(26_000); // no SAE
      expect(found.time!.from).toContain("measured on these weights");
      expect(found.time!.minutes).toBeCloseTo((10 + (1.35 * 26_000 * 100 * 1e-4) / 8) / 60, 6);
    });
  });

  it("says where the shape of a model is not known before it is here", async () => {
    const other = { ...gpt2, typed: "a/b", name: "a/b", repo: "a/b", toFetch: null, files: [] };
    const found = await tried({ planned: { releases: [other] } });
    expect([found.time, found.memory.bytes, found.disk[0]!.bytes]).toEqual([null, null, null]);
    expect(dryRunText(found)).toContain("not known before the model's config.json is here");
  });

  it("measures this machine, and leaves nothing", async () => {
    await withDirectory(TINY, async (dir) => {
      const before = readdirSync(dir);
      expect(await thisMachine.secondsOfPoint(dir, { first: 1, threads: 1 })).toBeGreaterThan(0);
      expect(readdirSync(dir)).toEqual(before);
    });
    expect(await thisMachine.productRate(1)).toBeGreaterThan(1e8);
    const folder = temporaryFolder();
    expect(await thisMachine.freeDisk(join(folder, "not", "there"))).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
    expect(thisMachine.freeMemory()).toBeGreaterThan(0);
  });

  it("is of the project's own paper, whose batch it counts", () => {
    expect(ownPaper.batch).toHaveLength(25);
  });
});
