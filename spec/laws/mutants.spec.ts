import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Mutant, mutantsOf, withMutant } from "../mutation/mutants.ts";
import { scoreOf } from "../mutation/score.ts";
import { isAmong, survivorsOf } from "../mutation/survivors.ts";
import { ROOT } from "../support/root.ts";

const texts = (source: string) => mutantsOf("x.ts", source).map((one) => withMutant(source, one));

describe("mutants", () => {
  it.each([
    ["a + b", ["a - b"]],
    ["a < b", ["a <= b"]],
    ["a === b", ["a !== b"]],
    ["a && b", ["a || b"]],
    ["!a", ["a"]],
    ["-a", ["a"]],
    ["2", ["3"]],
    ["true", ["false"]],
    ["Math.min(a)", ["Math.max(a)"]],
    ["a.some(b)", ["a.every(b)"]],
    ["a ? b : c", ["!(a) ? b : c"]],
  ])("of %s are %j", (source, wanted) => {
    expect(texts(`const x = ${source};`)).toEqual(wanted.map((one) => `const x = ${one};`));
  });

  it("turn a condition to either side and leave a call out", () => {
    expect(texts("if (a) f();")).toEqual(["if (true) f();", "if (false) f();", "if (a) ;"]);
  });

  it("touch no type, no import and no word of an error", () => {
    for (const source of [
      "type A = 1 | 2; interface B { c: -1; d: true }",
      'import { a } from "./a+b.ts";',
      'throw new InvalidInputError({ what: "x", got: 1 + 2 });',
      'const a = "x" + b;',
    ])
      expect(mutantsOf("x.ts", source), source).toEqual([]);
  });

  it("say where they are and what changes", () => {
    expect(mutantsOf("x.ts", "const a = 1;\nconst b = a * c;")[1]).toMatchObject({
      line: 2,
      on: "const b = a * c;",
      what: "a * c becomes a / c",
    });
  });
});

describe("the score of mutants", () => {
  const mutant = (line: number): Mutant => ({
    file: `f${line}.ts`,
    range: [0, 1],
    replacement: "",
    line,
    on: "o",
    what: "w",
  });

  it("is the share that a spec noticed, with Wilson's interval; what no spec reaches is alive", () => {
    const mutants = Array.from({ length: 10 }, (_, i) => mutant(i));
    const fates = new Map(
      mutants.map((_, i) => [i, i === 0 ? "survived" : i === 1 ? "untested" : "killed"] as const),
    );
    const score = scoreOf(mutants, fates, 0.9);
    expect(score).toMatchObject({ tried: 10, killed: 8, share: 0.8, enough: false, untested: ["f1.ts"] });
    // statsmodels.stats.proportion.proportion_confint(8, 10, method="wilson")
    expect(score.interval[0]).toBeCloseTo(0.4902, 3);
    expect(score.interval[1]).toBeCloseTo(0.9433, 3);
    expect(score.survivors.map(({ line }) => line)).toEqual([0, 1]);
    expect(scoreOf(mutants, fates, 0.8).enough).toBe(true);
  });
});

describe("the survivors that were looked at", () => {
  const all = survivorsOf(ROOT);

  it("are each a mutant of a line that still stands, and have a reason", () => {
    for (const one of all) {
      const mutants = mutantsOf(one.file, readFileSync(join(ROOT, one.file), "utf8"));
      expect(
        mutants.some((mutant) => isAmong([one], mutant)),
        `${one.file}: ${one.what} on ${one.on}`,
      ).toBe(true);
      expect(one.because).not.toBe("");
    }
  });

  it("are known by file, line and change, so that a line that is written anew is tried anew", () => {
    const [mutant] = mutantsOf("x.ts", "  const a = b + c;\n");
    const one = { file: "x.ts", on: "const a = b + c;", what: "b + c becomes b - c", because: "" };
    expect(isAmong([one], mutant!)).toBe(true);
    for (const other of [{ file: "y.ts" }, { on: "const d = b + c;" }, { what: "b + c becomes b * c" }])
      expect(isAmong([{ ...one, ...other }], mutant!)).toBe(false);
  });
});
