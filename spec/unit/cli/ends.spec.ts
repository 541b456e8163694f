import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { childScript } from "../../support/child.ts";
import { ROOT } from "../../support/root.ts";

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

const endsChild = await childScript("ends-child");

/** Runs the child that ends in a way of its own; `redirect` is what a shell does with its output. */
function end(way: string, redirect = "", onOutput: (child: ReturnType<typeof spawn>) => void = () => {}) {
  return shell(`exec "$0" ${endsChild.file} ${way} ${redirect}`, onOutput);
}

function shell(
  script: string,
  onOutput: (child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Ended> {
  const { BAG_OF_LATENTS_STACK: _, ...env } = process.env;
  const child = spawn("bash", ["-c", script, process.execPath], {
    cwd: ROOT,
    env: { ...env, ...endsChild.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  child.stdout.once("data", () => onOutput(child));
  child.stdout.resume();
  return new Promise((done) => {
    child.on("close", (code, signal) => done({ code, signal, errors }));
  });
}

describe("a process ends", () => {
  it.each(["throw", "reject"])("with 2 and a sentence that says whose fault it is (%s)", async (way) => {
    const { code, errors } = await end(way);
    expect(code).toBe(2);
    expect(errors).toMatch(
      /^This is a fault of bag-of-latents, and no verdict: (TypeError: x is|Error: nobody).*\.\nHint: .*\n$/,
    );
  });

  it("with where it was thrown, when that is asked for", async () => {
    const { errors } = await shell(`BAG_OF_LATENTS_STACK=1 exec "$0" ${endsChild.file} throw`);
    expect(errors).toMatch(/^ {4}at .*ends-child/m);
  });

  it("with 2 and the system's reason when one escapes", async () => {
    const { code, errors } = await end("later");
    expect([code, errors]).toEqual([
      2,
      'The system refused "open" of /x: this process has too many files open (EMFILE).\nHint: let processes open more files, as with: ulimit -n 1024.\n',
    ]);
  });

  it("with its own code, and nothing said, when its reader is gone", async () => {
    const ended = await shell(`set -o pipefail; "$0" ${endsChild.file} write | head -1`);
    expect(ended).toEqual({ code: 0, signal: null, errors: "done\n" });
  });

  it.skipIf(!existsSync("/dev/full"))(
    "with 2 when stdout is full, whatever its command made of it",
    async () => {
      const { code, errors } = await end("write", ">/dev/full");
      expect(code).toBe(2);
      expect(errors).toMatch(/no space is left on the device \(ENOSPC\)/);
      expect(errors.match(/ENOSPC/g)).toHaveLength(1);
    },
  );

  it("by the signal that ended it, after its last words", async () => {
    const ended = await end("wait", "", (child) => void child.kill("SIGTERM"));
    expect(ended).toEqual({ code: null, signal: "SIGTERM", errors: "SIGTERM: 412 of 1000 kept\\u001b[2J\n" });
  });

  it("with 2 after its last words when the terminal is gone", async () => {
    const ended = await end("wait", "", (child) => void child.kill("SIGHUP"));
    expect(ended).toEqual({ code: 2, signal: null, errors: "SIGHUP: 412 of 1000 kept\\u001b[2J\n" });
  });

  it("with 2 and a sentence where code cannot be made from strings", async () => {
    const { code, errors } = await shell(
      `exec "$0" --disallow-code-generation-from-strings ${endsChild.file} strings`,
    );
    expect(code).toBe(2);
    expect(errors).toMatch(/^Node was told not to make code from strings .*\nHint: .*\n$/);
  });
});

it("the command line watches over its ends before it loads anything that can fail", () => {
  const text = readFileSync(join(ROOT, "src/cli/main.ts"), "utf8");
  expect(text.indexOf("watchEnds();")).toBeGreaterThan(0);
  expect(text.indexOf("watchEnds();")).toBeLessThan(text.indexOf('import("./program.ts")'));
});
