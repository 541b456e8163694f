import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openSafetensors, readTensor } from "../../src/checkpoint/safetensors.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { activationReader } from "../../src/organism/activations-at.ts";
import type { Provenance } from "../../src/organism/provenance.ts";
import { GPT2_RECIPE, SAE_RECIPE } from "../../src/organism/recipe.ts";
import { textStream } from "../../src/organism/text-stream.ts";
import { tokenizerFiles } from "../../src/organism/tokenizer.ts";
import { validationLoss } from "../../src/organism/train-gpt2.ts";
import { measureSae } from "../../src/organism/train-sae.ts";
import type { Weights } from "../../src/organism/weights.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");

/** An organism that ships, where it lies, and what its training had that the recipe has not. */
interface Shipped {
  readonly folder: string;
  readonly options: string;
  readonly gpt2: Partial<typeof GPT2_RECIPE>;
  readonly mostBytes: number;
}

/** The organism, with two more SAEs beside its own, and other trainings of it. */
const SHIPPED: readonly Shipped[] = [
  { folder: "organism", options: "--seed 0", gpt2: {}, mostBytes: 5e6 },
  {
    folder: "organism-trainings/seed-0-no-dropout",
    options: "--seed 0 --no-dropout",
    gpt2: { dropout: 0 },
    mostBytes: 2.5e6,
  },
  ...[1, 2, 3].map((seed) => ({
    folder: `organism-trainings/seed-${seed}`,
    options: `--seed ${seed}`,
    gpt2: {},
    mostBytes: 2.5e6,
  })),
];

async function readWeights(path: string): Promise<Weights> {
  const file = await openSafetensors(path);
  const weights: Weights = {};
  for (const [name, { shape }] of file.tensors)
    weights[name.replace("transformer.", "")] = { shape, data: await readTensor(file, name) };
  return weights;
}

describe.each(SHIPPED)("the shipped $folder", ({ folder, options, gpt2, mostBytes }) => {
  const directory = join(fixtures, folder);
  const saeDirectory = join(directory, "sae/blocks.1.hook_resid_pre");
  let provenance: Provenance;
  let weights: Weights;
  beforeAll(async () => {
    provenance = JSON.parse(await readFile(join(directory, "provenance.json"), "utf8")) as Provenance;
    weights = await readWeights(join(directory, "model.safetensors"));
  });

  it("is the set of files its provenance names, each with the digest that stands there", async () => {
    for (const [path, digest] of Object.entries(provenance.files))
      expect(
        createHash("sha256")
          .update(await readFile(join(directory, path)))
          .digest("hex"),
      ).toBe(digest);
  });

  it("was trained with the recipe in the source, by the command in the provenance", () => {
    expect(provenance.gpt2.recipe).toEqual({ ...GPT2_RECIPE, ...gpt2 });
    expect(provenance.sae.recipe).toEqual(SAE_RECIPE);
    expect(provenance.command).toBe(`npm run organism -- ${options}`);
  });

  it("has the tokenizer of the language", async () => {
    for (const [name, text] of Object.entries(tokenizerFiles(GPT2_RECIPE.config.positions)))
      expect(await readFile(join(directory, name), "utf8")).toBe(text);
  });

  it(`takes at most ${mostBytes / 1e6} MB`, async () => {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const sizes = entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
    expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostBytes);
  });

  it("learned what no n-gram model of up to 5 tokens can: at least 0.5 nats, of a language worth 2", () => {
    const { model, ngram, margin } = provenance.gpt2.validation;
    expect(Math.min(...ngram)).toBeGreaterThanOrEqual(2);
    expect(Math.min(...ngram) - model).toBeGreaterThanOrEqual(0.5);
    expect(margin).toBeCloseTo(Math.min(...ngram) - model, 10);
  });

  it("has the validation loss that its provenance states, up to the sampling of 20,000 fresh tokens", () => {
    const text = textStream(rngFromSeed("shipped-organism-spec").fork("loss")).take(20_000);
    const loss = validationLoss(weights, GPT2_RECIPE.config, text);
    expect(Math.abs(loss - provenance.gpt2.validation.model)).toBeLessThan(0.06); // sd of such a mean: about 0.02
  });

  it("has an SAE with 5 to 20 latents active, at most 3 % unexplained and at least 60 % alive, on fresh text", async () => {
    const reader = activationReader(weights, GPT2_RECIPE.config, 1);
    const set = reader.read(textStream(rngFromSeed("shipped-organism-spec").fork("sae")).take(20_000));
    reader.dispose();
    const sae = await readWeights(join(saeDirectory, "sae_weights.safetensors"));
    const fresh = measureSae(sae, set);
    for (const { l0, fvu, alive } of [fresh, provenance.sae.heldOut]) {
      expect(l0).toBeGreaterThanOrEqual(5);
      expect(l0).toBeLessThanOrEqual(20);
      expect(fvu).toBeLessThanOrEqual(0.03);
      expect(alive).toBeGreaterThanOrEqual(0.6);
    }
    expect(Math.abs(fresh.l0 / provenance.sae.heldOut.l0 - 1)).toBeLessThan(0.03);
    expect(Math.abs(fresh.fvu / provenance.sae.heldOut.fvu - 1)).toBeLessThan(0.1);
  });

  it("names no machine path and no host in its provenance", async () => {
    const text = await readFile(join(directory, "provenance.json"), "utf8");
    expect(text).not.toMatch(/\/(home|tmp|work|root|Users)\b|https?:/);
  });
});
