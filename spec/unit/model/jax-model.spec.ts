import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { openSafetensors, readTensor } from "../../../src/checkpoint/safetensors.ts";
import { gpt2 } from "../../../src/model/families/gpt2/gpt2.ts";
import type { HookPoint } from "../../../src/model/hook-point.ts";
import { createJaxModel } from "../../../src/model/jax-model.ts";
import type { LanguageModel, ResidualConvention } from "../../../src/model/language-model.ts";

interface Reference {
  readonly prompts: readonly {
    readonly tokens: number[];
    readonly last_position: Record<HookPoint, number[]>;
    readonly last_logits: number[];
  }[];
}

async function load(directory: string, convention: ResidualConvention): Promise<LanguageModel> {
  const { name, config, weightsDigest, tensors } = await loadModelDirectory(directory);
  const file = await openSafetensors(join(directory, "model.safetensors"));
  const prefix = file.tensors.has("wte.weight") ? "" : "transformer.";
  const weights: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  for (const [bare, { shape }] of tensors)
    weights[bare] = { shape, data: await readTensor(file, prefix + bare) };
  return createJaxModel({ family: gpt2, name, config, weightsDigest, weights, convention });
}

/** Largest deviation over the largest absolute expected value. */
function deviation(got: ArrayLike<number>, expected: readonly number[]): number {
  expect(got.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - got[i]!))) / largest;
}

const lastRow = (residual: { rows: number; cols: number; data: Float32Array }) =>
  residual.data.subarray((residual.rows - 1) * residual.cols);

describe.each(["random-gpt2", "random-gpt2-prefixed"])("the jax-js GPT-2 on %s", (name) => {
  const directory = join(import.meta.dirname, "../../../fixtures/reference", name);
  let model: LanguageModel;
  let reference: Reference;
  beforeAll(async () => {
    model = await load(directory, "raw");
    reference = JSON.parse(await readFile(join(directory, "expected.json"), "utf8"));
  });

  it("agrees with the float64 reference at every point and in the logits within 2e-6", async () => {
    for (const { tokens, last_position, last_logits } of reference.prompts) {
      const read = Object.keys(last_position) as HookPoint[];
      const { residuals, logits } = await model.run({ from: { tokens }, read, logits: true });
      for (const hook of read)
        expect(deviation(lastRow(residuals.get(hook)!), last_position[hook]!)).toBeLessThan(2e-6);
      expect(deviation(lastRow(logits!), last_logits)).toBeLessThan(2e-6);
    }
  });

  it("goes on from the middle to where the whole run ends", async () => {
    const { tokens } = reference.prompts[0]!;
    const end: HookPoint = `blocks.${model.shape.layers - 1}.hook_resid_post`;
    const at: HookPoint = "blocks.1.hook_resid_mid";
    const { residuals } = await model.run({ from: { tokens }, read: [at, end] });
    const resumed = await model.run({ from: { residual: residuals.get(at)!, at }, read: [end] });
    expect(deviation(resumed.residuals.get(end)!.data, [...residuals.get(end)!.data])).toBeLessThan(1e-6);
  });

  it("changes nothing before a patched position and something after it", async () => {
    const { tokens } = reference.prompts[0]!;
    const end: HookPoint = `blocks.${model.shape.layers - 1}.hook_resid_post`;
    const vector = new Float32Array(model.shape.dModel).map((_, i) => (i % 3) - 1);
    const clean = (await model.run({ from: { tokens }, read: [end] })).residuals.get(end)!;
    const patches = [{ at: "blocks.1.hook_resid_pre", position: 2, vector } as const];
    const patched = (await model.run({ from: { tokens }, read: [end], patches })).residuals.get(end)!;
    const width = clean.cols;
    expect(patched.data.subarray(0, 2 * width)).toEqual(clean.data.subarray(0, 2 * width));
    expect(patched.data.subarray(2 * width)).not.toEqual(clean.data.subarray(2 * width));
  });

  it("centres clean points, and keeps the mean of what was put in", async () => {
    const { tokens } = reference.prompts[0]!;
    const end: HookPoint = `blocks.${model.shape.layers - 1}.hook_resid_post`;
    const centred = await load(directory, "centred");
    const vector = new Float32Array(model.shape.dModel).map((_, i) => (i % 3) + 0.5);
    const patches = [{ at: "blocks.1.hook_resid_pre", position: -1, vector } as const];
    const raw = lastRow((await model.run({ from: { tokens }, read: [end], patches })).residuals.get(end)!);
    const got = lastRow((await centred.run({ from: { tokens }, read: [end], patches })).residuals.get(end)!);
    const mean = (v: Float32Array) => v.reduce((sum, x) => sum + x, 0) / v.length;
    expect(
      deviation(
        got,
        [...raw].map((x) => x - mean(raw) + mean(vector)),
      ),
    ).toBeLessThan(1e-6);
    const clean = lastRow((await centred.run({ from: { tokens }, read: [end] })).residuals.get(end)!);
    expect(Math.abs(mean(clean))).toBeLessThan(1e-6);
  });
});
