import { describe, expect, it } from "vitest";
import { collectEvidence } from "../../../src/claim/evidence.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { meanCriterion, type ObservedPair, planted } from "../../support/claims.ts";

const because = "for the test";

describe("the evidence of a claim", () => {
  const options = { rng: rngFromSeed("run"), resamples: 500 };
  const collect = (own: ObservedPair, control: ObservedPair) =>
    collectEvidence(meanCriterion({ above: 3, because }), { own, control }, options);
  const found = { samples: planted(6) };
  const nothing = { samples: planted(0) };

  it("has claim, control and samples, and keeps a verdict that its control does not share", () => {
    const evidence = collect(found, nothing);
    expect(evidence).toMatchObject({
      key: "made-up/file.part",
      paper: "made-up",
      schedule: null,
      where: "nowhere",
      authors: null,
      judgement: { verdict: "supported", n: 300 },
      control: { name: "made up", verdict: "contradicted", n: 300 },
      statistic: { name: "mean MSS(left) - mean MSS(right)", unit: "steps", method: "percentile" },
      planted: null,
      samples: {
        own: {
          bases: [[0, 299]],
          groups: {
            left: { values: found.samples.left.values, stepsGrowWithDistance: false },
            right: { values: found.samples.right.values },
          },
        },
        control: { groups: { left: { values: nothing.samples.left.values } } },
        planted: null,
      },
    });
  });

  it("is inconclusive, with both numbers, when the control shows the effect too", () => {
    const { judgement, control } = collect(found, { samples: planted(7) });
    expect(judgement).toMatchObject({
      verdict: "inconclusive",
      reason:
        "Not specific: the control shows it too. Without the control: supported. The whole interval is above 3 steps.",
    });
    expect(judgement.value).toBeCloseTo(6, 0);
    expect(control).toMatchObject({ verdict: "supported" });
  });

  it.each(["not-run", "error"] as const)(
    "is inconclusive when the control ends as %s: it is missing",
    (failed) => {
      const { judgement } = collect(found, { failed, because: "There is no model." });
      expect(judgement).toMatchObject({
        verdict: "inconclusive",
        reason: `The control is missing (${failed}: There is no model.). Without it: supported.`,
      });
    },
  );

  it.each(["not-run", "error"] as const)("is %s, without a number, when nothing was measured", (failed) => {
    const evidence = collect({ failed, because: "There is no model." }, { samples: planted(7) });
    expect(evidence.judgement).toEqual({
      verdict: failed,
      reason: "There is no model.",
      value: null,
      interval: null,
      standardError: null,
      n: 0,
    });
    expect([evidence.beside, evidence.samples.own]).toEqual([[], null]);
  });

  it("is an error, not a crash, when nothing was observed", () => {
    const { judgement } = collect({ samples: {} } as ObservedPair, nothing);
    expect(judgement).toMatchObject({
      verdict: "error",
      reason: expect.stringContaining("the set of groups"),
    });
  });

  it("is an error with its reason when the samples cannot be judged, own or the control's", () => {
    const broken = { samples: { left: planted(6).left, right: planted(6, { n: 299 }).right } };
    const { judgement, samples } = collect(broken, nothing);
    expect(judgement.verdict).toBe("error");
    expect(judgement.reason).toMatch(/^The samples "left" \(300 bases\) and "right" \(299 bases\) .* Hint: /);
    expect(samples.own).toBeNull();
    expect(collect(found, broken).judgement.reason).toMatch(
      /^The control is missing \(error: The samples "left"/,
    );
  });

  it("lets through what is not ours: a broken statistic fails the test, not the claim", () => {
    const statistic = {
      ...meanDifference("left", "right"),
      prepare: () => () => Number.NaN,
      of: () => missing(),
    };
    const claim = meanCriterion({ above: 3, because }, { statistic });
    expect(() => collectEvidence(claim, { own: found, control: nothing }, { rng: rngFromSeed(0) })).toThrow(
      ReferenceError,
    );
  });

  it("has KS distances between all groups beside it, what the claim asks for, and mean distances", () => {
    const claim = meanCriterion(
      { above: 3, because },
      { beside: [meanDifference("right", "left", { symbol: "MSS" })] },
    );
    const samples = planted(6, { distances: [8, 9] });
    const { beside } = collectEvidence(claim, { own: { samples }, control: nothing }, options);
    expect(beside.map(({ name, unit }) => `${name} [${unit}]`)).toEqual([
      "KS(left, right) [probability]",
      "mean MSS(right) - mean MSS(left) [steps]",
      "mean distance to left [residual units]",
      "mean distance to right [residual units]",
    ]);
    expect(beside[2]!.value).toBe(8);
  });

  it("has no KS distance to groups that are shown beside and are of another quantity", () => {
    const { left, right } = planted(6);
    const own = { samples: { left, right, elsewhere: left } } as never;
    const namesOf = (ofAnotherQuantity: boolean) => {
      const alsoShown = { observe: async () => ({ elsewhere: left }), ofAnotherQuantity };
      const claim = meanCriterion({ above: 3, because }, { alsoShown });
      return collectEvidence(claim, { own, control: nothing }, options).beside.map(({ name }) => name);
    };
    expect(namesOf(true).filter((name) => name.startsWith("KS"))).toEqual(["KS(left, right)"]);
    expect(namesOf(false)).toContain("KS(left, elsewhere)");
  });
});

function missing(): number {
  throw new ReferenceError("a typing error");
}
