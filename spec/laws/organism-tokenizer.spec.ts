import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AutoTokenizer, env } from "@huggingface/transformers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeFiles } from "../../src/organism/export.ts";
import { LEXICON } from "../../src/organism/lexicon.ts";
import { tokenizerFiles } from "../../src/organism/tokenizer.ts";

env.allowRemoteModels = false;

let folder: string;
let tokenizer: Awaited<ReturnType<typeof AutoTokenizer.from_pretrained>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "organism-tokenizer-"));
  await writeFiles(folder, { ...tokenizerFiles(32) });
  tokenizer = await AutoTokenizer.from_pretrained(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const id = fc.integer({ min: 0, max: LEXICON.words.length - 1 });

describe("the organism's tokenizer, as transformers loads it", () => {
  it("gives every list of token ids back: encode(decode(ids)) = ids", () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 40 }), (ids) => {
        expect(tokenizer.encode(tokenizer.decode(ids))).toEqual(ids);
      }),
    );
  });

  it("gives every text of the language back: decode(encode(text)) = text", () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 40 }), (ids) => {
        const text = ids.map((i) => LEXICON.words[i]!).join(" ");
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });

  it("marks a word it does not know, and only that one", () => {
    const known = LEXICON.words.indexOf("the");
    expect(tokenizer.encode("the electron the")).toEqual([known, LEXICON.words.indexOf("<unk>"), known]);
  });
});
