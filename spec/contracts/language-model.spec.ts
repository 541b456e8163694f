import { openModel } from "../../src/checkpoint/open-model.ts";
import type { LanguageModel, ResidualConvention } from "../../src/model/language-model.ts";
import { TINY, withJax, withOrt } from "../support/tiny-models.ts";
import { languageModelContract } from "./language-model.contract.ts";

for (const convention of ["raw", "centred"] as const satisfies readonly ResidualConvention[]) {
  languageModelContract(`on onnxruntime, ${convention}`, () =>
    opened((use) => withOrt(TINY, convention, use)),
  );
  languageModelContract(`on jax-js, ${convention}`, () => opened((use) => withJax(TINY, convention, use)));
}

languageModelContract("on onnxruntime with GPT-2's own name layout", () =>
  openModel("fixtures/reference/random-gpt2", { convention: "raw", threads: 2 }),
);

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
