import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GPT2_SMALL_DIGEST } from "../../../src/model/published-weights.ts";
import { takesOpenWebText } from "../../../src/openwebtext/openwebtext-prompts.ts";
import { FIRST_GROUPS } from "../../../src/prompts/row-groups.ts";
import {
  everything,
  type OpenWebTextScene,
  openWebTextScene,
  REPO,
  SHAPE,
} from "../../support/openwebtext-scene.ts";
import { DATA_COMMIT, dataPath, madeUpRows, putRows } from "../../support/parquet-rows.ts";

let scene: OpenWebTextScene;
beforeEach(async () => {
  scene = await openWebTextScene();
});
afterEach(() => scene.stop());

describe("prompts from OpenWebText", () => {
  it("are the first ten tokens of rows of the set, all different, in the split asked for", async () => {
    const drawn = await scene.draw();
    const rows = new Set(
      Array.from({ length: SHAPE.files }, (_, file) => madeUpRows(file, SHAPE))
        .flat()
        .map((row) => row.slice(0, 10).join(" ")),
    );
    const keys = everything(drawn).map((prompt) => prompt.join(" "));
    expect(keys.filter((key) => !rows.has(key))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    expect([drawn.bases.length, drawn.targets.length, drawn.population.length]).toEqual([20, 20, 1152]);
  });

  it("name the set, its commit and what was drawn from as a deviation", async () => {
    const { notes } = await scene.draw();
    expect(notes).toHaveLength(1);
    expect(notes![0]).toMatch(
      /^Prompts are the first 10 tokens of rows of apollo-research\/Skylion007-openwebtext-tokenizer-gpt2, commit abababababab\. The authors drew from all rows; here they come from 32 random row groups \(0\.\d of 0\.\d MB\): at most one row in ten, no base and target from one group, the covariance from other rows of the same groups\.$/,
    );
  });

  it("come from more than 32 groups where the pairs need it, and the covariance from the first 32", async () => {
    const few = await scene.draw();
    const many = await scene.draw({ bases: 80 });
    expect(many.bases).toHaveLength(80);
    expect(many.bases.slice(0, 20)).toEqual(few.bases);
    expect(many.population).toEqual(few.population);
    expect(many.notes![0]).toMatch(
      / from 40 random row groups .*, the covariance from other rows of the first 32\.$/,
    );
  });

  it("are fetched by ranges: a footer of every file with a drawn group, and those groups", async () => {
    const path = dataPath(0, 1);
    const large = { files: 1, groups: 150, rows: 40, length: 256, vocabulary: 50257 };
    scene.server.repos.delete(REPO);
    putRows(scene.server, large);
    const { notes } = await scene.draw();
    const bytes = scene.server.repos.get(REPO)!.files.get(path)!.contents.length;
    expect(bytes).toBeGreaterThan(4e6);
    expect(scene.server.log("bytes", "storage")).toHaveLength(1 + FIRST_GROUPS);
    const asked = scene.server.seen.filter(({ kind, path }) => kind === "info" && /\/resolve\//.test(path));
    expect(asked.filter(({ host }) => host === "hub")).toHaveLength(2); // at main for the commit, at the commit
    expect(bytesAsked(scene) / bytes).toBeLessThan(0.24); // 32 of 150 are 0.213
    expect(notes![0]).toMatch(/32 random row groups \((0\.9|1\.\d) of \d\.\d MB\)/);
    for (const seen of scene.server.seen.filter(({ kind, host }) => kind === "bytes" && host === "storage"))
      expect(seen.path).toContain(`${DATA_COMMIT}/${path}`);
  });

  it("say how far fetching is, in MiB, and nothing when all is kept", async () => {
    await scene.draw();
    expect(scene.progress[0]).toEqual({ what: "OpenWebText rows", done: 0, of: 1, unit: "MiB" });
    expect(scene.progress.length).toBe(64);
    scene.progress.length = 0;
    await scene.draw();
    expect(scene.progress).toEqual([]);
  });
});

describe("what is taken when no prompts are given", () => {
  const digests = {
    "GPT-2 small": GPT2_SMALL_DIGEST,
    organism: createHash("sha256").update(readFileSync("fixtures/organism/model.safetensors")).digest("hex"),
    other: "0".repeat(64),
  };
  it.each([
    ["GPT-2 small", null, true],
    ["other", "gpt2-medium", true],
    ["other", "distilbert/distilgpt2", true],
    ["other", "someone/gpt2", false],
    ["other", null, false],
    ["organism", null, false],
  ] as const)("is OpenWebText for the weights of %s named %s: %s", (whose, name, takes) => {
    expect(takesOpenWebText(digests[whose], name)).toBe(takes);
  });
});

/** Bytes of data files that the server was asked for, by ranges. */
function bytesAsked({ server }: OpenWebTextScene): number {
  return server.log("bytes", "storage").reduce((sum, range) => {
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    if (start === undefined) throw new Error(`a request for a whole file: ${range}`);
    return sum + Number(end) - Number(start) + 1;
  }, 0);
}
