import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLines, readText } from "../../../src/files/read-text.ts";
import { temporaryFolder } from "../../support/files.ts";

const folder = temporaryFolder();
const named = { what: "the prompts file", hint: "Hint: another." };
const refused = (name: string) =>
  readText(join(folder, name), named).then(
    () => "read",
    ({ message }) => message,
  );

mkdirSync(join(folder, "a.json"));
mkdirSync(join(folder, "models"));
writeFileSync(join(folder, "models", "prompts.jsonl"), "[1]\n[2]\r\n\n[3]");
writeFileSync(join(folder, "models", "aaa.txt"), "");

describe("a file that cannot be read", () => {
  it("is refused as the folder it is", async () => {
    expect(await refused("a.json")).toBe(
      `the prompts file cannot be read: ${folder}/a.json: it is a folder.`,
    );
  });

  it("is refused as the device it is, before anything is read", async () => {
    await expect(readText("/dev/zero", named)).rejects.toThrow(
      "/dev/zero: it is a device, and a file is needed.",
    );
  });

  it("is refused as the pipe it is, although nobody writes into it", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.txt")]);
    expect(await refused("pipe.txt")).toMatch(/pipe\.txt: it is a pipe, and a file is needed\.$/);
  });

  it("is refused where its path leads through a file", async () => {
    expect(await refused("models/aaa.txt/b")).toContain(
      "a part of its path is a file, not a folder (ENOTDIR).",
    );
  });

  it("is said to be missing, with what there is, the likeliest first", async () => {
    expect(await refused("models/prompts.json")).toBe(
      `the prompts file is missing or cannot be read: ${folder}/models/prompts.json. ${folder}/models holds prompts.jsonl, aaa.txt.`,
    );
    expect(await refused("model/x/prompts.json")).toContain(`${folder} holds models, `);
  });

  it("is refused for its size before it is read", async () => {
    writeFileSync(join(folder, "large.txt"), "");
    truncateSync(join(folder, "large.txt"), 600e6);
    expect(await refused("large.txt")).toContain("it is too large, 600 MB where at most 537 MB");
  });
});

describe("lines", () => {
  const file = join(folder, "models", "prompts.jsonl");

  it("come with their numbers and without their ends", async () => {
    const lines: unknown[] = [];
    await readLines(file, named, ({ number, text }) => lines.push([number, text]) > 0);
    expect(lines).toEqual([
      [1, "[1]"],
      [2, "[2]"],
      [3, ""],
      [4, "[3]"],
    ]);
  });

  it("are read no further than is asked for: what follows may be anything", async () => {
    const half = join(folder, "half.jsonl");
    writeFileSync(half, Buffer.concat([Buffer.from("[1]\n[2]\n"), Buffer.of(0xff, 0)]));
    const lines: string[] = [];
    await readLines(half, named, ({ text }) => lines.push(text) < 2);
    expect(lines).toEqual(["[1]", "[2]"]);
    await expect(readLines(half, named, () => true)).rejects.toThrow(
      "half.jsonl: line 3 holds the byte 0xff where no character has it",
    );
  });

  it("that never end are refused", async () => {
    await expect(readLines(join(folder, "large.txt"), named, () => true)).rejects.toThrow(
      "large.txt: line 1 is longer than 64 MiB.",
    );
  });
});
