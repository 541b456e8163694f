import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GPT2_SMALL_DIGEST, modelKindOf } from "../../../src/checkpoint/model-kind.ts";
import { readStanding } from "../../../src/files/standing-file.ts";

const digest = "0123456789abcdef";
const entry = {
  verdict: "contradicted",
  date: "2026-11-22",
  value: -0.085,
  interval: [-0.119, -0.042],
  reason: "measured so",
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "standing-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const write = (name: string, text: string) => writeFileSync(join(dir, name), text);

describe("the verdicts expected of a model", () => {
  it("are none without a standing file", async () => {
    expect(await readStanding(dir, digest)).toBeNull();
  });

  it("are supported, unless an entry says otherwise with its date and reason", async () => {
    write("standing.json", JSON.stringify({ [digest]: { "a.relative": entry } }));
    const standing = await readStanding(dir, digest);
    expect(standing!.expectedOf("a.relative")).toEqual({
      verdict: "contradicted",
      because: "2026-11-22: measured so",
    });
    expect(standing!.expectedOf("a.absolute")).toEqual({
      verdict: "supported",
      because: "the paper's claim",
    });
    expect(standing!.expectedOf("toString").verdict).toBe("supported");
  });

  it("are refused when the file is about other weights, with both digests", async () => {
    write("standing.json", JSON.stringify({ fedcba9876543210: {} }));
    await expect(readStanding(dir, digest)).rejects.toThrow(
      `${join(dir, "standing.json")} is about weights fedcba987654, but the model's are 0123456789ab.`,
    );
    await expect(readStanding(dir, "toString")).rejects.toMatchObject({ name: "StandingDigestError" });
  });

  const wrong: readonly [string, unknown, string][] = [
    ["not an object", [1], "is not an object"],
    ["null", null, "is not an object"],
    ["no object for the weights", { [digest]: "supported" }, "holds no object for these weights"],
    ["an entry that is a word", { [digest]: { a: "contradicted" } }, '"a" lacks a usable everything'],
    [
      "an unknown verdict",
      { [digest]: { a: { ...entry, verdict: "passed" } } },
      '"a" lacks a usable verdict',
    ],
    ["no date", { [digest]: { a: { ...entry, date: undefined } } }, '"a" lacks a usable date'],
    ["another date format", { [digest]: { a: { ...entry, date: "22.11.2026" } } }, '"a" lacks a usable date'],
    ["no value", { [digest]: { a: { ...entry, value: undefined } } }, '"a" lacks a usable value'],
    ["half an interval", { [digest]: { a: { ...entry, interval: [1] } } }, '"a" lacks a usable interval'],
    ["no reason", { [digest]: { a: { ...entry, reason: " " } } }, '"a" lacks a usable reason'],
    ["nothing at all", { [digest]: { a: {} } }, '"a" lacks a usable verdict, date, value, interval, reason'],
  ];

  it.each(wrong)("are refused in a file with %s", async (_, content, fact) => {
    write("standing.json", JSON.stringify(content));
    await expect(readStanding(dir, digest)).rejects.toMatchObject({
      name: "MalformedFileError",
      message: expect.stringContaining(`${join(dir, "standing.json")}: ${fact}`),
      hint: expect.stringContaining('Hint: an entry is { "verdict"'),
    });
  });

  it("are refused in a file that is not JSON", async () => {
    write("standing.json", "{ verdict: supported }");
    await expect(readStanding(dir, digest)).rejects.toThrow("standing.json: is not JSON (");
  });

  it("may have no number where none was measured", async () => {
    const nothing = { ...entry, verdict: "not-run", value: null, interval: null };
    write("standing.json", JSON.stringify({ [digest]: { a: nothing } }));
    expect((await readStanding(dir, digest))!.expectedOf("a").verdict).toBe("not-run");
  });

  it("are those of the shipped organism: its file is about its weights", async () => {
    const shipped = "fixtures/organism";
    const { createHash } = await import("node:crypto");
    const { readFileSync } = await import("node:fs");
    const weights = createHash("sha256")
      .update(readFileSync(join(shipped, "model.safetensors")))
      .digest("hex");
    expect(await readStanding(shipped, weights)).not.toBeNull();
    expect(await modelKindOf(shipped, weights)).toBe("organism");
  });
});

describe("the kind of a model", () => {
  it("is GPT-2 small by the digest of its weights alone, whatever its folder claims", async () => {
    expect(GPT2_SMALL_DIGEST).toMatch(/^[0-9a-f]{64}$/);
    write("provenance.json", '{ "kind": "organism" }');
    expect(await modelKindOf(dir, GPT2_SMALL_DIGEST)).toBe("gpt2-small");
    expect(await modelKindOf(dir, GPT2_SMALL_DIGEST.replace("2", "3"))).toBe("organism");
  });

  it.each(["", "{}", "null", '"organism"', '{ "kind": "gpt2-small" }', "[]"])(
    "is another one with a provenance of %j, or with none",
    async (provenance) => {
      expect(await modelKindOf(dir, digest)).toBe("other");
      write("provenance.json", provenance);
      expect(await modelKindOf(dir, digest)).toBe("other");
    },
  );
});
