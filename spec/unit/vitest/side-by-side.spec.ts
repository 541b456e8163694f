import { describe, expect, it } from "vitest";
import { sideBySide } from "../../support/side-by-side.mjs";

const node = (code: string): [string, ...string[]] => [process.execPath, "-e", code];

/** What the second wrote, and the exit code of both. */
async function ranBeside(first: string, second: string) {
  const written: string[] = [];
  const code = await sideBySide(node(first), node(second), { write: (bytes) => written.push(String(bytes)) });
  return { code, text: written.join("") };
}

describe("two commands side by side", () => {
  it("are well only where both are, else end with the code of the first that is not", async () => {
    expect((await ranBeside("", "")).code).toBe(0);
    expect((await ranBeside("process.exit(3)", "")).code).toBe(3);
    expect((await ranBeside("", "process.exit(4)")).code).toBe(4);
    expect((await ranBeside("process.exit(3)", "process.exit(4)")).code).toBe(3);
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
