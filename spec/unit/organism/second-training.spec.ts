import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFiles } from "../../../src/organism/export.ts";
import { digests } from "../../../src/organism/provenance.ts";
import { recordSecondTraining } from "../../../src/organism/second-training.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "second-training-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function organism(name: string, weights: string, loss: number): Promise<string> {
  const files = { "model.safetensors": weights };
  const provenance = { seed: 0, versions: { node: "v20" }, gpt2: { loss }, sae: {}, files: digests(files) };
  await writeFiles(join(folder, name), { ...files, "provenance.json": JSON.stringify(provenance) });
  return join(folder, name);
}

describe("recordSecondTraining", () => {
  it("says equal when every file and number is, and writes it into the first provenance", async () => {
    const [firstDir, secondDir] = [await organism("a", "w", 2), await organism("b", "w", 2)];
    const said = await recordSecondTraining({ firstDir, secondDir });
    expect(said.equal).toBe(true);
    expect(said.detail).toMatch(/^All 1 files have equal bytes/);
    expect(JSON.parse(await readFile(join(firstDir, "provenance.json"), "utf8")).trainedTwice).toEqual(said);
  });

  it.each([
    ["another file", "v", 2, "model.safetensors"],
    ["another number", "w", 3, "provenance.json: gpt2"],
  ])("names what differs: %s", async (_, weights, loss, named) => {
    const [firstDir, secondDir] = [await organism("a", "w", 2), await organism("b", weights, loss)];
    const said = await recordSecondTraining({ firstDir, secondDir });
    expect(said.equal).toBe(false);
    expect(said.detail).toContain(`These differ: ${named};`);
  });
});
