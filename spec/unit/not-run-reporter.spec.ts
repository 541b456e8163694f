import { afterEach, describe, expect, it, vi } from "vitest";
import type { TestModule } from "vitest/node";
import NotRunReporter from "../support/not-run-reporter.ts";

const tests = (...notes: readonly (string | null | undefined)[]) => {
  const all = notes.map((note) => ({
    result: () => (note === null ? { state: "passed" } : { state: "skipped", note }),
  }));
  const allTests = (state: string) => all.filter((test) => test.result().state === state);
  return { children: { allTests } } as unknown as TestModule;
};

describe("what is said after a run about specs that did not run", () => {
  afterEach(() => vi.restoreAllMocks());

  function told(...modules: readonly TestModule[]): string {
    let text = "";
    vi.spyOn(process.stdout, "write").mockImplementation((part) => {
      text += String(part);
      return true;
    });
    new NotRunReporter().onTestRunEnd(modules);
    return text;
  }

  it("is each reason once, with the number of specs it kept from running, over all files", () => {
    expect(told(tests("not-run: no weights", null, "not-run: no weights"), tests("not-run: no GPU"))).toBe(
      "\n 2 specs not-run: no weights\n\n 1 spec not-run: no GPU\n",
    );
    expect(told(tests("not-run: no weights"), tests("not-run: no weights"))).toBe(
      "\n 2 specs not-run: no weights\n",
    );
  });

  it("is that no reason was given, where none was", () => {
    expect(told(tests(undefined))).toBe("\n 1 spec not-run, no reason given\n");
  });

  it("is nothing where all ran", () => {
    expect(told(tests(null))).toBe("");
  });
});
