import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { defaultRunOptions, type RunOptions } from "../../src/run/run-options.ts";
import { directory } from "../../src/run/sources/source.ts";
import { claimsScript } from "../support/child.ts";
import { temporaryFolder } from "../support/files.ts";

const scene = temporaryFolder();
const model = resolve("fixtures/reference/prototype");
const options: RunOptions = {
  ...defaultRunOptions("."),
  model: directory(model),
  sae: directory(join(model, "sae/blocks.1.hook_resid_pre")),
  prompts: join(scene, "prompts.json"),
  bases: 3,
  workers: 1,
  out: join(scene, "report"),
};

async function runAndMerge(...shards: string[]): Promise<void> {
  const { PATH, HOME } = process.env;
  const { file, environment } = await claimsScript("claims-in-vitest-shards");
  await promisify(execFile)(
    process.execPath,
    [file, JSON.stringify(options), join(scene, "blobs"), ...shards],
    { env: { ...environment, PATH, HOME, BAG_OF_LATENTS_CACHE: join(scene, "cache") } },
  );
}

beforeAll(async () => {
  const rng = rngFromSeed("prompts");
  const prompts = Array.from({ length: 1000 }, () => Array.from({ length: 10 }, () => rng.integer(1024)));
  writeFileSync(join(scene, "prompts.json"), JSON.stringify(prompts));
  await runAndMerge("1/2", "2/2");
});

describe("vitest's own shards", () => {
  it("hold one claim's file each", () => {
    const blobs = readdirSync(join(scene, "blobs"));
    expect(blobs).toEqual(["blob-1-2.json", "blob-2-2.json"]);
    const claims = blobs.map((blob) =>
      ["E9", "E10"].filter((claim) =>
        readFileSync(join(scene, "blobs", blob), "utf8").includes(`"${claim} `),
      ),
    );
    expect(claims.flat().sort()).toEqual(["E10", "E9"]);
    expect(claims.map((found) => found.length)).toEqual([1, 1]);
  });

  it("merge into one report with the claims of all", () => {
    const report = JSON.parse(readFileSync(join(options.out, "report.json"), "utf8"));
    expect(report.criteria.map(({ hypothesis }: { hypothesis: string }) => hypothesis)).toEqual([
      ...["E9", "E9"],
      ...["E10", "E10", "E10"],
    ]);
  });

  it("keep nothing of the run: only reproduce continues", () => {
    expect(readdirSync(join(scene, "cache"))).not.toContain("runs");
  });
});
