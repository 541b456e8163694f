import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { newPaperFiles, writePaper } from "../../../src/cli/commands/new-paper.ts";
import { PAPERS_LIST, withPaper } from "../../../src/cli/commands/papers-list.ts";
import { AlreadyExistsError, InvalidInputError, MalformedFileError } from "../../../src/errors/index.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

const list = readFileSync(join(ROOT, PAPERS_LIST), "utf8");

/** A checkout in which there is nothing but a list of papers. */
function checkout(text = list): string {
  const root = temporaryFolder();
  mkdirSync(join(root, dirname(PAPERS_LIST)), { recursive: true });
  writeFileSync(join(root, PAPERS_LIST), text);
  return root;
}

const everyFile = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

describe("a new paper", () => {
  it("is a folder, a claim and an entry in the list, and nothing else", async () => {
    const root = checkout();
    const written = await writePaper(root, "new-paper");
    expect(everyFile(root)).toEqual([...written].sort());
    expect(written.at(-1)).toBe(PAPERS_LIST);
    for (const { path, text } of newPaperFiles("new-paper"))
      expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  it.each(["src/papers/new-paper", "spec/claims/new-paper"])(
    "is refused where there is %s, which stays as it is",
    async (folder) => {
      const root = checkout();
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, "x.ts"), "somebody's work");
      await expect(writePaper(root, "new-paper")).rejects.toThrow(AlreadyExistsError);
      expect(everyFile(root)).toEqual([`${folder}/x.ts`, PAPERS_LIST].sort());
      expect(readFileSync(join(root, PAPERS_LIST), "utf8")).toBe(list);
    },
  );

  it("leaves nothing where its claims cannot be written", async () => {
    const root = checkout();
    writeFileSync(join(root, "spec"), "a file in the place of the folder");
    await expect(writePaper(root, "new-paper")).rejects.toThrow(/spec\/claims\/new-paper cannot be written/);
    expect(everyFile(root)).toEqual(["spec", PAPERS_LIST]);
    expect(existsSync(join(root, "src/papers/new-paper"))).toBe(false);
  });

  it("leaves nothing where the list cannot be added to", async () => {
    const root = checkout("export const papers = everything();\n");
    await expect(writePaper(root, "new-paper")).rejects.toThrow(MalformedFileError);
    expect(everyFile(root)).toEqual([PAPERS_LIST]);
  });

  it.each(["", "Upper", "../outside", "a--b", "2409-paper", "a/b", "a".repeat(81)])(
    "is not written under the name %j",
    async (name) => {
      const root = checkout();
      await expect(writePaper(root, name)).rejects.toThrow(InvalidInputError);
      expect(everyFile(root)).toEqual([PAPERS_LIST]);
    },
  );
});

describe("the list of papers with one more", () => {
  const names = (text: string) => /= \[([^\]]*)\]/.exec(text)![1]!.match(/\w+/g);

  it("keeps the first first and imports in the order of the paths", () => {
    const two = withPaper(withPaper(list, "zebra-stripes"), "ants-and-bees");
    expect(names(two)!.slice(-2)).toEqual(["zebraStripes", "antsAndBees"]);
    expect(names(two)![0]).toBe(names(list)![0]);
    const paths = [...two.matchAll(/from "\.\/(.*)\/paper\.ts"/g)].map(([, path]) => path);
    expect(paths).toEqual([...paths].sort());
    expect(paths).toEqual(expect.arrayContaining(["zebra-stripes", "ants-and-bees"]));
  });

  it("imports a paper of one word by a name that is no word of the language", () => {
    expect(withPaper(list, "class")).toContain('import { paper as classPaper } from "./class/paper.ts";');
  });

  it("has one name a line once a line would be too long", () => {
    const many = ["aa", "bb", "cc", "dd", "ee"].reduce(
      (text, id) => withPaper(text, `${id}-${"x".repeat(20)}`),
      list,
    );
    const lines = many.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(names(many)).toHaveLength(names(list)!.length + 5);
  });
});
