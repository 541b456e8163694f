import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDecoder, openTokenizer } from "../../../src/checkpoint/tokenizer.ts";
import { readTokenizerFiles } from "../../../src/checkpoint/tokenizers/tokenizer-files.ts";
import { wordListDecoder } from "../../../src/checkpoint/tokenizers/word-list.ts";
import { ROOT } from "../../support/root.ts";

const ORGANISM = join(ROOT, "fixtures/organism");

describe("the organism's tokens", () => {
  it("are written out as the library does, one by one and together, also one that has no word", async () => {
    const { decode } = await openTokenizer(ORGANISM);
    const own = wordListDecoder(await readTokenizerFiles(ORGANISM))!;
    const ids = Array.from({ length: 750 }, (_, id) => id);
    expect(ids.map((id) => own([id]))).toEqual(ids.map((id) => decode([id])));
    expect(own(ids)).toBe(decode(ids));
    expect((await openDecoder(ORGANISM))([7, 2, 0])).toBe(decode([7, 2, 0]));
  });
});

describe("a tokenizer that is more than a list of words", () => {
  const tokenizer = {
    added_tokens: [],
    decoder: null,
    model: { type: "WordLevel", vocab: { a: 0, b: 1 }, unk_token: "a" },
  };
  const plain = { unk_token: "a" };
  it.each<[string, object, object]>([
    ["has a decoder", { decoder: { type: "Fuse" } }, {}],
    ["is of another kind", { model: { ...tokenizer.model, type: "WordPiece" } }, {}],
    ["adds a word that is not in the list", { added_tokens: [{ id: 2, content: "c" }] }, {}],
    ["has a class that may write in its own way", {}, { tokenizer_class: "BlenderbotTokenizer" }],
    ["names two unknown tokens", {}, { unk_token: "b" }],
    ["has an id that is no place in a list", { model: { ...tokenizer.model, vocab: { a: 0.5 } } }, {}],
  ])("is left to the library where it %s", (_, change, config) => {
    expect(wordListDecoder({ tokenizer, config: plain })?.([1, 0, 7])).toBe("b a a");
    expect(
      wordListDecoder({ tokenizer: { ...tokenizer, ...change }, config: { ...plain, ...config } }),
    ).toBeNull();
  });
});
