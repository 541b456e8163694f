import { describe, expect, it } from "vitest";
import { collectEvidence } from "../../../src/claim/evidence.ts";
import { compare, judge } from "../../../src/claim/judge.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { ksCombination } from "../../../src/stats/ks-combination.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { meanCriterion, type ObservedPair, planted } from "../../support/claims.ts";

const because = "for the test";
const judged = (claim: Parameters<typeof judge>[0], samples: Parameters<typeof judge>[1]) =>
  judge(claim, samples, { rng: rngFromSeed("judge"), resamples: 1000 });

/** 300 bases, sd 5 per group: the interval of a mean difference is about ±0.8 wide. */
describe("the verdict on a planted effect", () => {
  it("is supported when the effect is well above the threshold", () => {
    const judgement = judged(meanCriterion({ above: 3, because }), planted(6));
    expect(judgement).toMatchObject({
      verdict: "supported",
      reason: "The whole interval is above 3.",
      n: 300,
    });
    expect(judgement.value).toBeCloseTo(6, 0);
  });

  it("is contradicted when the effect is there and too small, and says so", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(1.5))).toMatchObject({
      verdict: "contradicted",
      reason: "The whole interval is below 3: right direction, too small.",
    });
  });

  it("is contradicted when the effect has the opposite sign, and says so", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(-4))).toMatchObject({
      verdict: "contradicted",
      reason: "The whole interval is below 3: opposite sign.",
    });
  });

  it("is contradicted without a direction when there is none", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(0))).toMatchObject({
      verdict: "contradicted",
      reason: "The whole interval is below 3: no clear direction, too small.",
    });
  });

  it("is inconclusive when the interval straddles the threshold", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(3))).toMatchObject({
      verdict: "inconclusive",
      reason: "The interval straddles 3.",
    });
  });

  it("of an equivalence is supported inside, contradicted outside on either side, inconclusive at an end", () => {
    const claim = meanCriterion({ within: 2, because });
    expect(judged(claim, planted(0))).toMatchObject({
      verdict: "supported",
      reason: "The whole interval is inside ±2.",
    });
    for (const shift of [5, -5])
      expect(judged(claim, planted(shift))).toMatchObject({
        verdict: "contradicted",
        reason: "The whole interval is outside ±2.",
      });
    for (const shift of [2, -2])
      expect(judged(claim, planted(shift))).toMatchObject({
        verdict: "inconclusive",
        reason: "The interval straddles an end of ±2.",
      });
  });

  it("is inconclusive when the interval ends exactly at the threshold", () => {
    expect(compare({ above: 1, because }, [1, 2]).verdict).toBe("inconclusive");
    expect(compare({ above: 1, because }, [0, 1]).verdict).toBe("inconclusive");
    expect(compare({ within: 1, because }, [-1, 0]).verdict).toBe("inconclusive");
    expect(compare({ within: 1, because }, [1, 2]).verdict).toBe("inconclusive");
    expect(compare({ within: 1, because }, [-5, 5]).verdict).toBe("inconclusive");
  });
});

describe("too little to judge by", () => {
  it("is fewer than 200 bases: the interval is told, the verdict is not", () => {
    const judgement = judged(meanCriterion(), planted(9, { n: 199 }));
    expect(judgement).toMatchObject({
      verdict: "inconclusive",
      reason: "n = 199 is below the 200 bases a verdict needs; the interval alone says supported.",
      n: 199,
    });
    expect(judgement.interval![0]).toBeGreaterThan(3);
    expect(judged(meanCriterion(), planted(9, { n: 200 })).verdict).toBe("supported");
  });

  it("is more than 5 % of a group without the event, for means", () => {
    expect(judged(meanCriterion(), planted(9, { nulls: 15 })).verdict).toBe("supported"); // exactly 5 %
    expect(judged(meanCriterion(), planted(9, { nulls: 16 }))).toEqual({
      verdict: "inconclusive",
      reason:
        '16 of 300 bases of "left" never show the event (more than 5 %), so their mean decides nothing.',
      value: null,
      interval: null,
      n: 300,
    });
  });

  it("is not a group without the event that the claim only shows beside", () => {
    const { statistic, threshold } = meanCriterion();
    const measured = planted(9);
    const never = { ...measured.left, values: measured.left.values.map(() => null) };
    const shown = { ...measured, third: never };
    expect(judged({ statistic, threshold }, shown).verdict).toBe("supported");
    const { groups: _, ...ofAll } = statistic;
    expect(judged({ statistic: ofAll, threshold }, shown).reason).toContain('of "third"');
  });

  it("is not that for a KS distance, which ranks them last", () => {
    const statistic = ksCombination<"left" | "right">([{ weight: 1, between: ["left", "right"] }]);
    const claim = meanCriterion({ above: 0.2, because }, { statistic });
    expect(judged(claim, planted(6, { nulls: 30 })).verdict).toBe("supported");
  });
});

describe("unequal distances", () => {
  const plain = "The whole interval is above 3.";
  const reason = (distances?: readonly [number, number], stepsGrow = true) =>
    judged(meanCriterion(), planted(6, { stepsGrow, ...(distances && { distances }) })).reason;

  it("of more than 5 % are said in the reason where steps are shares of them, and change no verdict", () => {
    expect(judged(meanCriterion(), planted(6, { distances: [8, 8.5], stepsGrow: true }))).toMatchObject({
      verdict: "supported",
      reason: `${plain} Confounded: the mean distance to "right" targets is 6 % above that to "left", so equal relative steps are unequal lengths.`,
    });
  });

  it("of 5 % or less, or where steps have one length, or of no target, are not", () => {
    expect(reason([8, 8.5])).not.toBe(plain);
    expect(reason([8, 8.375])).toBe(plain);
    expect(reason([8, 16], false)).toBe(plain);
    expect(reason()).toBe(plain);
  });

  it("are said by what was measured, whatever schedule the criterion is filed under", () => {
    const of = (schedule: string | null, stepsGrow: boolean) =>
      judged(meanCriterion(undefined, { schedule }), planted(6, { distances: [8, 16], stepsGrow })).reason;
    for (const schedule of [null, "absolute", "relative"]) {
      expect(of(schedule, true)).toContain("Confounded");
      expect(of(schedule, false)).toBe(plain);
    }
  });

  it("of a group that is only shown beside are not", () => {
    const measured = planted(6, { distances: [8, 8], stepsGrow: true });
    const third = { ...measured.left, meanDistance: 16 };
    expect(judged(meanCriterion(), { ...measured, third }).reason).toBe(plain);
  });
});

describe("samples that cannot be compared", () => {
  const { left, right } = planted(6);

  it.each([
    ["another number of bases", { ...right, bases: right.bases.slice(1), values: right.values.slice(1) }],
    ["other bases", { ...right, bases: right.bases.map((base) => base + 1) }],
    ["a base twice", { ...right, bases: right.bases.map((base) => (base === 1 ? 0 : base)) }],
    ["a value too few", { ...right, values: right.values.slice(1) }],
  ])("are refused for %s", (_, other) => {
    expect(() => judged(meanCriterion(), { left, right: other })).toThrow("are not of the same base prompts");
  });
});

describe("the evidence of a claim", () => {
  const collect = (own: ObservedPair, control: ObservedPair) =>
    collectEvidence(meanCriterion({ above: 3, because }), own, control, {
      rng: rngFromSeed("run"),
      resamples: 500,
    });
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
      samples: { left: found.samples.left.values, right: found.samples.right.values },
    });
  });

  it("is inconclusive, with both numbers, when the control shows the effect too", () => {
    const { judgement, control } = collect(found, { samples: planted(7) });
    expect(judgement).toMatchObject({
      verdict: "inconclusive",
      reason:
        "Not specific: the control shows it too. Without the control: supported. The whole interval is above 3.",
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
      n: 0,
    });
    expect([evidence.beside, evidence.samples]).toEqual([[], {}]);
  });

  it("is an error with its reason when the samples cannot be judged, own or the control's", () => {
    const broken = { samples: { left: planted(6).left, right: planted(6, { n: 299 }).right } };
    const { judgement, samples } = collect(broken, nothing);
    expect(judgement.verdict).toBe("error");
    expect(judgement.reason).toMatch(/^The samples "left" \(300 bases\) and "right" \(299 bases\) .* Hint: /);
    expect(samples).toEqual({});
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
    expect(() => collectEvidence(claim, found, nothing, { rng: rngFromSeed(0) })).toThrow(ReferenceError);
  });

  it("has KS distances between all groups beside it, what the claim asks for, and mean distances", () => {
    const claim = meanCriterion(
      { above: 3, because },
      { beside: [meanDifference("right", "left", { symbol: "MSS" })] },
    );
    const samples = planted(6, { distances: [8, 9] });
    const { beside } = collectEvidence(claim, { samples }, nothing, {
      rng: rngFromSeed("run"),
      resamples: 100,
    });
    expect(beside.map(({ name, unit }) => `${name} [${unit}]`)).toEqual([
      "KS(left, right) [probability]",
      "mean MSS(right) - mean MSS(left) [steps]",
      "mean distance to left [residual units]",
      "mean distance to right [residual units]",
    ]);
    expect(beside[2]!.value).toBe(8);
  });
});

function missing(): number {
  throw new ReferenceError("a typing error");
}
