import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AutoModelForCausalLM, env, Tensor } from "@huggingface/transformers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportCausalLm } from "../../../src/checkpoint/export-causal-lm.ts";
import { loadModelDirectory } from "../../../src/checkpoint/model-directory.ts";
import { rowOf } from "../../../src/math/vec.ts";
import { createOrtModel } from "../../../src/model/ort-model.ts";
import { relativeError } from "../../support/tiny-models.ts";

/** @huggingface/transformers' own causal language model on the exported whole-model graph, offline. */
describe.each(["random-gpt2", "random-gpt2-prefixed", "prototype"])("the logits of %s", (name) => {
  const source = `fixtures/reference/${name}`;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "causal-lm-"));
    env.allowRemoteModels = false;
    env.fetch = () => Promise.reject(new Error("the network was used"));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it("equal those of AutoModelForCausalLM at every position of a batch", async () => {
    const checkpoint = await loadModelDirectory(source);
    await exportCausalLm(checkpoint, join(source, "config.json"), dir);
    const reference = await AutoModelForCausalLM.from_pretrained(dir, {
      dtype: "fp32",
      session_options: {
        intraOpNumThreads: 1,
        extra: { session: { model_external_initializers_file_folder_path: checkpoint.weightsFolder } },
      },
    });
    const prompts = [
      [5, 4, 3, 2, 1, 0, 7],
      [1, 1, 2, 3, 5, 8, 13],
    ];
    const ids = new Tensor("int64", BigInt64Array.from(prompts.flat(), BigInt), [2, 7]);
    const { logits } = (await reference.forward({ input_ids: ids })) as { logits: Tensor };
    expect(logits.dims).toEqual([2, 7, checkpoint.config.vocabulary]);
    const model = createOrtModel(checkpoint, { convention: "raw", threads: 1 });
    for (const [i, tokens] of prompts.entries()) {
      const own = (await model.run({ from: { tokens }, read: [], logits: true })).logits!;
      const wanted = (logits.data as Float32Array).subarray(i * own.data.length, (i + 1) * own.data.length);
      for (let p = 0; p < 7; p++)
        expect(relativeError(rowOf(own, p), rowOf({ ...own, data: wanted }, p))).toBeLessThan(1e-6);
    }
    await model.dispose();
    await reference.dispose();
  });
});
