import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openTokenizer } from "../../../src/checkpoint/tokenizer.ts";
import { libraryTokenizer } from "../../../src/checkpoint/tokenizers/library-tokenizer.ts";
import { hasOwnPatterns } from "../../../src/checkpoint/tokenizers/patterns.ts";
import { tokenizerApart } from "../../../src/checkpoint/tokenizers/tokenizer-apart.ts";
import { BagOfLatentsError } from "../../../src/errors/index.ts";
import { checkAsyncProperty } from "../../../src/vitest/property.ts";
import { temporaryFolder } from "../../support/files.ts";
import { writeGpt2BytePairs, writeGpt2Tokenizer } from "../../support/gpt2-tokenizer.ts";

const MODEL = "fixtures/organism";
const own = JSON.parse(readFileSync(join(MODEL, "tokenizer.json"), "utf8"));
const config = JSON.parse(readFileSync(join(MODEL, "tokenizer_config.json"), "utf8"));
const [word, other] = Object.keys(own.model.vocab).slice(5, 7) as [string, string];
const TEXT = `${word} ${other} ${word}`;

/** A directory with a tokenizer.json of its own beside the organism's tokenizer_config.json. */
function directory(tokenizer: unknown, dir = temporaryFolder()): string {
  cpSync(join(MODEL, "tokenizer_config.json"), join(dir, "tokenizer_config.json"));
  writeFileSync(join(dir, "tokenizer.json"), JSON.stringify(tokenizer));
  return dir;
}
const split = (pattern: string) => ({
  ...own,
  pre_tokenizer: { type: "Split", pattern: { Regex: pattern }, behavior: "Removed", invert: false },
});

describe("vocab.json and merges.txt", () => {
  it("are the tokenizer that tokenizer.json would be", async () => {
    const [whole, pairs] = [temporaryFolder(), temporaryFolder()];
    writeGpt2Tokenizer(whole);
    writeGpt2BytePairs(pairs);
    const [a, b] = [await openTokenizer(whole), await openTokenizer(pairs)];
    for (const text of [" Hello world, it's 2024!\n\n  naïve 漢字 👩‍👩‍👧", "<|endoftext|>x", "a  b\tc"]) {
      expect(b.encode(text)).toEqual(a.encode(text));
      expect(b.decode(b.encode(text))).toBe(text);
    }
    for (let id = 256; id < 50_257; id += 50) {
      const text = a.decode([id]);
      expect(b.encode(text)).toEqual(a.encode(text));
    }
    for (let id = 256; id < 400; id++) expect(b.encode(a.decode([id]))).toEqual([id]);
  });

  it("of another kind, or that do not belong together, are refused by file", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "vocab.json"), JSON.stringify({ a: 0, b: 1, ab: 2 }));
    writeFileSync(join(dir, "merges.txt"), "#version: 0.2\na b\nb c\n");
    await expect(openTokenizer(dir)).rejects.toThrow(/merges\.txt: line 3 is "b c"/);
    writeFileSync(join(dir, "merges.txt"), "#version: 0.2\na b\n");
    expect((await openTokenizer(dir)).encode("ab")).toEqual([2]);
    writeFileSync(join(dir, "tokenizer_config.json"), JSON.stringify({ tokenizer_class: "CLIPTokenizer" }));
    await expect(openTokenizer(dir)).rejects.toThrow(/tokenizer_class is "CLIPTokenizer"/);
    writeFileSync(join(dir, "vocab.json"), JSON.stringify({ a: 0, b: 0 }));
    writeFileSync(join(dir, "tokenizer_config.json"), "{}");
    await expect(openTokenizer(dir)).rejects.toThrow(/vocab\.json gives the token "b" the id 0/);
  });
});

describe("a tokenizer.json", () => {
  it("of any other make gives typed errors that name it, or the same tokens", async () => {
    const dir = temporaryFolder();
    const expected = (await openTokenizer(MODEL)).encode(TEXT);
    const junk = fc.constantFrom<unknown>(null, [], {}, 3, "x", { type: "Nothing" }, [null], { type: "BPE" });
    await checkAsyncProperty(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(own), "model.vocab", "model.type"),
        junk,
        async (path, value) => {
          const [field, inner] = path.split(".") as [string, string?];
          const changed = inner
            ? { ...own, [field]: { ...own[field], [inner]: value } }
            : { ...own, [field]: value };
          const outcome = openTokenizer(directory(changed, dir)).then((tokenizer) => tokenizer.encode(TEXT));
          const said = await outcome.catch((error) => error);
          if (!Array.isArray(said)) {
            expect(said).toBeInstanceOf(BagOfLatentsError);
            expect(`${said.message} ${said.hint}`).toMatch(/tokenizer/);
          } else if (field === "truncation" || field === "padding" || field === "version")
            expect(said).toEqual(expected);
        },
      ),
      { numRuns: 80 },
    );
  });

  it("that truncates and pads in its training leaves a prompt as it is", async () => {
    const cut = {
      ...own,
      truncation: { direction: "Right", max_length: 1, strategy: "LongestFirst", stride: 0 },
      padding: { strategy: { Fixed: 9 }, direction: "Left", pad_id: 0, pad_type_id: 0, pad_token: "<eos>" },
    };
    const expected = (await openTokenizer(MODEL)).encode(TEXT);
    expect((await openTokenizer(directory(cut))).encode(TEXT)).toEqual(expected);
  });

  it("that fails only when a text is encoded gives a typed error that names it", async () => {
    const late = { ...own, post_processor: { type: "TemplateProcessing", single: null, pair: [] } };
    const tokenizer = await openTokenizer(directory(late));
    expect(() => tokenizer.encode(TEXT)).toThrow(/tokenizer\.json is no tokenizer/);
  });

  it("without a tokenizer_config.json beside it is read", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "tokenizer.json"), JSON.stringify(own));
    expect((await openTokenizer(dir)).encode(TEXT)).toEqual((await openTokenizer(MODEL)).encode(TEXT));
  });

  it("with more tokens than the model says so for a text that needs one of them", async () => {
    const small = await openTokenizer(MODEL, { vocabulary: own.model.vocab[other] });
    expect(small.encode(word)).toHaveLength(1);
    expect(() => small.encode(TEXT)).toThrow(/which is smaller than the tokenizer's/);
  });
});

describe("a tokenizer with a pattern of its own", () => {
  const files = (pattern: string) => ({ file: "tokenizer.json", tokenizer: split(pattern), config });

  it("is known by its pattern, wherever that stands", () => {
    expect(hasOwnPatterns(own)).toBe(false);
    expect(hasOwnPatterns(split("\\s+"))).toBe(false);
    expect(hasOwnPatterns(split("[ ]+"))).toBe(true);
    const replace = { type: "Replace", pattern: { Regex: "(x+x+)+y" }, content: "" };
    const nested = { type: "Sequence", normalizers: [{ type: "NFC" }, replace] };
    expect(hasOwnPatterns({ ...own, normalizer: nested })).toBe(true);
    expect(hasOwnPatterns({ ...own, decoder: replace })).toBe(true);
    expect(hasOwnPatterns({ ...own, pre_tokenizer: { type: "FixedLength", length: 0 } })).toBe(true);
  });

  it("gives the same tokens, text and errors in a thread of its own", async () => {
    const here = await libraryTokenizer(split("[ ]+"), config);
    const apart = await tokenizerApart(files("[ ]+"));
    expect(apart.unknown).toEqual(here.unknown);
    const ids = here.encode(TEXT);
    expect(apart.encode(TEXT)).toEqual(ids);
    expect(ids).toHaveLength(3);
    expect(apart.decode(ids)).toBe(here.decode(ids));
    await expect(openTokenizer(directory(split("(")))).rejects.toThrow(/tokenizer\.json is no tokenizer/);
  });

  it("is stopped on a text that it would never take apart, and refuses every later one", async () => {
    const endless = await tokenizerApart(files("(x+x+)+y"), { textMs: 50 });
    for (const text of ["x".repeat(60), "x"])
      expect(() => endless.encode(text)).toThrow(/tokenizer\.json can take apart within 0\.05 s/);
  });
});
