import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines, readText } from "../../src/files/read-text.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";
import { temporaryFolder } from "../support/files.ts";

const file = join(temporaryFolder(), "any.txt");
const named = { what: "the file", hint: "Hint: none." };

async function read(bytes: Uint8Array): Promise<string | Error> {
  writeFileSync(file, bytes);
  return readText(file, named).catch((error: Error) => error);
}

async function lines(bytes: Uint8Array): Promise<readonly string[] | Error> {
  writeFileSync(file, bytes);
  const found: string[] = [];
  const all = readLines(file, named, ({ text }) => found.push(text) > 0);
  return all.then(
    () => found,
    (error: Error) => error,
  );
}

/** Bytes as they come: text, bits of it, and what is neither. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => new Uint8Array(Buffer.from(text))),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => new Uint8Array(Buffer.from(`\ufeff${text}`))),
  fc
    .string({ unit: "binary", maxLength: 20 })
    .map((text) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"))),
  fc
    .constantFrom([0xff, 0xfe, 0, 0], [0xfe, 0xff, 0xd8], [0x5b, 0x0a, 0xc3], [])
    .map((b) => Uint8Array.from(b)),
);

describe("a text file", () => {
  it("is what a strict decoder makes of its bytes, or is refused with its line", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const text = await read(bytes);
        if (typeof text === "string") {
          expect(text).toBe(new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes));
          expect(text).not.toContain("\0");
        } else {
          expect(text).toMatchObject({ name: "MalformedFileError" });
          expect(text.message).toMatch(/any\.txt: line [1-9]\d* /);
          const strict = () => new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
          expect(isUtf32(bytes) || throws(strict) || strict().includes("\0")).toBe(true);
        }
      }),
    );
  });

  it("read line by line is the same text, split", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const [text, found] = [await read(bytes), await lines(bytes)];
        if (typeof text !== "string") {
          expect(found).toEqual(text);
          return;
        }
        const split = text.split("\n");
        if (split.at(-1) === "") split.pop();
        expect(found).toEqual(split.map((line) => line.replace(/\r$/, "")));
      }),
    );
  });
});

function encodingOf([a, b]: Uint8Array): string {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  return a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
}

function isUtf32([a, b, c, d]: Uint8Array): boolean {
  return a === 0xff && b === 0xfe && c === 0 && d === 0;
}

function throws(what: () => unknown): boolean {
  try {
    what();
    return false;
  } catch {
    return true;
  }
}
