import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { openSafetensors, readTensor } from "../../../src/checkpoint/safetensors.ts";
import { rowOf } from "../../../src/math/vec.ts";
import { gpt2 } from "../../../src/model/families/gpt2/gpt2.ts";
import type { HookPoint } from "../../../src/model/hook-point.ts";
import { createJaxModel } from "../../../src/model/jax-model.ts";
import type { LanguageModel } from "../../../src/model/language-model.ts";
import { meanNextTokenLoss } from "../../../src/model/next-token-loss.ts";
import { createOrtModel } from "../../../src/model/ort-model.ts";
import { relativeError } from "../../support/tiny-models.ts";

interface Reference {
  readonly tolerance: { readonly rel: number };
  readonly prompts: readonly {
    readonly tokens: readonly number[];
    readonly last_position: Readonly<Record<HookPoint, readonly number[]>>;
    readonly last_logits: readonly number[];
    readonly mean_next_token_loss: number;
    readonly patch: {
      readonly hook: HookPoint;
      readonly vector: readonly number[];
      readonly read: HookPoint;
      readonly value: readonly number[];
    };
  }[];
}

/** float64 values of an independent implementation; the tolerance, 2e-5 of each vector's largest value, is its own. */
for (const name of ["random-gpt2", "random-gpt2-prefixed"]) {
  const dir = `fixtures/reference/${name}`;
  const reference = JSON.parse(readFileSync(`${dir}/expected.json`, "utf8")) as Reference;
  const checkpoint = await loadModelDirectory(dir);
  const models = {
    onnxruntime: createOrtModel(checkpoint, { convention: "raw", threads: 1 }),
    "jax-js": await jaxModel(dir),
  };
  for (const [runtime, model] of Object.entries(models))
    describe(`${name} on ${runtime}`, () => {
      afterAll(() => model.dispose());
      const rel = reference.tolerance.rel;

      it("gives every residual-stream point, the logits and the loss of the reference", async () => {
        for (const prompt of reference.prompts) {
          const read = Object.keys(prompt.last_position) as HookPoint[];
          const { residuals, logits } = await model.run({
            from: { tokens: prompt.tokens },
            read,
            logits: true,
          });
          const last = prompt.tokens.length - 1;
          for (const at of read)
            expect(
              relativeError(rowOf(residuals.get(at)!, last), prompt.last_position[at]!),
              at,
            ).toBeLessThan(rel);
          expect(relativeError(rowOf(logits!, last), prompt.last_logits)).toBeLessThan(rel);
          const loss = meanNextTokenLoss(logits!, prompt.tokens)!;
          expect(Math.abs(loss / prompt.mean_next_token_loss - 1)).toBeLessThan(rel);
        }
      });

      it("gives the patched runs of the reference, by whole sequences and by the fast path", async () => {
        for (const { tokens, patch } of reference.prompts) {
          const vector = Float32Array.from(patch.vector);
          const patches = [{ at: patch.hook, position: -1, vector }];
          const whole = await model.run({ from: { tokens }, read: [patch.read], patches });
          const read = rowOf(whole.residuals.get(patch.read)!, tokens.length - 1);
          expect(relativeError(read, patch.value)).toBeLessThan(rel);
          expect(relativeError((await fast(model, tokens, patch)).data, patch.value)).toBeLessThan(rel);
        }
      });
    });
}

async function fast(
  model: LanguageModel,
  tokens: readonly number[],
  patch: Reference["prompts"][number]["patch"],
) {
  const at = patch.hook;
  const residual = (await model.run({ from: { tokens }, read: [at] })).residuals.get(at)!;
  const last = { rows: 1, cols: residual.cols, data: Float32Array.from(patch.vector) };
  return model.resumeFrom({ residual, at, last, readAt: patch.read });
}

async function jaxModel(dir: string): Promise<LanguageModel> {
  const { config, name, weightsDigest } = await loadModelDirectory(dir);
  const file = await openSafetensors(`${dir}/model.safetensors`);
  const weights: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  for (const entry of file.tensors.values())
    if (!/\.attn\.(masked_)?bias$/.test(entry.name))
      weights[entry.name.replace(/^transformer\./, "")] = {
        shape: entry.shape,
        data: await readTensor(file, entry.name),
      };
  return createJaxModel({ family: gpt2, name, weightsDigest, config, weights, convention: "raw" });
}
