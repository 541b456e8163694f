import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSafetensors, readTensor } from "../../../src/checkpoint/safetensors.ts";
import { f32, rawSafetensors, temporaryFolder } from "../../support/files.ts";

const folder = temporaryFolder();
const two = { a: f32([2, 2], [1, 2, 3, 4]), b: f32([3], [5, 6, 7]) };

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, `${name}.safetensors`);
  writeFileSync(path, bytes);
  return path;
}

/** A file whose header has these bytes, and one float after it where the header names one. */
const spelled = (header: string) => {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(header.includes(ONE) ? 4 : 0)]);
};
const ONE = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';

type Entries = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
const lying = (change: (entries: Entries) => void) =>
  rawSafetensors(two, (entries) => {
    change(entries as Entries);
    return entries;
  });

describe("a safetensors file", () => {
  it("gives its tensors, wherever the data starts", async () => {
    for (const pad of ["", "1", "12", "123"]) {
      const bytes = rawSafetensors(two, (entries) => ({ ...entries, __metadata__: { pad } }));
      const opened = await openSafetensors(file(`pad${pad}`, bytes));
      expect(opened.tensors.get("a")!.shape).toEqual([2, 2]);
      expect(await readTensor(opened, "a")).toEqual(Float32Array.of(1, 2, 3, 4));
      expect(await readTensor(opened, "b")).toEqual(Float32Array.of(5, 6, 7));
    }
  });

  it("widens F16 and BF16 exactly", async () => {
    const half = new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000, 0x03ff]);
    const brain = new Uint16Array([0x3f80, 0xc000, 0x0001, 0x7f7f]);
    const bytes = rawSafetensors({
      half: { dtype: "F16", shape: [6], bytes: new Uint8Array(half.buffer) },
      brain: { dtype: "BF16", shape: [4], bytes: new Uint8Array(brain.buffer) },
    });
    const opened = await openSafetensors(file("half", bytes));
    expect([...(await readTensor(opened, "half"))]).toEqual([1, -2, 2 ** -24, 65_504, -0, 1023 * 2 ** -24]);
    expect([...(await readTensor(opened, "brain"))]).toEqual([1, -2, 2 ** -133, (2 - 2 ** -7) * 2 ** 127]);
  });

  it.each([
    ["that is empty", new Uint8Array(0), "has 0 bytes, too few"],
    ["that ends inside its header", rawSafetensors(two).subarray(0, 40), "it is truncated"],
    ["that ends inside its tensors", rawSafetensors(two).subarray(0, -1), "it is truncated"],
    ["with bytes after its tensors", Buffer.concat([rawSafetensors(two), Uint8Array.of(0)]), "1 more bytes"],
    [
      "that is a git-lfs pointer",
      Buffer.from("version https://git-lfs.github.com/spec/v1\n"),
      "is a git-lfs pointer",
    ],
    [
      "whose header is not JSON",
      Buffer.concat([Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0), Buffer.from("{..}")]),
      "is not JSON",
    ],
    ["whose header is a list", rawSafetensors(two, () => []), "does not begin with {"],
    ["with a byte order mark", spelled("\ufeff{}"), "does not begin with {"],
    ["with a space in front", spelled(" {}"), "does not begin with {"],
    ["padded with a line feed", spelled("{}\n"), "is followed by something other than spaces"],
    ["with one name twice", spelled(`{"a":${ONE},"\\u0061":${ONE}}`), 'has "a" twice'],
    ["with one field twice", spelled(`{"a":${ONE.replace("{", '{"shape":[2],')}}`), 'has "shape" twice'],
    ["with metadata twice over", spelled('{"__metadata__":{"x":"1","x":"2"}}'), 'has "x" twice'],
    ["deeper than the format", spelled('{"a":{"b":[[1]]}}'), "more than 3 deep"],
    [
      "with an unknown dtype",
      lying((e) => {
        e["a"]!.dtype = "F33";
      }),
      '"F33", which the format does not have',
    ],
    [
      "whose shape needs other bytes",
      lying((e) => {
        e["a"]!.shape = [2, 3];
      }),
      "shape [2, 3] needs 24 bytes but has 16",
    ],
    [
      "with a negative size",
      lying((e) => {
        e["a"]!.shape = [-2, -2];
      }),
      "not a list of whole numbers",
    ],
    [
      "with offsets the wrong way round",
      lying((e) => {
        e["a"]!.data_offsets = [16, 0];
      }),
      "are not [begin, end]",
    ],
    [
      "with overlapping tensors",
      lying((e) => {
        e["b"]!.data_offsets = [12, 24];
      }),
      "they overlap",
    ],
    [
      "with a gap between tensors",
      lying((e) => {
        e["b"]!.data_offsets = [20, 32];
      }),
      "there is a gap",
    ],
    [
      "whose metadata is not text",
      rawSafetensors(two, (e) => ({ ...e, __metadata__: { a: 1 } })),
      "__metadata__",
    ],
  ])("%s is refused with the file and the fact", async (title, bytes, fact) => {
    const path = file(title.replaceAll(" ", "-"), bytes);
    const error = await openSafetensors(path).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ name: "MalformedFileError", hint: expect.stringMatching(/^Hint: /) });
    expect((error as Error).message).toContain(path);
    expect((error as Error).message).toContain(fact);
  });

  it("that is not there is refused with its path", async () => {
    await expect(openSafetensors("nowhere.safetensors")).rejects.toThrow(
      /missing or cannot be read: nowhere\.safetensors/,
    );
  });

  it("gives no tensor it lacks and none that is not a float", async () => {
    const bytes = rawSafetensors({ c: { dtype: "I64", shape: [1], bytes: new Uint8Array(8) } });
    const opened = await openSafetensors(file("integers", bytes));
    await expect(readTensor(opened, "d")).rejects.toThrow(/has no tensor d/);
    await expect(readTensor(opened, "c")).rejects.toThrow(
      /c has dtype I64; weights must be F32, F16 or BF16/,
    );
  });
});
