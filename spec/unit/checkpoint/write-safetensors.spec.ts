import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSafetensors, readTensor } from "../../../src/checkpoint/safetensors.ts";
import { encodeSafetensors } from "../../../src/checkpoint/write-safetensors.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "safetensors-spec-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("encodeSafetensors", () => {
  it("writes what the reader reads back, bit for bit", async () => {
    const data = Float32Array.of(1, -0, 1e-45, 3.4028234663852886e38, 0.1, -2);
    const file = join(folder, "a.safetensors");
    await writeFile(
      file,
      encodeSafetensors({ b: { shape: [2, 3], data }, a: { shape: [1], data: Float32Array.of(7) } }),
    );
    const opened = await openSafetensors(file);
    expect([...opened.tensors.keys()]).toEqual(["a", "b"]);
    expect(opened.tensors.get("b")!.shape).toEqual([2, 3]);
    expect(Buffer.from((await readTensor(opened, "b")).slice().buffer)).toEqual(Buffer.from(data.buffer));
    expect([...(await readTensor(opened, "a"))]).toEqual([7]);
  });

  it("gives equal bytes whatever the order of the names", () => {
    const [x, y] = [
      { shape: [1], data: Float32Array.of(1) },
      { shape: [1], data: Float32Array.of(2) },
    ];
    expect(encodeSafetensors({ x, y })).toEqual(encodeSafetensors({ y, x }));
  });

  it("refuses values that do not fill the shape", () => {
    expect(() => encodeSafetensors({ a: { shape: [2, 2], data: new Float32Array(3) } })).toThrow(
      "Tensor a has 3 values; its shape [2, 2] needs 4.",
    );
  });
});
