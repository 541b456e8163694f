import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InvalidInputError, MalformedFileError } from "../../../src/errors/index.ts";
import { checkGolden, checkGoldenText, firstDifference } from "../../../src/golden/golden-check.ts";
import {
  formatGolden,
  type GoldenStore,
  parseGolden,
  repositoryStore,
} from "../../../src/golden/golden-store.ts";
import "../../../src/vitest/golden-matchers.ts";

const options = { madeBy: "a spec", tolerance: { abs: 0.1, rel: 0, because: "a test" } };
let root: string;
let store: GoldenStore;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "golden-"));
  store = { goldenDirectory: root, pendingDirectory: join(root, "pending"), ci: false };
});
afterEach(() => rmSync(root, { recursive: true }));

const pending = (file: string) => join(root, "pending", file);
function accept(name: string, values: unknown, tolerance = options.tolerance): void {
  const text = formatGolden({
    madeBy: "a spec",
    environment: { node: "v0", platform: "none", cpu: "none" },
    tolerance,
    values: values as number,
  });
  writeFileSync(join(root, `${name}.json`), text);
}

describe("a golden that is there", () => {
  it("matches within its tolerance and removes an old candidate", () => {
    accept("x", { a: 1 });
    expect(checkGolden(store, "x", { a: 2 }, options).pass).toBe(false);
    expect(existsSync(pending("x.json"))).toBe(true);
    expect(checkGolden(store, "x", { a: 1.05 }, options).pass).toBe(true);
    expect(existsSync(pending("x.json"))).toBe(false);
  });

  it("fails with the place, both numbers, and the command that accepts the new one", () => {
    accept("x", { a: 1 });
    const { message } = checkGolden(store, "x", { a: 2 }, options);
    expect(message).toContain("a is 2, golden 1: differs by 1, allowed 0.1");
    expect(message).toContain('npm run golden:accept -- x --because "');
  });

  it("fails when the spec asks for a tolerance other than the accepted one", () => {
    accept("x", 1);
    const wider = { ...options, tolerance: { ...options.tolerance, abs: 5 } };
    const outcome = checkGolden(store, "x", 1, wider);
    expect(outcome.pass).toBe(false);
    expect(outcome.message).toContain("accepted with tolerance abs 0.1, rel 0, but the spec asks for abs 5");
  });

  it("fails loudly when it is damaged", () => {
    writeFileSync(join(root, "x.json"), "{");
    expect(() => checkGolden(store, "x", 1, options)).toThrow(MalformedFileError);
    writeFileSync(
      join(root, "x.json"),
      '{"values": 1, "tolerance": {"abs": 1, "rel": null, "because": "y"}}',
    );
    expect(() => checkGolden(store, "x", 1, options)).toThrow(/madeBy, environment, tolerance\.rel/);
  });
});

describe("a golden that is missing", () => {
  it("fails in CI and leaves no candidate", () => {
    const outcome = checkGolden({ ...store, ci: true }, "x", 1, options);
    expect(outcome.pass).toBe(false);
    expect(outcome.message).toContain('There is no golden "x"');
    expect(existsSync(pending("x.json"))).toBe(false);
  });

  it("fails elsewhere too and keeps a candidate that would then match", () => {
    const outcome = checkGolden(store, "x", { draws: Float64Array.of(0.1, 2) }, options);
    expect(outcome.pass).toBe(false);
    const candidate = parseGolden("x.json", readFileSync(pending("x.json"), "utf8"));
    expect(candidate.values).toEqual({ draws: [0.1, 2] });
    expect(candidate.tolerance).toEqual(options.tolerance);
  });

  it("keeps no candidate of a value with NaN in it", () => {
    const outcome = checkGolden(store, "x", [Number.NaN], options);
    expect(outcome.pass).toBe(false);
    expect(existsSync(pending("x.json"))).toBe(false);
  });
});

describe("what a spec may ask for", () => {
  it.each(["../x", "/x", "a//b", "", "a/../b", ".hidden", "a b"])("the name %o is refused", (name) => {
    expect(() => checkGolden(store, name, 1, options)).toThrow(InvalidInputError);
  });
  it.each([
    { abs: Number.NaN, rel: 0, because: "y" },
    { abs: 0, rel: -1, because: "y" },
    { abs: Number.POSITIVE_INFINITY, rel: 0, because: "y" },
    { abs: 0, rel: 0, because: " " },
  ])("the tolerance %o is refused", (tolerance) => {
    expect(() => checkGolden(store, "x", 1, { ...options, tolerance })).toThrow(InvalidInputError);
  });
});

describe("a text golden", () => {
  it("matches character by character, the last newline included", () => {
    writeFileSync(join(root, "r.md"), "one\ntwo\n");
    expect(checkGoldenText(store, "r", "md", "one\ntwo\n").pass).toBe(true);
    expect(checkGoldenText(store, "r", "md", "one\ntwo").pass).toBe(false);
    expect(readFileSync(pending("r.md"), "utf8")).toBe("one\ntwo");
  });

  it("fails when it is missing, in CI as elsewhere", () => {
    expect(checkGoldenText(store, "r", "md", "x").pass).toBe(false);
    expect(checkGoldenText({ ...store, ci: true }, "r", "md", "x").pass).toBe(false);
  });

  it("shows the first line that differs with its number, column and what stands before it", () => {
    expect(firstDifference("a\nb\nc\nnew\ne", "a\nb\nc\nnow\ne")).toBe(
      ["1 of 5 lines; the first is line 4, column 2:", "    b", "    c", "  - now", "  + new"].join("\n"),
    );
    expect(firstDifference("a", "a\nb")).toContain("(the text ends here)");
    expect(firstDifference("a\nb", "a")).toContain("(the golden ends here)");
  });
});

describe("the matchers", () => {
  it("cannot be negated, so an absent golden never looks like a success", () => {
    expect(() => expect(1).not.toMatchGolden("no-such-golden", options)).toThrow("cannot be negated");
    expect(() => expect("1").not.toMatchGoldenText("no-such-golden", "md")).toThrow("cannot be negated");
  });
  it("refuse a number as a text", () => {
    expect(() => expect(1).toMatchGoldenText("no-such-golden", "md")).toThrow(InvalidInputError);
  });
  it.each([
    [undefined, false],
    ["", false],
    ["0", false],
    ["false", false],
    ["true", true],
    ["1", true],
    ["yes", true],
  ])("take CI=%s for a CI run: %s", (CI, ci) => {
    expect(repositoryStore(CI === undefined ? {} : { CI }).ci).toBe(ci);
  });
});
