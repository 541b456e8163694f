import { describe, expect, it, vi } from "vitest";
import { sharedSpecs, sharesItsProcess } from "../../../src/vitest/shared-specs.ts";
import { undoneWithTheFile } from "../../support/changes-of-a-file.ts";
import { ROOT } from "../../support/root.ts";

const shares = (files: Record<string, string>) =>
  sharesItsProcess("spec/unit/a/a.spec.ts", (path) => files[path] ?? null);

describe("a spec shares its process", () => {
  it("where neither it nor what it imports of the specs changes that process", () => {
    expect(
      shares({
        "spec/unit/a/a.spec.ts": 'import { b } from "../../support/b.ts";\nexpect(b).toBe(1);',
        "spec/support/b.ts": "export const b = 1;",
      }),
    ).toBe(true);
  });

  it.each([
    ["puts a mock in a module's place", 'vi.mock("../../../src/c.ts");'],
    ["stops the clock", "vi.useFakeTimers();"],
    ["sets the environment", 'process.env["CI"] = "1";'],
    ["sets it where it is not set", 'process.env["CI"] ??= "1";'],
    ["unsets it", 'delete process.env["CI"];'],
    ["hands it on whole", "spawn(program, { env: { ...process.env } });"],
    ["changes the working folder", "process.chdir(folder);"],
    ["listens to the process's end", 'process.once("exit", end);'],
    ["starts a thread", 'import { Worker } from "node:worker_threads";'],
    ["starts vitest", 'import { createVitest } from "vitest/node";'],
    ["puts something where all see it", "globalThis.fetch = refuse;"],
    [
      "asks which criteria are registered",
      'import {\n  judged,\n  registered,\n} from "../../../src/vitest/criterion.ts";',
    ],
  ])("not where it %s", (_, text) => {
    expect(shares({ "spec/unit/a/a.spec.ts": text })).toBe(false);
  });

  it("not where what it imports does so, through others, in a ring and dynamically", () => {
    const files = {
      "spec/unit/a/a.spec.ts": 'import "../../support/b.ts";',
      "spec/support/b.ts": 'const c = await import("./c.ts");',
      "spec/support/c.ts": 'import { b } from "./b.ts";\nprocess.chdir(folder);',
    };
    expect(shares(files)).toBe(false);
    expect(shares({ ...files, "spec/support/c.ts": 'import { b } from "./b.ts";' })).toBe(true);
  });

  it("where it only speaks of what is registered, or needs vitest's own types", () => {
    const speaks = 'import type { TestModule } from "vitest/node";\nexpect({ registered: 2 }).toEqual({});';
    expect(shares({ "spec/unit/a/a.spec.ts": speaks })).toBe(true);
  });

  it("where it starts processes and asks for variables by their names", () => {
    const starts =
      'import { spawn } from "node:child_process";\nconst { PATH } = process.env;\nif (process.env["A"] === PATH) spawn(PATH!);';
    expect(shares({ "spec/unit/a/a.spec.ts": starts })).toBe(true);
  });

  it("where it spies, stubs variables and sets the exit code, which end with it", () => {
    const spies =
      'vi.spyOn(process.stdout, "write");\nvi.fn();\nvi.stubEnv("CI", "1");\nvi.unstubAllEnvs();\nvi.restoreAllMocks();\nprocess.exitCode = 1;';
    expect(shares({ "spec/unit/a/a.spec.ts": spies })).toBe(true);
  });

  it("whatever the product does that it imports", () => {
    expect(
      shares({ "spec/unit/a/a.spec.ts": 'import "../../../src/c.ts";', "src/c.ts": "process.env.A;" }),
    ).toBe(true);
  });
});

it("what a spec may do to its process is undone when its file ends", () => {
  const { cwd, exitCode } = process;
  const { BAG_OF_LATENTS_STUB: before } = process.env;
  const undo = undoneWithTheFile();
  vi.spyOn(process, "cwd").mockReturnValue("/nowhere");
  vi.stubEnv("BAG_OF_LATENTS_STUB", "1");
  process.exitCode = 7;
  expect([process.cwd(), process.env["BAG_OF_LATENTS_STUB"]]).toEqual(["/nowhere", "1"]);
  undo();
  expect([process.cwd, process.env["BAG_OF_LATENTS_STUB"], process.exitCode]).toEqual([
    cwd,
    before,
    exitCode,
  ]);
});

it("most specs of this checkout share theirs, no claim does, and this one does not, for it names what is sought", () => {
  const shared = sharedSpecs(ROOT);
  expect(shared.length).toBeGreaterThan(100);
  expect(shared).toContain("spec/unit/math/vec.spec.ts");
  expect(shared).not.toContain("spec/unit/vitest/shared-specs.spec.ts");
  expect(shared.filter((path) => path.startsWith("spec/claims/"))).toEqual([]);
});
