import { describe, expect, it } from "vitest";
import { type CriterionDefinition, defineCriterion } from "../../../src/claim/criterion.ts";
import { MADE_UP_PAPER, meanDefinition } from "../../support/claims.ts";

const because = "for the test";
const define = (name: string, changes: Partial<CriterionDefinition<"left" | "right">> = {}) =>
  defineCriterion(MADE_UP_PAPER, name, meanDefinition(undefined, changes));

describe("a criterion at the door", () => {
  it.each(["a", "e2", "earlier-towards-real", "earlier-towards-real.absolute", "a-1.b-2"])(
    "may be called %s",
    (name) => {
      expect(define(name)).toMatchObject({ name, paper: "made-up", key: `made-up/${name}` });
    },
  );

  it.each(["", "E2", "a_b", "a-", "-a", "a--b", "a.b.c", "a b", "a/b", ".a", "a."])(
    "may not be called %j",
    (name) => {
      expect(() => define(name)).toThrow(
        `The claim "made-up/${name}" cannot be used: its name is not kebab case.`,
      );
    },
  );

  const wrong: readonly [string, Partial<CriterionDefinition<"left" | "right">>, string][] = [
    ["an empty statement", { statement: " " }, "its statement is empty"],
    ["an empty hypothesis", { hypothesis: "  " }, "its hypothesis is empty"],
    ["an empty place", { where: "" }, "`where` is empty"],
    [
      "a threshold without a reason",
      { threshold: { above: 3, because: "  " } },
      "its threshold has no reason",
    ],
    ["a threshold that is NaN", { threshold: { above: Number.NaN, because } }, "its threshold is NaN"],
    ["an infinite threshold", { threshold: { above: Infinity, because } }, "its threshold is Infinity"],
    ["a band of no width", { threshold: { within: 0, because } }, "its threshold is 0"],
    ["a band of negative width", { threshold: { within: -1, because } }, "its threshold is -1"],
  ];

  it.each(wrong)("is refused with %s", (_, change, fact) => {
    expect(() => define("file.part", change)).toThrow(
      `The claim "made-up/file.part" cannot be used: ${fact}.`,
    );
  });

  it("may have a threshold of 0 or below, one-sided", () => {
    for (const above of [0, -2]) expect(define("a", { threshold: { above, because } })).toBeDefined();
  });

  it("may go by any word, and has a schedule only where it is given one", () => {
    expect(define("a", { hypothesis: "Stable regions" }).hypothesis).toBe("Stable regions");
    expect(define("a").schedule).toBeNull();
    expect(define("a", { schedule: "absolute" }).schedule).toBe("absolute");
  });

  it("is told what to do", () => {
    expect(() => define("a", { threshold: { above: 3, because: "" } })).toThrow(
      expect.objectContaining({
        hint: "Hint: say in `because` why the number is what it is, before any run.",
      }),
    );
  });
});
