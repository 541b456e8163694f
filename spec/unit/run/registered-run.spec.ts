import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import {
  differencesFromRegistered,
  isAnotherDraw,
  nothingExpected,
} from "../../../src/run/registered-run.ts";
import { defaultRunOptions, type RunOptions } from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/sources/source.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

const run = defaultRunOptions(ROOT);
const sae = await openSae(run.sae!.dir);
const found = { sae, usualMoreBases: true, subject: { hook: true } };
const differences = (changes: Partial<RunOptions>, more: Partial<typeof found> = {}) =>
  differencesFromRegistered({ ...run, ...changes }, { ...found, ...more });

describe("the run whose verdicts are expected", () => {
  it("is the default one, wherever it is written, on however many threads, whichever claims and shares of it", async () => {
    expect(await differences({})).toEqual([]);
    const same: Partial<RunOptions> = { out: "/x", threads: 7, claim: ["a/b"], shard: { index: 1, of: 2 } };
    expect(await differences(same)).toEqual([]);
  });

  it("is that of the same files elsewhere, and of the same SAE beside them", async () => {
    const copy = join(temporaryFolder(), "copy");
    cpSync(run.model.dir, copy, { recursive: true });
    expect(await differences({ model: directory(copy) })).toEqual([]);
    expect(
      await differences({
        model: directory(copy),
        sae: directory(join(copy, "sae/blocks.1.hook_resid_pre")),
      }),
    ).toEqual([]);
  });

  it("is where the model's own SAE was trained, wherever a paper perturbs", async () => {
    expect(await differences({}, { subject: { hook: false } })).toEqual([]);
    const moved = { ...sae, hook: "blocks.4.hook_resid_pre" as const };
    expect(await differences({}, { sae: moved, subject: { hook: false } })).toEqual([
      "the stream is perturbed at another place",
    ]);
  });

  it.each([
    ["another seed", { seed: "4" }, "the seed is 4, not 0"],
    ["fewer bases", { bases: 40 }, "it has 40 bases, not 1000"],
    [
      "own prompts",
      { prompts: "/p.json" },
      "the prompts come from a file, not from the model's own language",
    ],
    ["the authors' step", { grid: "authors" }, "the absolute step is that of the authors' notebooks"],
  ] as const)("is not one with %s", async (_, changes, fact) => {
    expect(await differences(changes)).toEqual([fact]);
  });

  it("can be laid beside one of another seed, and of nothing else", async () => {
    const isDraw = async (changes: Partial<RunOptions>) =>
      isAnotherDraw({ ...run, ...changes }, await differences(changes));
    expect(await isDraw({ seed: "4" })).toBe(true);
    for (const changes of [{}, { bases: 40 }, { seed: "4", bases: 40 }] as const)
      expect(await isDraw(changes)).toBe(false);
  });

  it("is not one at another place, with other bases for small effects, with another SAE or without", async () => {
    const none = { sae: null as never, subject: { hook: false } };
    expect(await differences({ sae: null }, none)).toEqual([
      "the stream is perturbed at another place",
      "it has no SAE",
    ]);
    expect(await differences({ moreSaes: [] })).toEqual([]);
    expect(await differences({ moreSaes: [run.sae!] })).toEqual(["the further SAEs are not the model's own"]);
    expect(await differences({ bos: true })).toEqual(["the prompts begin with the token that begins a text"]);
    expect(await differences({}, { usualMoreBases: false })).toHaveLength(1);
    expect(await differences({ sae: null }, { sae: null as never })).toEqual(["it has no SAE"]);
    const other = { ...sae, name: "mine", weightsDigest: "0".repeat(64) };
    expect(await differences({ sae: directory("/mine") }, { sae: other })).toEqual([
      "the SAE is mine, not the model's own",
    ]);
  });

  it("is told from another by all that differs, in one sentence", () => {
    expect(nothingExpected(["the seed is 4, not 0", "it has no SAE"])).toBe(
      "No verdict is expected of this run, since it is not the registered one of this model: the seed is 4, not 0; it has no SAE.",
    );
  });
});
