import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeDigest } from "../../../src/store/code-digest.ts";
import { temporaryFolder } from "../../support/files.ts";

const FOLDERS = [
  "activations",
  "checkpoint",
  "experiment",
  "math",
  "model",
  "papers",
  "prompts",
  "run",
  "sae",
  "stats",
];

function checkout(): { readonly root: string; readonly write: (path: string, text: string) => void } {
  const root = temporaryFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const folder of FOLDERS) write(`src/${folder}/a.ts`, `export const in${folder} = 1;`);
  write("src/model/deep/b.ts", "");
  write("src/limits.ts", "");
  write("package-lock.json", "{}");
  return { root, write };
}

describe("the code digest", () => {
  it.each([
    ...FOLDERS.map((folder) => `src/${folder}/a.ts`),
    "src/model/deep/b.ts",
    "src/limits.ts",
    "package-lock.json",
  ])("changes with %s", (path) => {
    const { root, write } = checkout();
    const before = codeDigest(root);
    expect(codeDigest(root)).toBe(before);
    write(path, "changed");
    expect(codeDigest(root)).not.toBe(before);
  });

  it("changes when a file is added or renamed", () => {
    const { root, write } = checkout();
    const before = codeDigest(root);
    renameSync(join(root, "src/math/a.ts"), join(root, "src/math/b.ts"));
    expect(codeDigest(root)).not.toBe(before);
    renameSync(join(root, "src/math/b.ts"), join(root, "src/math/a.ts"));
    expect(codeDigest(root)).toBe(before);
    write("src/math/empty.ts", "");
    expect(codeDigest(root)).not.toBe(before);
  });

  it("does not change with what measures nothing", () => {
    const { root, write } = checkout();
    const before = codeDigest(root);
    write("src/report/a.ts", "export {};");
    write("src/math/notes.md", "text");
    write("README.md", "text");
    expect(codeDigest(root)).toBe(before);
  });

  it("is of this checkout unless told otherwise", () => {
    expect(codeDigest()).toBe(codeDigest(process.cwd()));
  });
});
