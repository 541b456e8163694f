import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reproduceReplicates, wordsOfSeed } from "../../../src/cli/commands/reproduce-replicates.ts";
import { sourceState } from "../../../src/files/run-provenance.ts";
import { summaryOf } from "../../../src/report/build-report.ts";
import { checkOptions } from "../../../src/run/check-options.ts";
import { NOTHING_TYPED, type Typed } from "../../../src/run/run-options.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

const FROZEN = join(ROOT, "fixtures/report/frozen-report.json");
afterEach(() => vi.restoreAllMocks());

/** Writes the frozen report as if it were this seed's. */
function write(
  out: string,
  seed: string,
  change: (report: Record<string, unknown>) => void = () => {},
): void {
  const report = JSON.parse(readFileSync(FROZEN, "utf8"));
  report.protocol.seed = seed;
  report.criteria = report.criteria.filter(({ verdict }: { verdict: string }) => verdict !== "error");
  report.summary = summaryOf(report.criteria);
  change(report);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "report.json"), JSON.stringify(report));
}

const frozenBases = JSON.parse(readFileSync(FROZEN, "utf8")).protocol.bases as number;

async function tried(typed: Partial<Typed>, ran: string[][], code = 0) {
  const said: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const all = { ...NOTHING_TYPED, replicates: 3, bases: frozenBases, ...typed };
  const ended = await reproduceReplicates(ROOT, all, ["reproduce", "--replicates", "3"], async (words) => {
    ran.push([...words]);
    write(words.at(-1)!, words.at(-3)!);
    return code;
  });
  return { ended, said: said.join("") };
}

describe("reproduce --replicates", () => {
  it("runs every seed into a folder of its own and tells what they come to", async () => {
    const out = temporaryFolder();
    const ran: string[][] = [];
    const { ended, said } = await tried({ out, seed: "4" }, ran);
    expect(ran).toEqual(
      ["4", "5", "6"].map((seed) => ["reproduce", "--seed", seed, "--out", join(out, `seed-${seed}`)]),
    );
    expect(ended).toBe(0);
    expect(said).toContain("seeds 4, 5, 6");
    for (const name of ["replicates.json", "replicates.md", "replicates.svg"])
      expect(readFileSync(join(out, name), "utf8").length, name).toBeGreaterThan(100);
  });

  it("stops at a run that fails, and goes on past verdicts that were not expected", async () => {
    const ran: string[][] = [];
    expect((await tried({ out: temporaryFolder() }, ran, 2)).ended).toBe(2);
    expect(ran).toHaveLength(1);
    expect((await tried({ out: temporaryFolder() }, ran, 1)).ended).toBe(0);
    expect(ran).toHaveLength(4);
  });

  it("runs no seed again whose report this very source wrote, and every other", async () => {
    const { commit, dirty } = sourceState(ROOT);
    const out = temporaryFolder();
    const by = (change: Record<string, unknown>) => (report: Record<string, unknown>) =>
      Object.assign(report["provenance"] as object, { commit, dirty: false }, change);
    write(join(out, "seed-0"), "0", by({}));
    write(join(out, "seed-1"), "1", by({ commit: "0".repeat(40) }));
    write(join(out, "seed-2"), "2", by({ dirty: true }));
    const ran: string[][] = [];
    await tried({ out }, ran);
    // a checkout with changes wrote no report that can be told from this one's
    expect(ran.map((words) => words.at(-3))).toEqual(dirty === false ? ["1", "2"] : ["0", "1", "2"]);
  });

  it.each<[string, Partial<Typed>]>([
    ["--shard", { shard: { index: 1, of: 2 } }],
    ["--publish", { publish: true }],
    ["--seed", { seed: "mine" }],
  ])("is refused with %s", (what, typed) => {
    expect(() => checkOptions(ROOT, { ...NOTHING_TYPED, replicates: 2, ...typed })).toThrow(`${what} is`);
  });

  it("types the words of a run again without its own", () => {
    const words = ["reproduce", "--bases", "30", "--replicates=8", "--seed", "2", "--out=x", "--no-sae"];
    expect(wordsOfSeed(words, "5", "y")).toEqual([
      ...["reproduce", "--bases", "30", "--no-sae"],
      ...["--seed", "5", "--out", "y"],
    ]);
  });
});
