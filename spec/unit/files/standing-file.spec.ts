import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOrganism } from "../../../src/checkpoint/is-organism.ts";
import { readStanding } from "../../../src/files/standing-file.ts";

const digest = "0123456789abcdef";
const paper = "made-up";
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
const ofPaper = (entries: unknown) => ({ [digest]: { [paper]: entries } });
const write = (name: string, text: string) => writeFileSync(join(dir, name), text);

describe("the verdicts expected of a model", () => {
  it("are none without a standing file", async () => {
    expect(await readStanding(dir, digest, paper)).toBeNull();
  });

  it("are none of a paper about which the file says nothing, and those of the paper that is asked for", async () => {
    const other = { ...entry, verdict: "inconclusive" };
    write("standing.json", JSON.stringify({ [digest]: { [paper]: { a: entry }, other: { a: other } } }));
    expect(await readStanding(dir, digest, "third")).toBeNull();
    expect(await readStanding(dir, digest, "toString")).toBeNull();
    expect((await readStanding(dir, digest, paper))!.expectedOf("a").verdict).toBe("contradicted");
    expect((await readStanding(dir, digest, "other"))!.expectedOf("a").verdict).toBe("inconclusive");
  });

  it("are supported, all of them, of a paper without entries", async () => {
    write("standing.json", JSON.stringify(ofPaper({})));
    expect((await readStanding(dir, digest, paper))!.expectedOf("a").verdict).toBe("supported");
  });

  it("are supported, unless an entry says otherwise with its date and reason", async () => {
    write("standing.json", JSON.stringify({ [digest]: { [paper]: { "a.relative": entry } } }));
    const standing = await readStanding(dir, digest, paper);
    expect(standing!.expectedOf("a.relative")).toEqual({
      verdict: "contradicted",
      because: "2026-11-22: measured so",
    });
    expect(standing!.expectedOf("a.absolute")).toEqual({
      verdict: "supported",
      because: "it came out so when this model was accepted, and nothing in standing.json says otherwise",
    });
    expect(standing!.expectedOf("toString").verdict).toBe("supported");
  });

  it("are refused when the file is about other weights, with both digests", async () => {
    write("standing.json", JSON.stringify({ fedcba9876543210: {} }));
    await expect(readStanding(dir, digest, paper)).rejects.toThrow(
      `${join(dir, "standing.json")} is about weights fedcba987654, but the model's are 0123456789ab.`,
    );
    await expect(readStanding(dir, "toString", paper)).rejects.toMatchObject({ name: "StandingDigestError" });
  });

  const wrong: readonly [string, unknown, string][] = [
    ["not an object", [1], "is not an object"],
    ["null", null, "is not an object"],
    ["no object for the weights", { [digest]: "supported" }, "holds no object for these weights"],
    ["no object for the paper", ofPaper("supported"), 'holds no object for "made-up"'],
    ["a list for the paper", ofPaper([entry]), 'holds no object for "made-up"'],
    ["an entry that is a word", ofPaper({ a: "contradicted" }), '"a" lacks a usable everything'],
    ["an unknown verdict", ofPaper({ a: { ...entry, verdict: "passed" } }), '"a" lacks a usable verdict'],
    ["no date", ofPaper({ a: { ...entry, date: undefined } }), '"a" lacks a usable date'],
    ["another date format", ofPaper({ a: { ...entry, date: "22.11.2026" } }), '"a" lacks a usable date'],
    ["no value", ofPaper({ a: { ...entry, value: undefined } }), '"a" lacks a usable value'],
    ["half an interval", ofPaper({ a: { ...entry, interval: [1] } }), '"a" lacks a usable interval'],
    ["no reason", ofPaper({ a: { ...entry, reason: " " } }), '"a" lacks a usable reason'],
    ["nothing at all", ofPaper({ a: {} }), '"a" lacks a usable verdict, date, value, interval, reason'],
  ];

  it.each(wrong)("are refused in a file with %s", async (_, content, fact) => {
    write("standing.json", JSON.stringify(content));
    await expect(readStanding(dir, digest, paper)).rejects.toMatchObject({
      name: "MalformedFileError",
      message: expect.stringContaining(
        `${join(dir, "standing.json")}${fact.startsWith('"') ? ":" : ""} ${fact}`,
      ),
      hint: expect.stringContaining('Hint: an entry is { "verdict"'),
    });
  });

  it("are refused in a file that is not JSON", async () => {
    write("standing.json", "{ verdict: supported }");
    await expect(readStanding(dir, digest, paper)).rejects.toThrow("standing.json is not JSON (");
  });

  it("are refused in a file that is no text, or no file", async () => {
    const text = JSON.stringify({ [digest]: { [paper]: { a: { ...entry, reason: "d\u00e9j\u00e0" } } } });
    writeFileSync(join(dir, "standing.json"), Buffer.from(text, "latin1"));
    await expect(readStanding(dir, digest, paper)).rejects.toThrow("the file is no text in UTF-8");
    rmSync(join(dir, "standing.json"));
    mkdirSync(join(dir, "standing.json"));
    await expect(readStanding(dir, digest, paper)).rejects.toThrow("it is a folder");
    rmSync(join(dir, "standing.json"), { recursive: true });
    expect(await readStanding(dir, digest, paper)).toBeNull();
  });

  it("may have no number where none was measured", async () => {
    const nothing = { ...entry, verdict: "not-run", value: null, interval: null };
    write("standing.json", JSON.stringify({ [digest]: { [paper]: { a: nothing } } }));
    expect((await readStanding(dir, digest, paper))!.expectedOf("a").verdict).toBe("not-run");
  });

  it("are those of the shipped organism: its file is about its weights", async () => {
    const shipped = "fixtures/organism";
    const { createHash } = await import("node:crypto");
    const { readFileSync } = await import("node:fs");
    const weights = createHash("sha256")
      .update(readFileSync(join(shipped, "model.safetensors")))
      .digest("hex");
    const standing = await readStanding(shipped, weights, "synthetic-activations");
    expect(standing!.expectedOf("longer-plateaus-around-real.at-equal-norm").verdict).toBe("contradicted");
    expect(await isOrganism(shipped)).toBe(true);
  });
});
