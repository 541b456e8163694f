import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countedVerdict,
  hypothesisVerdict,
  type JudgedCriterion,
} from "../../src/claim/hypothesis/hypothesis-verdict.ts";
import { type SentenceWord, sentenceWord } from "../../src/claim/hypothesis/sentence-word.ts";
import type { Verdict } from "../../src/claim/judge.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const VERDICTS = ["supported", "contradicted", "inconclusive", "not-run", "error"] as const;
const FAMILIES = ["primary", "secondary", "exploratory"] as const;
const above = { above: 1, because: "for the law" };

/** A criterion that is above 1 by itself, with bounds that may say less. */
function judged(changes: Partial<JudgedCriterion> = {}): JudgedCriterion {
  return {
    name: "E2 absolute",
    family: "primary",
    verdict: "supported",
    threshold: above,
    simultaneous: [2, 4],
    ...changes,
  };
}
const contradicted = (changes: Partial<JudgedCriterion> = {}) =>
  judged({ name: "E2 relative", verdict: "contradicted", simultaneous: [-2, 0], ...changes });

const anyCriterion: fc.Arbitrary<JudgedCriterion> = fc.record({
  name: fc.constantFrom("a", "b", "c", "d"),
  family: fc.constantFrom(...FAMILIES),
  verdict: fc.constantFrom(...VERDICTS),
  threshold: fc.constant(above),
  simultaneous: fc.constantFrom(null, [2, 4] as const, [-2, 0] as const, [0, 3] as const),
});
const anyCriteria = fc.array(anyCriterion, { minLength: 1, maxLength: 6 });

describe("a primary criterion", () => {
  it("counts as supported or contradicted only where the bounds of its family say the same", () => {
    expect(countedVerdict(judged())).toBe("supported");
    expect(countedVerdict(judged({ simultaneous: [0.9, 4] }))).toBe("inconclusive");
    expect(countedVerdict(judged({ simultaneous: null }))).toBe("inconclusive");
    expect(countedVerdict(judged({ simultaneous: [-3, 0] }))).toBe("inconclusive");
    expect(countedVerdict(contradicted())).toBe("contradicted");
    expect(countedVerdict(contradicted({ simultaneous: [-2, 1.1] }))).toBe("inconclusive");
  });

  it("is never made supported or contradicted by bounds, and criteria of other families have none to pass", () => {
    expect(countedVerdict(judged({ verdict: "inconclusive" }))).toBe("inconclusive");
    expect(countedVerdict(judged({ verdict: "not-run" }))).toBe("not-run");
    expect(countedVerdict(judged({ family: "secondary", simultaneous: null }))).toBe("supported");
  });
});

describe("the verdict of a hypothesis", () => {
  it("is that of its only criterion, and says that bounds at once took it back", () => {
    expect(hypothesisVerdict([judged()])).toMatchObject({ verdict: "supported", family: "primary" });
    const taken = hypothesisVerdict([judged({ simultaneous: [0.5, 4] })]);
    expect(taken.verdict).toBe("inconclusive");
    expect(taken.reason).toContain("whole family at once: E2 absolute (supported).");
  });

  it("is mixed where a supported and a contradicted criterion stand against each other, and names both", () => {
    expect(hypothesisVerdict([judged(), contradicted()])).toEqual({
      family: "primary",
      verdict: "mixed",
      reason: "E2 absolute is supported, E2 relative contradicted.",
    });
    expect(hypothesisVerdict([judged(), contradicted({ family: "secondary" })]).verdict).toBe("mixed");
  });

  it("is not mixed by an exploratory criterion beside others, which decides nothing", () => {
    const { verdict, reason } = hypothesisVerdict([judged(), contradicted({ family: "exploratory" })]);
    expect([verdict, reason]).toEqual(["supported", "Its primary criterion is supported."]);
    expect(hypothesisVerdict([contradicted({ family: "exploratory" })])).toMatchObject({
      verdict: "contradicted",
      family: "exploratory",
    });
  });

  it("is inconclusive where deciding criteria do not agree, and says which is what", () => {
    const open = judged({ name: "E2 relative", verdict: "inconclusive" });
    expect(hypothesisVerdict([judged(), open])).toMatchObject({
      verdict: "inconclusive",
      reason: "Its primary criteria do not agree: E2 absolute is supported, E2 relative is inconclusive.",
    });
    const notRun = judged({ name: "E2 relative", verdict: "not-run" });
    expect(hypothesisVerdict([judged(), notRun]).verdict).toBe("inconclusive");
    expect(hypothesisVerdict([notRun, judged({ family: "secondary" })]).verdict).toBe("not-run");
    expect(hypothesisVerdict([judged(), judged({ name: "x", verdict: "error" })]).verdict).toBe("error");
  });

  it("says how many criteria there are and what each is, in whole sentences", () => {
    const named = (name: string, changes: Partial<JudgedCriterion> = {}) => judged({ name, ...changes });
    const against = { verdict: "contradicted", simultaneous: [-2, 0] } as const;
    const reason = (...criteria: JudgedCriterion[]) => hypothesisVerdict(criteria).reason;
    expect(reason(named("a"), named("b"))).toBe("Both of its primary criteria are supported.");
    expect(reason(named("a"), named("b"), named("c"))).toBe("All 3 of its primary criteria are supported.");
    expect(reason()).toBe("It has no criterion in this run.");
    expect(reason(named("b", { verdict: "error" }), named("a", { verdict: "error" }), named("c"))).toBe(
      "a and b failed.",
    );
    expect(reason(named("c"), named("a"), named("b"), named("d", against))).toBe(
      "a, b and c are supported, d contradicted.",
    );
    const open = { verdict: "inconclusive" } as const;
    expect(reason(named("a"), named("b"), named("d", open), named("c", open))).toBe(
      "Its primary criteria do not agree: a and b are supported, c and d are inconclusive.",
    );
    const alone = { simultaneous: null } as const;
    expect(reason(named("b", alone), named("a", alone))).toBe(
      "Both of its primary criteria are inconclusive. What is said by intervals of their own is not said by bounds that hold for the whole family at once: a (supported) and b (supported).",
    );
    expect(reason(named("a"), named("b", alone))).toBe(
      "Its primary criteria do not agree: a is supported, b is inconclusive. What is said by intervals of their own is not said by bounds that hold for the whole family at once: b (supported).",
    );
  });

  it("does not hang on the order of its criteria", () => {
    checkProperty(
      fc.property(anyCriteria, (criteria) => {
        expect(hypothesisVerdict([...criteria].reverse())).toEqual(hypothesisVerdict(criteria));
      }),
    );
  });

  it("is supported only where every deciding criterion counts as supported and none is against it", () => {
    checkProperty(
      fc.property(anyCriteria, (criteria) => {
        const { verdict, family } = hypothesisVerdict(criteria);
        if (verdict !== "supported" && verdict !== "contradicted") return;
        const opposite: Verdict = verdict === "supported" ? "contradicted" : "supported";
        for (const criterion of criteria) {
          if (criterion.family === family) expect(countedVerdict(criterion)).toBe(verdict);
          else if (criterion.family !== "exploratory") expect(countedVerdict(criterion)).not.toBe(opposite);
        }
      }),
    );
  });

  it("never turns from one side to the other by a further criterion", () => {
    checkProperty(
      fc.property(anyCriteria, anyCriterion, (criteria, more) => {
        const strongest = FAMILIES.find((family) => criteria.some((one) => one.family === family));
        const before = hypothesisVerdict(criteria).verdict;
        const after = hypothesisVerdict([...criteria, { ...more, family: strongest! }]).verdict;
        const sides = ["supported", "contradicted"];
        if (sides.includes(before) && sides.includes(after)) expect(after).toBe(before);
      }),
    );
  });
});

describe("the word for a sentence", () => {
  it.each<[readonly SentenceWord[], SentenceWord]>([
    [[], "no claim"],
    [["no claim"], "no claim"],
    [["supported", "no claim"], "supported"],
    [["supported", "supported"], "supported"],
    [["supported", "contradicted"], "mixed"],
    [["supported", "mixed"], "mixed"],
    [["supported", "untested"], "inconclusive"],
    [["supported", "inconclusive"], "inconclusive"],
    [["untested"], "untested"],
    [["not-run", "not-run"], "not-run"],
    [["mixed", "error"], "error"],
  ])("of %j is %s", (words, word) => {
    expect(sentenceWord(words)).toBe(word);
    expect(sentenceWord([...words].reverse())).toBe(word);
  });
});
