import { expect, it } from "vitest";
import { openModel } from "../../src/checkpoint/open-model.ts";
import { FAMILIES } from "../../src/model/families/index.ts";
import type { ModelConfig } from "../../src/model/family.ts";
import type { LanguageModel } from "../../src/model/language-model.ts";
import { createModelPool } from "../../src/model/pool/model-pool.ts";
import { TINY, type TinyModel, withJax, withOrt } from "../support/tiny-models.ts";
import { TOY } from "../support/toy-family.ts";
import { languageModelContract } from "./language-model.contract.ts";

contractsOf(TINY);
contractsOf(TOY);

it("the contract runs over every model family that is read", () => {
  expect(FAMILIES).toEqual([TINY.family]);
});

languageModelContract("on onnxruntime with GPT-2's own name layout", () =>
  openModel("fixtures/reference/random-gpt2", { convention: "raw", threads: 2 }),
);

languageModelContract("in a pool of threads", async () => {
  const pool = createModelPool({ workers: 2, threads: 1 });
  const model = await openModel("fixtures/reference/random-gpt2", { convention: "centred", pool });
  return { ...model, dispose: () => model.dispose().then(pool.close) };
});

/** The contract on both implementations of a family, in each of its conventions. */
function contractsOf<C extends ModelConfig>(tiny: TinyModel<C>): void {
  const { title, conventions } = tiny.family;
  for (const convention of conventions) {
    const of = `${title}, ${convention}`;
    languageModelContract(`on onnxruntime: ${of}`, () => opened((use) => withOrt(tiny, convention, use)));
    languageModelContract(`on jax-js: ${of}`, () => opened((use) => withJax(tiny, convention, use)));
  }
}

/** A model whose directory lives until the model is disposed of. */
function opened(
  withModel: (use: (model: LanguageModel) => Promise<void>) => Promise<void>,
): Promise<LanguageModel> {
  return new Promise((resolve, reject) => {
    withModel(
      (model) =>
        new Promise((done) => {
          resolve({ ...model, dispose: async () => done() });
        }),
    ).catch(reject);
  });
}
