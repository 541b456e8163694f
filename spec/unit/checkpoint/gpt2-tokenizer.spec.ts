import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "@huggingface/transformers";
import fc from "fast-check";
import { decode as referenceDecode, encode as referenceEncode } from "gpt-3-encoder";
import { beforeAll, describe, expect, it } from "vitest";
import { openTokenizer, type Tokenizer } from "../../../src/checkpoint/tokenizer.ts";
import { readExpectedValues } from "../../../src/cli/commands/doctor.ts";
import { readPromptsFile } from "../../../src/run/prompts-file.ts";
import { checkProperty } from "../../../src/vitest/property.ts";
import { temporaryFolder } from "../../support/files.ts";
import { END_OF_TEXT, writeGpt2Tokenizer } from "../../support/gpt2-tokenizer.ts";

const dir = temporaryFolder();
let tokenizer: Tokenizer;
beforeAll(async () => {
  env.fetch = () => Promise.reject(new Error("the network was used"));
  writeGpt2Tokenizer(dir);
  tokenizer = await openTokenizer(dir);
});

/**
 * Texts of everything a byte-level tokenizer splits at or may trip over. Not among them: lone surrogates, which have
 * no UTF-8 bytes and are replaced before any tokenizer sees them, so that they cannot come back.
 */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.string({ unit: "grapheme", maxLength: 4 }),
      fc.stringMatching(/^[ \t\n\r\u00a0\u2003\u3000]{1,6}$/),
      fc.constantFrom("'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "\u2019s", "n't", "''", "'"),
      fc.constantFrom(
        "👩‍👩‍👧‍👦",
        "🇩🇪",
        "日本語",
        "漢字",
        "한국어",
        "naïve",
        "e\u0301",
        "ﬁ",
        "½",
        "٣",
        "Ⅷ",
        "\u200b",
        "\ufeff",
      ),
      fc.constantFrom(
        " the",
        "Hello",
        " world",
        "12345",
        " 2024",
        "...",
        " ,",
        " .",
        " n't",
        "http://",
        "constructor",
      ),
      fc.integer({ min: 0, max: 99_999 }).map(String),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(""))
  .filter((text) => text !== "");

describe("GPT-2's tokenizer", () => {
  it("gives the published ids", () => {
    expect(tokenizer.encode("How are you doing?")).toEqual([2437, 389, 345, 1804, 30]);
  });

  it("gives the ids of OpenAI's own algorithm for any text", () => {
    checkProperty(
      fc.property(texts, (text) => {
        expect(tokenizer.encode(text)).toEqual(referenceEncode(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("gives every text back", () => {
    checkProperty(
      fc.property(texts, (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it("takes <|endoftext|> as one token wherever it stands, gives it back, and adds none of its own", () => {
    expect(tokenizer.encode("<|endoftext|>")).toEqual([END_OF_TEXT]);
    expect(tokenizer.encode("Hello<|endoftext|> world")).toEqual([15_496, END_OF_TEXT, 995]);
    expect(tokenizer.decode([15_496, END_OF_TEXT, 995])).toBe("Hello<|endoftext|> world");
    expect(tokenizer.encode("Hello")).toEqual([15_496]);
  });

  it("gives each of the 50257 ids the text it has by OpenAI's own tables", () => {
    const ids = Array.from({ length: 50_257 }, (_, id) => id);
    expect(ids.filter((id) => tokenizer.decode([id]) !== referenceDecode([id]))).toEqual([]);
    expect(referenceDecode([END_OF_TEXT])).toBe("<|endoftext|>");
  });

  it("gives the doctor's texts the ids that the doctor expects", async () => {
    const { prompts } = await readExpectedValues();
    const withText = Object.values(prompts).filter(({ text }) => text !== undefined);
    expect(withText.length).toBeGreaterThan(5);
    expect(withText.map(({ text }) => tokenizer.encode(text!))).toEqual(withText.map(({ tokens }) => tokens));
  });

  it("turns the lines of a prompts file into ids, spaces in front and behind included", async () => {
    const file = join(dir, "prompts.txt");
    writeFileSync(file, "How are you doing?\n\n  How are you doing? \r\n日本語 👋\n");
    const shape = { layers: 12, heads: 12, dModel: 768, positions: 1024, vocabulary: 50_257 };
    const { prompts } = await readPromptsFile(file, { shape, tokenizerDir: dir });
    const lines = ["How are you doing?", "  How are you doing? ", "日本語 👋"];
    expect(prompts).toEqual(lines.map((line) => referenceEncode(line)));
  });
});
