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

  /** What a file that was not type-checked may hold. */
  const unchecked: readonly [string, Record<string, unknown>, string, string][] = [
    [
      "a field that is mistyped",
      { wher: "page 1" },
      'it has a field "wher", which no criterion has',
      'Hint: did you mean "where"?',
    ],
    [
      "a field of nothing",
      { because: "x" },
      'it has a field "because", which no criterion has',
      "Hint: a criterion has hypothesis, where, authors, statement, schedule, statistic, threshold, beside, observe, alsoShown, control, controlWithoutLatents, planted.",
    ],
    [
      "a field left out",
      { statistic: undefined },
      'it has no field "statistic"',
      "Hint: a criterion needs hypothesis, where, authors, statement, statistic, threshold, observe, control.",
    ],
    [
      "a control of another form",
      { control: { name: "the untrained model", lab: 1 } },
      "its control changes no lab",
      "Hint: `of` takes the lab and returns it without the effect.",
    ],
    [
      "a control without a name",
      { control: { of: () => null } },
      "its control has no name",
      "Hint: take the effect out of the lab in `of`, and say in `name` how; a control that is supported refutes the measurement.",
    ],
    ["a place that is a number", { where: 3 }, "`where` is empty", "Hint: the section, figure or sentence."],
  ];

  it.each(unchecked)("is refused with %s, with what to do", (_, change, fact, hint) => {
    expect(() => define("a", change)).toThrow(
      expect.objectContaining({ message: `The claim "made-up/a" cannot be used: ${fact}.`, hint }),
    );
  });

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
