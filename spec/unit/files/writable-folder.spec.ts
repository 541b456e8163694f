import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkFolderIsWritable } from "../../../src/files/writable-folder.ts";
import { temporaryFolder } from "../../support/files.ts";

describe("a report folder", () => {
  it("is made with its parents, and is left empty by the check", async () => {
    const folder = join(temporaryFolder(), "a/b");
    await checkFolderIsWritable(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is refused by name where a file stands in the way", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "dir"));
    await expect(checkFolderIsWritable(join(folder, "file/reports"))).rejects.toMatchObject({
      name: "UnwritableFolderError",
      message: expect.stringContaining(join(folder, "file/reports")),
    });
  });

  it.runIf(process.platform === "linux")("is refused, not waited for, below /proc", async () => {
    await expect(checkFolderIsWritable("/proc/no-folder/reports")).rejects.toMatchObject({
      name: "UnwritableFolderError",
    });
  });
});
