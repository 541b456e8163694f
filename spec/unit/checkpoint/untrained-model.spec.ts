import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openSafetensors, readTensor } from "../../../src/checkpoint/safetensors.ts";
import { openUntrainedLike } from "../../../src/checkpoint/untrained-model.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";

const DIR = "fixtures/reference/random-gpt2";

/** A temporary folder of this spec's own: other processes open untrained models too. */
const own = mkdtempSync(join(tmpdir(), "untrained-spec-"));
beforeAll(() => {
  vi.stubEnv("TMPDIR", own);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(own, { recursive: true, force: true });
});
const open = (seed: number) =>
  openUntrainedLike(DIR, { rng: rngFromSeed(seed), threads: 1, convention: "raw" });

describe("the untrained model", () => {
  it("has the shape of the other, GPT-2's own initial law, equal bits for equal seeds, and leaves nothing", async () => {
    const model = await open(1);
    const [name, ...more] = readdirSync(own);
    expect(more).toEqual([]);
    const folder = join(own, name!);
    const file = await openSafetensors(join(folder, "model.safetensors"));
    const shipped = await openSafetensors(join(DIR, "model.safetensors"));
    const shapes = ({ tensors }: typeof file) =>
      Object.fromEntries(
        [...tensors.values()].map(({ name, shape }) => [name.replace("transformer.", ""), shape]),
      );
    expect(shapes(shipped)).toMatchObject(shapes(file));

    const layers = model.shape.layers;
    const sdOf = async (tensor: string) => {
      const values = await readTensor(file, [...file.tensors.keys()].find((key) => key.endsWith(tensor))!);
      return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
    };
    expect(await sdOf("h.0.attn.c_attn.weight")).toBeCloseTo(0.02, 3);
    expect(await sdOf("h.0.mlp.c_proj.weight")).toBeCloseTo(0.02 / Math.sqrt(2 * layers), 3);
    expect(await sdOf("h.0.attn.c_attn.bias")).toBe(0);
    expect(await sdOf("h.0.ln_1.weight")).toBe(1);

    const [again, other] = [await open(1), await open(2)];
    expect(model.identity).toMatchObject({ name: "untrained", convention: "raw" });
    expect(again.identity.weightsDigest).toBe(model.identity.weightsDigest);
    expect(other.identity.weightsDigest).not.toBe(model.identity.weightsDigest);
    await Promise.all([model.dispose(), again.dispose(), other.dispose()]);
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(own)).toEqual([]);
  });

  it("leaves nothing when it cannot be opened", async () => {
    await expect(
      openUntrainedLike("fixtures/no-such-model", { rng: rngFromSeed(1), threads: 1, convention: "raw" }),
    ).rejects.toThrow("config.json");
    expect(readdirSync(own)).toEqual([]);
  });
});
