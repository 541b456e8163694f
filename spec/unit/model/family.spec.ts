import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import { writeRandomCheckpoint } from "../../../src/checkpoint/random-checkpoint.ts";
import { openSafetensors, readTensor } from "../../../src/checkpoint/safetensors.ts";
import { openUntrainedLike } from "../../../src/checkpoint/untrained-model.ts";
import type { Installation } from "../../../src/doctor/installation.ts";
import { TRAPS } from "../../../src/doctor/traps.ts";
import { InvalidInputError, UnsupportedConfigError } from "../../../src/errors/index.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { FAMILIES } from "../../../src/model/families/index.ts";
import { hookPoint, pointAt } from "../../../src/model/hook-point.ts";
import type { LanguageModel } from "../../../src/model/language-model.ts";
import { causalLmGraph } from "../../../src/model/onnx/model-graphs.ts";
import { createSession, int64Tensor } from "../../../src/model/ort-session.ts";
import { residualAt } from "../../../src/model/residual-at.ts";
import { temporaryFolder } from "../../support/files.ts";
import { sourceFiles } from "../../support/source-imports.ts";
import { relativeError, withJax, withOrt } from "../../support/tiny-models.ts";
import { TOY, toyFamily } from "../../support/toy-family.ts";

const TOKENS = [3, 1, 4, 1, 5];
const families = [...FAMILIES, toyFamily];
let dir: string;
beforeAll(async () => {
  dir = temporaryFolder();
  await writeRandomCheckpoint(dir, { ...TOY, rng: rngFromSeed(TOY.seed), deviation: 0.25 });
});

const open = (convention: "raw" | "centred" = "raw") =>
  openModel(dir, { convention, threads: 1, cacheDir: join(dir, "cache"), families });
const logitsOf = async (model: LanguageModel) =>
  (await model.run({ from: { tokens: TOKENS }, read: [], logits: true })).logits!.data;

describe("a model directory", () => {
  it("is read by the family that its model_type names", async () => {
    const checkpoint = await loadModelDirectory(dir, { cacheDir: join(dir, "cache"), families });
    expect(checkpoint.family).toBe(toyFamily);
    expect(checkpoint.config).toEqual(TOY.config);
  });

  it("is refused where no family is of that name, with the names there are", async () => {
    const refused = loadModelDirectory(dir, { cacheDir: join(dir, "cache") });
    await expect(refused).rejects.toThrow(UnsupportedConfigError);
    await expect(refused).rejects.toThrow(/model_type .*"toy".*supported is "gpt2"/);
    const other = temporaryFolder();
    writeFileSync(join(other, "config.json"), JSON.stringify({ model_type: "mamba" }));
    await expect(loadModelDirectory(other, { families })).rejects.toThrow(/supported is "gpt2" or "toy"/);
    await expect(loadModelDirectory("no-such-model", { families })).rejects.toMatchObject({
      hint: expect.stringContaining("a Hugging Face GPT-2 or Toy directory"),
    });
  });

  it("is read behind the family's own prefix, the unembedding never having one", async () => {
    const prefixed = temporaryFolder();
    const rng = rngFromSeed(TOY.seed);
    await writeRandomCheckpoint(prefixed, { ...TOY, rng, deviation: 0.25, prefix: "toy." });
    const { tensors } = await openSafetensors(join(prefixed, "model.safetensors"));
    expect([...tensors.keys()]).toEqual(expect.arrayContaining(["toy.blocks.0.qkv", "head"]));
    const [bare, other] = [await open(), await openModel(prefixed, { convention: "raw", families })];
    expect(await logitsOf(other)).toEqual(await logitsOf(bare));
    for (const model of [bare, other]) await model.dispose();
  });
});

describe("a family without a mid", () => {
  it("has models that refuse one, saying which sites they have", async () => {
    const model = await open();
    expect(model.shape.sites).toEqual(["pre", "post"]);
    const refused = residualAt(model, TOKENS, hookPoint(1, "mid"));
    await expect(refused).rejects.toThrow(InvalidInputError);
    await expect(refused).rejects.toThrow(
      /blocks\.1\.hook_resid_mid.*hook_resid_pre or hook_resid_post with L from 0 to 2/,
    );
    await expect(refused).rejects.toMatchObject({ hint: expect.stringMatching(/side by side/) });
    await model.dispose();
  });

  it("is searched by the doctor at no mid, and for no form of GELU where it has none", async () => {
    const model = await open();
    const expected = { hook: hookPoint(1, "pre"), convention: "raw", bos: 0 } as never;
    const installation = { model, gelu: null, hook: hookPoint(1, "pre"), sae: null } as Installation;
    const repairs = (name: string) =>
      TRAPS.find((trap) => trap.name === name)!.repairs(installation, expected);
    expect(repairs("exact GELU")).toEqual([]);
    const elsewhere = [...repairs("wrong hook"), ...repairs("wrong layer")];
    expect(elsewhere.map((repair) => repair.installation.readAt)).toEqual(
      [4, 0, 6].map((depth) => pointAt(depth, model.shape)),
    );
    await model.dispose();
  });
});

describe("a family without the centred convention", () => {
  it("has no centred models, on either implementation", async () => {
    const message = /the residual convention is "?centred"?.*raw, as Toy has it/;
    await expect(open("centred")).rejects.toThrow(message);
    await expect(open("centred")).rejects.toThrow(InvalidInputError);
    await expect(withJax(TOY, "centred", async () => {})).rejects.toThrow(message);
  });

  it("has blocks that see the mean of what they are given", async () => {
    const model = await open();
    const [at, readAt] = [hookPoint(1, "pre"), hookPoint(1, "post")];
    const residual = await residualAt(model, TOKENS, at);
    const shifted = { ...residual, data: residual.data.map((v) => v + 1) };
    const through = async (stream: typeof residual) =>
      (await model.run({ from: { residual: stream, at }, read: [readAt] })).residuals.get(readAt)!.data;
    const moved = (await through(shifted)).map((v) => v - 1);
    expect(relativeError(moved, await through(residual))).toBeGreaterThan(1e-2);
    await model.dispose();
  });
});

describe("the parts of a family", () => {
  it("give the same streams and logits on onnxruntime and on jax-js", async () => {
    const read = [0, 2, 4, 6].map((depth) => pointAt(depth, { ...TOY.config, sites: toyFamily.sites })!);
    const call = { from: { tokens: TOKENS }, read, logits: true };
    const ort = await withOrt(TOY, "raw", (model) => model.run(call));
    const jax = await withJax(TOY, "raw", (model) => model.run(call));
    for (const at of read)
      expect(relativeError(ort.residuals.get(at)!.data, jax.residuals.get(at)!.data), at).toBeLessThan(1e-5);
    expect(relativeError(ort.logits!.data, jax.logits!.data)).toBeLessThan(1e-5);
  });

  it("make one graph of the whole model, with the logits of the model in parts", async () => {
    const checkpoint = await loadModelDirectory(dir, { cacheDir: join(dir, "cache"), families });
    const session = await createSession(causalLmGraph(checkpoint), { ...checkpoint, threads: 1 });
    const ids = int64Tensor(TOKENS).reshape([1, TOKENS.length]);
    const { logits } = await session.run({ input_ids: ids });
    const model = await open();
    expect(relativeError(logits!.data as Float32Array, await logitsOf(model))).toBeLessThan(1e-5);
    await session.release();
    await model.dispose();
  });
});

describe("the untrained model of a family", () => {
  it("is drawn by the family's own law", async () => {
    const zero = { ...toyFamily, initialLaw: () => ({ offset: 0, sd: 0 }) };
    for (const [family, silent] of [
      [toyFamily, false],
      [zero, true],
    ] as const) {
      const rng = rngFromSeed("untrained");
      const options = { rng, threads: 1, convention: "raw", families: [family] } as const;
      const model = await openUntrainedLike(dir, options);
      expect(model.identity.name).toBe("untrained");
      expect((await logitsOf(model)).every((logit) => logit === 0)).toBe(silent);
      await model.dispose();
    }
  });
});

describe("random weights", () => {
  it("are gains around 1 and everything else around 0, as the family's law has them", async () => {
    const file = await openSafetensors(join(dir, "model.safetensors"));
    for (const [name, middle] of [
      ["blocks.0.norm", 1],
      ["blocks.2.qkv", 0],
    ] as const) {
      const values = await readTensor(file, name);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(Math.abs(mean - middle), name).toBeLessThan(0.3);
      expect(new Set(values).size, name).toBeGreaterThan(values.length / 2);
    }
    expect(JSON.parse(readFileSync(join(dir, "config.json"), "utf8"))).toMatchObject({ model_type: "toy" });
  });
});

describe("an architecture", () => {
  it("is known by name to its own folder, the list, the organism and the benchmark, and to no other source", () => {
    const may = /^src\/(model\/families\/|organism\/|cli\/commands\/bench\.ts$)/;
    const strays = sourceFiles("src").flatMap(({ path, files }) =>
      files
        .filter((file) => /^src\/model\/families\/[^/]+\//.test(file) && !may.test(path))
        .map((file) => `${path} imports ${file}`),
    );
    expect(strays).toEqual([]);
  });
});
