import { afterAll, beforeAll, describe } from "vitest";
import type { LanguageModel } from "../../src/model/language-model.ts";
import { readoutsContract } from "./language-model/readouts.contract.ts";
import { streamsContract } from "./language-model/streams.contract.ts";
import { type UnderContract, underContract } from "./language-model/under-contract.ts";

/**
 * What every language model keeps, whatever computes it. `open` gives a model of at least 3 layers, 8 positions and
 * 10 tokens; it is opened once for all checks.
 */
export function languageModelContract(name: string, open: () => Promise<LanguageModel>): void {
  describe(`the language model ${name}`, () => {
    let opened: UnderContract;
    beforeAll(async () => {
      opened = underContract(await open());
    });
    afterAll(() => opened.model.dispose());

    streamsContract(() => opened);
    readoutsContract(() => opened);
  });
}
