import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files.ts";
import { sideBySide } from "../../support/side-by-side.mjs";

const node = (code: string): [string, ...string[]] => [process.execPath, "-e", code];

/** What the second wrote, and the exit code of both. */
async function ranBeside(first: string | readonly string[], second: string | readonly string[]) {
  const written: string[] = [];
  const code = await sideBySide([first].flat().map(node), [second].flat().map(node), {
    write: (bytes) => written.push(String(bytes)),
  });
  return { code, text: written.join("") };
}

describe("two commands side by side", () => {
  it("are well only where both are, else end with the code of the first that is not", async () => {
    expect((await ranBeside("", "")).code).toBe(0);
    expect((await ranBeside("process.exit(3)", "")).code).toBe(3);
    expect((await ranBeside("", "process.exit(4)")).code).toBe(4);
    expect((await ranBeside("process.exit(3)", "process.exit(4)")).code).toBe(3);
  });

  it("runs those in turn one after another, the later ones whatever became of the first", async () => {
    const folder = temporaryFolder();
    const note = (word: string, code = 0) =>
      `require("node:fs").appendFileSync(${JSON.stringify(join(folder, "order"))}, "${word} "); process.exit(${code})`;
    const slowly = `for (let i = 0; i < 3e8; i++); ${note("one", 5)}`;
    expect((await ranBeside([slowly, note("two"), note("three", 6)], "")).code).toBe(5);
    expect(readFileSync(join(folder, "order"), "utf8")).toBe("one two three ");
    expect((await ranBeside([], [note("four", 7), note("five")])).code).toBe(7);
    expect(readFileSync(join(folder, "order"), "utf8")).toMatch(/four five $/);
  });

  it("are not well where a signal ends one of them", async () => {
    expect((await ranBeside("", "process.kill(process.pid, 'SIGKILL')")).code).toBe(1);
  });

  it("keep every word of the second, those on stderr too, whichever ends first", async () => {
    const words = "console.log('one'); console.error('two')";
    const slow = "for (let i = 0; i < 1e9; i++);";
    expect((await ranBeside("", words)).text.split("\n").toSorted()).toEqual(["", "one", "two"]);
    expect((await ranBeside(slow, words)).text.split("\n").toSorted()).toEqual(["", "one", "two"]);
  });
});
