import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { defaultRunOptions, type RunOptions } from "../../src/run/run-options.ts";
import { directory } from "../../src/run/sources/source.ts";
import { claimsScript } from "../support/child.ts";
import type { CriterionLeft } from "../support/claims-left.ts";
import { type Ended, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";

const scene = temporaryFolder();
const at = (...path: string[]) => join(scene, ...path);
const model = resolve("fixtures/reference/prototype");
const options: RunOptions = {
  ...defaultRunOptions("."),
  model: directory(model),
  sae: directory(join(model, "sae/blocks.1.hook_resid_pre")),
  prompts: at("prompts.json"),
  bases: 3,
  runStore: { folder: at("runs"), name: "whole" },
};
const CLAIMS = ["plateau-order", "reconstruction-behaves-like-real"].map(
  (claim) => `spec/claims/synthetic-activations/${claim}.spec.ts`,
);

let ended: Ended;
beforeAll(async () => {
  const rng = rngFromSeed("prompts");
  const prompts = Array.from({ length: 1000 }, () => Array.from({ length: 10 }, () => rng.integer(1024)));
  writeFileSync(at("prompts.json"), JSON.stringify(prompts));
  const { file, environment } = await claimsScript("claims-left");
  const child = [process.execPath, file, JSON.stringify(options), ...CLAIMS];
  ended = await start(child, { ...environment, BAG_OF_LATENTS_CACHE: at("cache") }).ended;
});

describe("the session of the process that tries all claims", () => {
  /** Vitest ends that process by SIGTERM: no handler of `exit` runs that could release the lock as well. */
  it("is closed when the process ends: the curves are left, and no lock", () => {
    const [key, ...others] = readdirSync(at("runs"));
    expect(others).toEqual([]);
    expect(readdirSync(at("runs", key!, "whole"))).toEqual(["curves.jsonl"]);
  });

  it("is one for all files of claims: the record is left once and the evidence by every criterion", () => {
    expect(ended).toMatchObject({ code: 0, errors: "" });
    const left: readonly CriterionLeft[] = ended.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(left.map(({ criterion }) => criterion.split(" ")[0])).toEqual(["E9", "E9", "E10", "E10", "E10"]);
    expect(left.map(({ fields }) => fields)).toEqual([
      ["criterion", "kept", "run"],
      ...Array(4).fill(["criterion", "kept"]),
    ]);
  });
});
