import { existsSync } from "node:fs";
import { join } from "node:path";
import { AutoModelForCausalLM, env, Tensor } from "@huggingface/transformers";
import { encode as referenceEncode } from "gpt-3-encoder";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportCausalLm } from "../../src/checkpoint/export-causal-lm.ts";
import { loadModelDirectory } from "../../src/checkpoint/model-directory.ts";
import { openSafetensors, readTensor, tensorEntry } from "../../src/checkpoint/safetensors.ts";
import { openTokenizer } from "../../src/checkpoint/tokenizer.ts";
import { type Activation, rowOf } from "../../src/math/vec.ts";
import { GPT2_SMALL_SHAPE } from "../../src/model/families/gpt2/config.ts";
import { gpt2 } from "../../src/model/families/gpt2/gpt2.ts";
import type { Checkpoint } from "../../src/model/family.ts";
import { type HookPoint, hookPoint } from "../../src/model/hook-point.ts";
import { createJaxModel } from "../../src/model/jax-model.ts";
import type { CallResult, LanguageModel } from "../../src/model/language-model.ts";
import { createOrtModel } from "../../src/model/ort-model.ts";
import { temporaryFolder } from "../support/files.ts";
import { dirOrSkip, type Found } from "../support/gpt2-weights.ts";
import { relativeError } from "../support/tiny-models.ts";

const TEXT = "How are you doing?";
export const TOKENS = [2437, 389, 345, 1804, 30];
const HOOKS: readonly HookPoint[] = [
  ...Array.from({ length: 12 }, (_, layer) => hookPoint(layer, "pre")),
  hookPoint(5, "mid"),
  hookPoint(11, "post"),
];
/** Relative to the largest number. Two float32 runtimes differ by 2e-6 here, the two forms of GELU by 2e-4. */
export const PARITY = 1e-5;

/** What the contract has opened, for specs of one kind of weights; only read inside a test. */
export interface Gpt2SmallScene {
  readonly found: Found;
  readonly checkpoint: Checkpoint;
  /** By the second implementation: the centred streams at HOOKS, and the logits, of TOKENS. */
  readonly expected: CallResult;
}

/** What holds for a directory in the layout of openai-community/gpt2, whatever its weights are; `more` adds to it. */
export function gpt2SmallContract(
  name: string,
  find: () => Promise<Found>,
  more?: (scene: () => Gpt2SmallScene) => void,
): void {
  describe(`GPT-2 small ${name}`, () => {
    let found: Found;
    let checkpoint: Checkpoint;
    let centred: LanguageModel;
    let second: LanguageModel;
    let expected: CallResult;
    beforeAll(async () => {
      found = await find();
      if (!("dir" in found)) return;
      checkpoint = await loadModelDirectory(found.dir, { cacheDir: temporaryFolder() });
      centred = createOrtModel(checkpoint, { convention: "centred", threads: 1 });
      second = await openSecond(found.dir, checkpoint);
      expected = await second.run({ from: { tokens: TOKENS }, read: HOOKS, logits: true });
    });
    afterAll(async () => {
      await centred?.dispose();
      await second?.dispose();
    });

    it("has its shape, its tanh GELU and its tied unembedding, with the mask buffers beside the weights", async (context) => {
      const dir = dirOrSkip(found, context);
      expect(checkpoint.config).toEqual(GPT2_SMALL_SHAPE);
      const { tensors } = await openSafetensors(join(dir, "model.safetensors"));
      expect(tensors.get("h.11.attn.bias")?.shape).toEqual([1, 1, 1024, 1024]);
      expect(tensors.get("wte.weight")?.shape).toEqual([50_257, 768]);
    });

    it("has GPT-2's own tokenizer beside it", async (context) => {
      const dir = dirOrSkip(found, context);
      if (!existsSync(join(dir, "tokenizer.json"))) context.skip(`not-run: ${dir} has no tokenizer.json`);
      const tokenizer = await openTokenizer(dir);
      expect(tokenizer.encode(TEXT)).toEqual(TOKENS);
      for (const text of [TEXT, " we've 12345  naïve\n\n ...", "日本語 👩‍👩‍👧‍👦", "a ,b . n't"]) {
        expect(tokenizer.encode(text)).toEqual(referenceEncode(text));
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }
    });

    it("has the centred residual streams of the second implementation at every block", async (context) => {
      dirOrSkip(found, context);
      const { residuals } = await centred.run({ from: { tokens: TOKENS }, read: HOOKS });
      for (const hook of HOOKS) {
        for (let p = 0; p < TOKENS.length; p++) {
          const row = rowOf(residuals.get(hook)!, p);
          const wanted = rowOf(expected.residuals.get(hook)!, p);
          expect(relativeError(row, wanted), `${hook} at ${p}`).toBeLessThan(PARITY);
          expect(meanOverSize(row), `${hook} at ${p}`).toBeLessThan(1e-6);
        }
      }
    });

    it("has the logits of the second implementation and of AutoModelForCausalLM", async (context) => {
      const dir = dirOrSkip(found, context);
      const { logits } = await centred.run({ from: { tokens: TOKENS }, read: [], logits: true });
      const third = await logitsOfTransformers(dir, checkpoint);
      for (let p = 0; p < TOKENS.length; p++) {
        const own = rowOf(logits!, p);
        expect(relativeError(own, rowOf(expected.logits!, p))).toBeLessThan(PARITY);
        expect(relativeError(own, rowOf({ ...logits!, data: third }, p))).toBeLessThan(PARITY);
      }
    });

    it("has the second implementation's response to perturbations at the paper's hook", async (context) => {
      dirOrSkip(found, context);
      const [at, end] = [hookPoint(1, "pre"), hookPoint(11, "post")];
      const residual = expected.residuals.get(at)!;
      const base = rowOf(residual, TOKENS.length - 1);
      const size = Math.hypot(...base) / Math.sqrt(base.length);
      const rows = [0.5, 4].map((scale) => base.map((x, i) => x + scale * size * Math.sin(i)));
      const data = Float32Array.from(rows.flatMap((row) => [...row]));
      const last = { rows: rows.length, cols: base.length, data };
      const fast = await centred.resumeFrom({ residual, at, last, readAt: end });
      for (const [i, row] of rows.entries()) {
        const patches = [{ at, position: -1, vector: row as Activation }];
        const whole = await second.run({ from: { tokens: TOKENS }, read: [end], patches });
        const wanted = rowOf(whole.residuals.get(end)!, TOKENS.length - 1);
        expect(relativeError(rowOf(fast, i), wanted)).toBeLessThan(PARITY);
      }
    });
    more?.(() => ({ found, checkpoint, expected }));
  });
}

/** The second implementation, with the tensors by their names in the file. */
async function openSecond(dir: string, { config, tensors, name, weightsDigest }: Checkpoint) {
  const file = await openSafetensors(join(dir, "model.safetensors"));
  const weights: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  for (const [bare, { shape }] of tensors) {
    const stored = file.tensors.has(bare) ? bare : `transformer.${bare}`;
    weights[bare] = { shape, data: await readTensor(file, tensorEntry(file, stored).name) };
  }
  return createJaxModel({ family: gpt2, name, weightsDigest, config, weights, convention: "centred" });
}

/** @huggingface/transformers' own causal language model on the exported graph, offline. Shape: [pos, vocabulary]. */
async function logitsOfTransformers(dir: string, checkpoint: Checkpoint): Promise<Float32Array> {
  env.allowRemoteModels = false;
  const exported = temporaryFolder();
  await exportCausalLm(checkpoint, join(dir, "config.json"), exported);
  const model = await AutoModelForCausalLM.from_pretrained(exported, {
    dtype: "fp32",
    session_options: {
      intraOpNumThreads: 1,
      extra: { session: { model_external_initializers_file_folder_path: checkpoint.weightsFolder } },
    },
  });
  const ids = new Tensor("int64", BigInt64Array.from(TOKENS, BigInt), [1, TOKENS.length]);
  const { logits } = (await model.forward({ input_ids: ids })) as { logits: Tensor };
  await model.dispose();
  return logits.data as Float32Array;
}

/** |mean| over the root mean square. */
function meanOverSize(x: ArrayLike<number>): number {
  const values = Array.from(x);
  const sum = values.reduce((total, v) => total + v, 0);
  return Math.abs(sum) / Math.sqrt(values.length) / Math.hypot(...values);
}
