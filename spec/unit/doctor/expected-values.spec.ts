import { describe, expect, it } from "vitest";
import { isWithin } from "../../../src/doctor/check-result.ts";
import { parseExpectedValues } from "../../../src/doctor/expected-values.ts";

const check = {
  name: "norm",
  measure: { kind: "norm", prompt: "a" },
  expected: 2,
  tolerance: { rel: 0.001 },
  source: "a book",
};
const values = {
  of: "a model",
  hook: "blocks.1.hook_resid_pre",
  convention: "centred",
  bos: 3,
  weightsDigest: null,
  prompts: { a: { tokens: [1, 2], bos: false } },
  checks: [check],
};

describe("a file of expected values", () => {
  it("is read as it stands", () => {
    expect(parseExpectedValues(values, "e.json")).toEqual(values);
  });

  it.each([
    [
      "a measure that does not exist",
      { checks: [{ ...check, measure: { kind: "mood" } }] },
      "/checks/0/measure",
    ],
    [
      "a measure without its prompt",
      { checks: [{ ...check, measure: { kind: "norm" } }] },
      "/checks/0/measure",
    ],
    ["a field too many", { checks: [{ ...check, colour: "red" }] }, "additional properties"],
    [
      "a tolerance of 0",
      { checks: [{ ...check, tolerance: { abs: 0 } }] },
      "/checks/0/tolerance/abs must be > 0",
    ],
    ["no check", { checks: [] }, "/checks must NOT have fewer than 1 items"],
    ["a hook of another form", { hook: "blocks.1.attn" }, "/hook must match pattern"],
    ["a prompt that is not there", { prompts: {} }, 'the check "norm" is of a prompt "a"'],
    ["two checks of one name", { checks: [check, check] }, 'two checks have the name "norm"'],
    ["no check that decides", { checks: [{ ...check, decides: false }] }, "none of its checks decides"],
    ["a check without a source", { checks: [{ ...check, source: "" }] }, "/checks/0/source"],
  ])("is refused with %s", (_, change, message) => {
    expect(() => parseExpectedValues({ ...values, ...change }, "e.json")).toThrow(message);
  });
});

describe("a value", () => {
  it.each([
    [5.0001, 5, { abs: 0.0001001 }, true],
    [4.9999, 5, { abs: 0.0001001 }, true],
    [5.0002, 5, { abs: 0.0001 }, false],
    [4.9998, 5, { abs: 0.0001 }, false],
    [-2.002, -2, { rel: 0.00101 }, true],
    [-1.997, -2, { rel: 0.001 }, false],
    [2, -2, { rel: 0.001 }, false],
    [Number.NaN, 5, { abs: 1e9 }, false],
    [Number.POSITIVE_INFINITY, 5, { abs: 1e9 }, false],
    ["raw", "centred", null, false],
    [3, 3, null, true],
    [4, 3, null, false],
  ])("of %s for an expected %s within %o: %s", (measured, expected, tolerance, ok) => {
    expect(isWithin(measured, expected, tolerance)).toBe(ok);
  });
});
