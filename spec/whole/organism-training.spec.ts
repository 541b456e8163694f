import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GPT2_RECIPE, type Gpt2Recipe, SAE_RECIPE, type SaeRecipe } from "../../src/organism/recipe.ts";
import { trainOrganism } from "../../src/organism/train-organism.ts";

/** 20 steps of each stage on a model of two blocks: a second or two. */
const gpt2: Gpt2Recipe = {
  ...GPT2_RECIPE,
  config: { ...GPT2_RECIPE.config, layers: 2, heads: 2, dModel: 16, dInner: 64, positions: 8 },
  steps: 20,
  batch: 4,
  warmUpSteps: 5,
};
const sae: SaeRecipe = { ...SAE_RECIPE, latents: 32, steps: 20, batch: 40, warmUpSteps: 5 };

/** Each training compiles five functions: a second on a free core, ten on a busy one. */
const TIMEOUT = 180_000;

let folder: string;
let once: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "organism-spec-"));
  once = await train("once");
}, TIMEOUT);
afterAll(() => rm(folder, { recursive: true }));

/** Trains into `folder/<name>`; with `dieAt` the process "dies" at that step of GPT-2, between two saves. */
async function train(name: string, { seed = 0, dieAt = 0, saveEvery = 10 } = {}) {
  const outDir = join(folder, name);
  let died = false;
  const run = (mayDie: boolean) =>
    trainOrganism({
      seed,
      outDir,
      checkpointDir: join(folder, `${name}-checkpoints`),
      gpt2,
      sae,
      heldOutTokens: 2000,
      saveEvery,
      onProgress: ({ stage, step }) => {
        if (mayDie && stage === "gpt2" && step === dieAt) {
          died = true;
          throw new Error("killed");
        }
      },
    });
  if (dieAt > 0) await expect(run(true)).rejects.toThrow("killed");
  expect(died).toBe(dieAt > 0);
  await run(false);
  return contents(outDir);
}

async function contents(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((e) =>
    e.isFile(),
  );
  const files = await Promise.all(
    names.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(directory.length + 1), (await readFile(path)).toString("hex")] as const;
    }),
  );
  return Object.fromEntries(files);
}

describe("training the organism", () => {
  it(
    "gives equal bytes twice, and when it is killed after step 10 and goes on",
    async () => {
      const files = Object.keys(once).sort();
      expect(files).toEqual([
        "config.json",
        "model.safetensors",
        "provenance.json",
        "sae/blocks.1.hook_resid_pre/cfg.json",
        "sae/blocks.1.hook_resid_pre/sae_weights.safetensors",
        "sae/blocks.1.hook_resid_pre/sparsity.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
      ]);
      expect(await train("twice")).toEqual(once);
      expect(await train("killed", { dieAt: 13 })).toEqual(once);
      expect(await train("saved-more-often", { dieAt: 13, saveEvery: 4 })).toEqual(once);
    },
    TIMEOUT,
  );

  it(
    "gives other weights from another seed",
    async () => {
      const other = await train("seed-1", { seed: 1 });
      for (const file of ["model.safetensors", "sae/blocks.1.hook_resid_pre/sae_weights.safetensors"])
        expect(other[file]).not.toBe(once[file]);
      expect(other["tokenizer.json"]).toBe(once["tokenizer.json"]);
    },
    TIMEOUT,
  );
});
