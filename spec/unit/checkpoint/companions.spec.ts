import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCompanions } from "../../../src/checkpoint/companions.ts";
import { MalformedFileError } from "../../../src/errors/index.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "companions-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));
const holding = async (text: string) => {
  await writeFile(join(dir, "companions.json"), text);
  return readCompanions(dir);
};
const weights = "0".repeat(64);

describe("the models beside a model", () => {
  it("are none where nothing is said of any", async () => {
    expect(await readCompanions(dir)).toBe(null);
  });

  it("are folders from where their list lies, and its digest is of which they are, in any order", async () => {
    const a = { folder: "../a", weights };
    const b = { folder: "b", weights: "1".repeat(64) };
    const one = await holding(JSON.stringify({ smaller: a, "step-0": b }));
    expect(one!.of.get("smaller")).toEqual({ dir: join(dir, "../a"), weights });
    const other = await holding(JSON.stringify({ "step-0": { ...b, folder: "c" }, smaller: a }));
    expect(other!.digest).toBe(one!.digest);
    expect((await holding(JSON.stringify({ smaller: b })))!.digest).not.toBe(one!.digest);
  });

  it.each([
    ["what is no JSON", "{", /is not JSON/],
    ["a list", "[]", /is not an object/],
    ["a name that is no name", `{"a b": {"folder": "a", "weights": "${weights}"}}`, /names a model "a b"/],
    ["a model without a folder", `{"a": {"weights": "${weights}"}}`, /says no folder of "a"/],
    [
      "a model without a digest",
      '{"a": {"folder": "a", "weights": "00"}}',
      /says no sha256 of the weights of "a"/,
    ],
    ["a model that is a text", '{"a": "b"}', /says no folder of "a"/],
  ])("are refused from %s", async (_, text, message) => {
    await expect(holding(text)).rejects.toThrow(MalformedFileError);
    await expect(holding(text)).rejects.toThrow(message);
  });
});
