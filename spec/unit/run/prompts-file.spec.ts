import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "@huggingface/transformers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openTokenizer } from "../../../src/checkpoint/tokenizer.ts";
import { openRun } from "../../../src/cli/commands/reproduce.ts";
import { readPromptsFile } from "../../../src/run/prompts-file.ts";
import { NOTHING_TYPED } from "../../../src/run/run-options.ts";
import { checkProperty } from "../../../src/vitest/property.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

const MODEL = "fixtures/reference/prototype";
const options = {
  shape: { layers: 8, heads: 4, dModel: 96, positions: 32, vocabulary: 1024 },
  tokenizerDir: MODEL,
};
const folder = temporaryFolder();

async function read(name: string, text: string | Uint8Array, overrides: Partial<typeof options> = {}) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return (await readPromptsFile(file, { ...options, ...overrides })).prompts;
}

beforeAll(() => {
  env.fetch = () => Promise.reject(new Error("the network was used"));
});

describe("a prompts file", () => {
  it("gives the same prompts as token ids, as lines of token ids and as text", async () => {
    const prompts = [
      [1, 2, 3, 4, 5],
      [6, 0, 7, 8],
    ];
    expect(await read("a.json", JSON.stringify(prompts))).toEqual(prompts);
    expect(await read("a.jsonl", "[1,2,3,4,5]\n\n[6, 0, 7, 8]\n")).toEqual(prompts);
    expect(await read("a.txt", "seagoo and staceas are in\r\n\nthe <eos> dalooroo .\n")).toEqual(prompts);
  });

  it("that is not there is told before the model is opened", async () => {
    const typed = { ...NOTHING_TYPED, model: "no-such-model", prompts: "no-such.jsonl" };
    await expect(openRun(ROOT, typed)).rejects.toThrow(/prompts file is missing .*no-such\.jsonl/);
  });

  it("of token ids needs no tokenizer", async () => {
    expect(await read("b.json", "[[1]]", { tokenizerDir: "no-such-folder" })).toEqual([[1]]);
    await expect(read("b.txt", "and", { tokenizerDir: "no-such-folder" })).rejects.toThrow(
      /no-such-folder\/tokenizer\.json/,
    );
  });

  it.each([
    ["c.json", "[[1, 2], [3, 1024]]", /c\.json: prompt 1: token 1 of the prompt is 1024.*from 0 to 1023/],
    ["d.json", "[[1, 2.5]]", /d\.json: prompt 0: token 1 .*2\.5/],
    ["e.json", "[[1], []]", /e\.json: prompt 1: the length of the prompt is 0/],
    ["f.json", `[[${Array(33).fill(1)}]]`, /f\.json: prompt 0: the length of the prompt is 33.*from 1 to 32/],
    ["g.json", '{"prompts": []}', /g\.json is not a JSON array/],
    ["h.json", '["seagoo"]', /h\.json: prompt 0 is not an array of token ids/],
    ["i.json", "[]", /i\.json holds no prompts/],
    ["j.jsonl", "[1]\n[2", /j\.jsonl: line 2 is not JSON/],
    [
      "k.txt",
      "seagoo and\nthe xyzzy .",
      /k\.txt: line 2: the text is "the xyzzy \.".*words that the tokenizer/,
    ],
    ["l.csv", "1,2", /l\.csv is neither \.json nor \.jsonl nor \.txt/],
  ])("%s holding %s is refused with file and place", async (name, text, message) => {
    await expect(read(name, text)).rejects.toThrow(message);
    await expect(read(name, text)).rejects.toMatchObject({
      name: "MalformedFileError",
      hint: expect.stringMatching(/^Hint: /),
    });
  });

  it("that is not there is refused with its path", async () => {
    await expect(readPromptsFile("no-such.json", options)).rejects.toThrow(
      /missing or cannot be read: no-such\.json/,
    );
  });
});

describe("a tokenizer", () => {
  it("encodes the words of any ids back to these ids", async () => {
    const tokenizer = await openTokenizer(MODEL);
    const ids = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 10 });
    checkProperty(
      fc.property(ids, (prompt) => {
        expect(tokenizer.encode(prompt.map((id) => tokenizer.decode([id])).join(" "))).toEqual(prompt);
      }),
    );
  });
});

describe("a prompt that is to be cut", () => {
  const cutTo = async (tokens: number, text: string) => {
    const file = join(folder, "long.jsonl");
    writeFileSync(file, text);
    return readPromptsFile(file, { ...options, tokens });
  };

  it("is cut before it is checked, and counted", async () => {
    const long = JSON.stringify([1, 2, ...Array(60).fill(9999)]); // longer than n_positions, unknown after the cut
    expect(await cutTo(2, `${long}\n[3]\n`)).toEqual({ prompts: [[1, 2], [3]], cut: 1 });
    await expect(cutTo(3, long)).rejects.toThrow(/long\.jsonl: line 1: token 2 of the prompt is 9999/);
  });

  it("and is empty is told to be left out, not to be shortened", async () => {
    await expect(cutTo(2, "[]")).rejects.toMatchObject({
      hint: expect.stringMatching(/leave empty prompts out/),
    });
  });
});
