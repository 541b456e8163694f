import { describe, expect, it } from "vitest";
import { compare } from "../../../src/claim/compare.ts";
import { judge } from "../../../src/claim/judge.ts";
import { NonFiniteError } from "../../../src/errors/index.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { ksCombination } from "../../../src/stats/ks-combination.ts";
import { meanCriterion, planted } from "../../support/claims.ts";

const because = "for the test";
const judged = (claim: Parameters<typeof judge>[0], samples: Parameters<typeof judge>[1]) =>
  judge(claim, samples, { rng: rngFromSeed("judge"), resamples: 1000 });

/** 300 bases, sd 5 per group: the interval of a mean difference is about ±0.8 wide. */
describe("the verdict on a planted effect", () => {
  it("is supported when the effect is well above the threshold", () => {
    const judgement = judged(meanCriterion({ above: 3, because }), planted(6));
    expect(judgement).toMatchObject({
      verdict: "supported",
      reason: "The whole interval is above 3 steps.",
      n: 300,
    });
    expect(judgement.value).toBeCloseTo(6, 0);
  });

  it("is contradicted when the effect is there and too small, and says so", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(1.5))).toMatchObject({
      verdict: "contradicted",
      reason: "The whole interval is below 3 steps: right direction, too small.",
    });
  });

  it("is contradicted when the effect has the opposite sign, and says so", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(-4))).toMatchObject({
      verdict: "contradicted",
      reason: "The whole interval is below 3 steps: opposite sign.",
    });
  });

  it("is contradicted without a direction when there is none", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(0))).toMatchObject({
      verdict: "contradicted",
      reason: "The whole interval is below 3 steps: no clear direction, too small.",
    });
  });

  it("is inconclusive when the interval straddles the threshold", () => {
    expect(judged(meanCriterion({ above: 3, because }), planted(3))).toMatchObject({
      verdict: "inconclusive",
      reason: "The interval straddles 3 steps.",
    });
  });

  it("of an equivalence is supported inside, contradicted outside on either side, inconclusive at an end", () => {
    const claim = meanCriterion({ within: 2, because });
    expect(judged(claim, planted(0))).toMatchObject({
      verdict: "supported",
      reason: "The whole interval is inside ±2 steps.",
    });
    for (const shift of [5, -5])
      expect(judged(claim, planted(shift))).toMatchObject({
        verdict: "contradicted",
        reason: "The whole interval is outside ±2 steps.",
      });
    for (const shift of [2, -2])
      expect(judged(claim, planted(shift))).toMatchObject({
        verdict: "inconclusive",
        reason: "The interval straddles an end of ±2 steps.",
      });
  });

  it("names the unit of its threshold where it has one", () => {
    const reasons = ["steps", "probability", ""].map(
      (unit) => compare({ above: 1, because }, [1, 2], unit).reason,
    );
    expect(reasons).toEqual([
      "The interval straddles 1 step.",
      "The interval straddles 1.",
      "The interval straddles 1.",
    ]);
  });

  it.each([
    ["steps", [-2, -1], "opposite sign"],
    ["steps", [-1, 1], "no clear direction, too small"],
    ["steps", [0.5, 0.9], "right direction, too small"],
    ["ratio", [0.5, 0.9], "opposite direction"],
    ["ratio", [0.9, 1.1], "no clear direction, too small"],
    ["ratio", [1.1, 1.2], "right direction, too small"],
  ] as const)(
    "of %s from %j says which way an effect is, a ratio from 1 and all else from 0",
    (unit, interval, how) => {
      const { reason } = compare({ above: 3, because }, interval, unit);
      expect(reason).toBe(`The whole interval is below 3${unit === "steps" ? " steps" : ""}: ${how}.`);
    },
  );

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
      standardError: null,
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

describe("a statistic that some resample does not have", () => {
  const failing = (fail: () => number) => {
    const { statistic } = meanCriterion();
    return meanCriterion(undefined, { statistic: { ...statistic, of: fail, prepare: () => fail } as never });
  };
  const notANumber = failing(() => Number.NaN);

  it("decides nothing on fewer than 200 bases, and is an error on as many", () => {
    expect(judged(notANumber, planted(6, { n: 199 }))).toEqual({
      verdict: "inconclusive",
      reason: "n = 199 is below the 200 bases a verdict needs, and too few for this statistic.",
      ...{ value: null, interval: null, standardError: null, n: 199 },
    });
    expect(() => judged(notANumber, planted(6, { n: 200 }))).toThrow(NonFiniteError);
  });

  it("is no excuse for what fails in another way, however few bases there are", () => {
    const broken = failing(() => {
      throw new RangeError("broken");
    });
    expect(() => judged(broken, planted(6, { n: 30 }))).toThrow(RangeError);
  });
});

describe("unequal distances", () => {
  const plain = "The whole interval is above 3 steps.";
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
