import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SerializedError } from "vitest";
import { describe, expect, it } from "vitest";
import type { TestModule } from "vitest/node";
import { temporaryFolder } from "../../support/files.ts";
import { isRecorded, RECORD, whatRuns, wholeSpecs } from "../../support/whole/record.mjs";
import { whatLacks } from "../../support/whole/reporter.ts";

const HERE = { node: Number(process.versions.node.split(".")[0]), platform: process.platform };

/** A checkout of few files, and what is recorded of it. */
function checkout() {
  const root = temporaryFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const record = (more: object = {}) =>
    write(RECORD, JSON.stringify({ sha256: whatRuns(root), ...HERE, ...more }));
  for (const path of ["src/a.ts", "spec/whole/a.spec.ts", "fixtures/a/b.json", "README.md", "DECISIONS.md"])
    write(path, path);
  record();
  return { root, write, record, remove: (path: string) => rmSync(join(root, path)) };
}

describe("what is recorded of the specs that run the product as a whole", () => {
  it("holds until something that they run or read changes, comes or goes", () => {
    const { root, write, remove } = checkout();
    expect(isRecorded(root)).toBe(true);
    for (const path of ["src/a.ts", "fixtures/a/b.json", "spec/whole/a.spec.ts", "README.md"]) {
      write(path, `${path} `);
      expect(isRecorded(root), path).toBe(false);
      write(path, path);
      expect(isRecorded(root), path).toBe(true);
    }
    write("src/b.ts", "");
    expect(isRecorded(root)).toBe(false);
    remove("src/b.ts");
    remove("fixtures/a/b.json");
    expect(isRecorded(root)).toBe(false);
  });

  it("does not hang on other documents, on what a run leaves, or on itself", () => {
    const { root, write, record } = checkout();
    for (const path of ["DECISIONS.md", "reports/latest/report.json", "node_modules/a/b.js", "src/.cache/a"])
      write(path, "other");
    expect(isRecorded(root)).toBe(true);
    record({ date: "2026-11-28" });
    expect(isRecorded(root)).toBe(true);
  });

  it("says nothing of another Node, of another system, or where there is none or two halves of a merge", () => {
    const { root, write, record, remove } = checkout();
    record({ node: HERE.node + 2 });
    expect(isRecorded(root)).toBe(false);
    record({ platform: "aix" });
    expect(isRecorded(root)).toBe(false);
    write(RECORD, "<<<<<<< ours");
    expect(isRecorded(root)).toBe(false);
    remove(RECORD);
    expect(isRecorded(root)).toBe(false);
  });

  it("tells a file's name from its bytes", () => {
    const { root, write, remove } = checkout();
    write("src/b.ts", "xc");
    const before = whatRuns(root);
    remove("src/b.ts");
    write("src/b.tsx", "c");
    expect(whatRuns(root)).not.toBe(before);
  });
});

describe("a run of those specs", () => {
  const NONE: readonly SerializedError[] = [];
  const module = (states: readonly string[], note: string | undefined = undefined) => {
    const tests = states.map((state) => ({ result: () => ({ state, note }) }));
    return {
      children: { allTests: (state: string) => tests.filter((test) => test.result().state === state) },
      errors: () => [],
    } as unknown as TestModule;
  };

  it("is relied on where every file ran and every test passed or says why it did not run", () => {
    expect(whatLacks([module(["passed"]), module(["skipped"], "not-run: no GPU")], NONE, 2)).toBeNull();
  });

  it("is not where a test failed, a file did not run, or a test is left out", () => {
    expect(whatLacks([module(["passed", "failed"])], NONE, 1)).toBe("not all passed");
    expect(whatLacks([module(["passed"])], [{ message: "unhandled" }], 1)).toBe("not all passed");
    expect(whatLacks([module(["passed"])], NONE, 2)).toBe("1 of 2 files ran");
    expect(whatLacks([module(["passed", "skipped"])], NONE, 1)).toBe("a spec was left out without a reason");
  });

  it("is of all there are here", () => {
    expect(wholeSpecs(process.cwd()).length).toBeGreaterThan(10);
  });
});
