import { describe, expect, it } from "vitest";
import { type Claim, defineClaim } from "../../../src/claim/claim.ts";
import { meanClaim } from "../../support/claims.ts";

const good = meanClaim();
const because = "for the test";

describe("a claim at the door", () => {
  it.each(["a", "e2", "earlier-towards-real", "earlier-towards-real.absolute", "a-1.b-2"])(
    "may be called %s",
    (id) => {
      expect(defineClaim({ ...good, id }).id).toBe(id);
    },
  );

  it.each(["", "E2", "a_b", "a-", "-a", "a--b", "a.b.c", "a b", "a/b", ".a", "a."])(
    "may not be called %j",
    (id) => {
      expect(() => defineClaim({ ...good, id })).toThrow(
        `The claim "${id}" cannot be used: its id is not kebab case.`,
      );
    },
  );

  const wrong: readonly [string, Partial<Claim<"left" | "right">>, string][] = [
    ["an empty statement", { statement: " " }, "its statement is empty"],
    ["an empty place", { paper: { ...good.paper, where: "" } }, "paper.where is empty"],
    ["no groups", { groups: [] }, "it has no groups"],
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
    expect(() => defineClaim({ ...good, ...change })).toThrow(
      `The claim "made-up.part" cannot be used: ${fact}.`,
    );
  });

  it("may have a threshold of 0 or below, one-sided", () => {
    for (const above of [0, -2])
      expect(defineClaim({ ...good, threshold: { above, because } })).toBeDefined();
  });

  it("is told what to do", () => {
    expect(() => defineClaim({ ...good, threshold: { above: 3, because: "" } })).toThrow(
      expect.objectContaining({
        hint: "Hint: say in `because` why the number is what it is, before any run.",
      }),
    );
  });
});
