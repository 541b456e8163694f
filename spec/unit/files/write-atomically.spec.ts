import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeAtomically } from "../../../src/files/write-atomically.ts";
import { temporaryFolder } from "../../support/files.ts";

describe("writing a file atomically", () => {
  it("makes the folder and puts the pieces together", async () => {
    const file = join(temporaryFolder(), "a", "b.bin");
    await writeAtomically(file, async (append) => {
      await append(Uint8Array.of(1, 2));
      await append(Uint8Array.of(3));
    });
    expect([...readFileSync(file)]).toEqual([1, 2, 3]);
    expect(readdirSync(join(file, ".."))).toEqual(["b.bin"]);
  });

  it("leaves the old file and nothing else when writing fails half-way", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "b.bin");
    await writeAtomically(file, (append) => append(Uint8Array.of(1)));
    const failing = writeAtomically(file, async (append) => {
      await append(Uint8Array.of(9, 9, 9));
      throw new Error("half-way");
    });
    await expect(failing).rejects.toThrow("half-way");
    expect([...readFileSync(file)]).toEqual([1]);
    expect(readdirSync(folder)).toEqual(["b.bin"]);
  });
});
