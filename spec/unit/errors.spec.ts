import { describe, expect, it } from "vitest";
import * as errors from "../../src/errors/index.ts";
import "../../src/vitest/golden-matchers.ts";
import { errorExamples } from "../support/error-examples.ts";
import { sourceTexts } from "../support/source-texts.ts";

describe("error texts", () => {
  it("are those a person accepted, for every class, its facts and what to do", () => {
    const texts = errorExamples.map(({ name, message, hint }) => `${name}\n  ${message}\n  ${hint}\n`);
    expect(texts.join("\n")).toMatchGoldenText("errors", "txt");
  });

  it("cover every class and no other", () => {
    const classes = Object.entries(errors).filter(
      ([, value]) => value.prototype instanceof errors.BagOfLatentsError,
    );
    expect(classes.length).toBeGreaterThan(40);
    expect([...new Set(errorExamples.map(({ name }) => name))].sort()).toEqual(
      classes.map(([name]) => name).sort(),
    );
  });

  it.each(errorExamples.map((error) => ({ name: error.name, error })))(
    "of $name say the fact, then what to do, in one sentence or more each",
    ({ error }) => {
      expect(error).toBeInstanceOf(errors.BagOfLatentsError);
      expect(error.message).toMatch(/^\S.*\.$/);
      expect(error.hint).toMatch(/^Hint: \S.*\.$/);
      expect(`${error.message}${error.hint}`).not.toMatch(/undefined|\[object/);
      expect(error.message.replace("(null)", "")).not.toContain("null");
    },
  );

  it("names nothing rather than an empty list when a standing file knows no weights", () => {
    const { message } = new errors.StandingDigestError({ file: "s.json", weightsDigest: "ab", known: [] });
    expect(message).toContain("about weights (none), but");
  });

  it("keeps the cause of what could not be written or read", () => {
    const cause = new Error("EIO");
    expect(new errors.UnwritableFolderError({ folder: "/x", cause }).cause).toBe(cause);
    expect(new errors.MissingFileError({ file: "x", what: "A file", hint: "Hint: look.", cause }).cause).toBe(
      cause,
    );
  });

  it("says where a report is wrong, and that it is the whole of it at the root", () => {
    const error = new errors.ReportFormatError({ where: "r.json", pointer: "", fact: "is not JSON" });
    expect(error.pointer).toBe("");
    expect(error.message).toContain(": the whole is not JSON");
  });
});

describe("a value in an error", () => {
  it.each([
    ["text", "text", '"text"'],
    ["a long text", "x".repeat(81), `"${"x".repeat(77)}..."`],
    ["a number", -0.5, "-0.5"],
    ["NaN", Number.NaN, "NaN"],
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["a truth value", true, "true"],
    ["an array", [1, 2], "an array of 2"],
    ["an object", { a: 1 }, "a value of type object"],
  ])("shows %s short, and text alone in quotes", (_, value, shown) => {
    expect(errors.describeValue(value)).toBe(shown);
  });
});

describe("every hint of the source", () => {
  it("begins with Hint:", () => {
    const hints = sourceTexts("src").flatMap(({ path, text }) =>
      [...text.matchAll(/\bhint:\s*(["'`])(.{0,12})/g)].map(([, , start]) => ({ path, start: start! })),
    );
    expect(hints.length).toBeGreaterThan(40);
    expect(hints.filter(({ start }) => !start.startsWith("Hint: "))).toEqual([]);
  });
});
