import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lostBases, onCommonBases } from "../../src/claim/common-bases.ts";
import { collectEvidence, judgeAgain } from "../../src/claim/evidence.ts";
import { judge } from "../../src/claim/judge.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { meanCriterion, type Planted, planted } from "../support/claims.ts";

const options = () => ({ rng: rngFromSeed("lost"), resamples: 300 });
const judged = (samples: Planted) => judge(meanCriterion(), samples, options());

/** `samples` whose `group` lost these bases. */
function without(samples: Planted, group: "left" | "right", lost: readonly number[]): Planted {
  const { bases, values, ...rest } = samples[group];
  const left = bases.flatMap((base, row) => (lost.includes(base) ? [] : [row]));
  return {
    ...samples,
    [group]: {
      ...rest,
      bases: left.map((row) => bases[row]!),
      values: left.map((row) => values[row]!),
      lost,
    },
  };
}

describe("a comparison of which one group lost bases", () => {
  it("is of the bases that all have, in every group", () => {
    const twoLost = fc.tuple(fc.uniqueArray(fc.nat({ max: 29 })), fc.uniqueArray(fc.nat({ max: 29 })));
    checkProperty(
      fc.property(twoLost, ([left, right]) => {
        const samples = without(without(planted(3, { n: 30 }), "left", left), "right", right);
        const common = onCommonBases(samples);
        const kept = Array.from({ length: 30 }, (_, i) => i).filter((i) => ![...left, ...right].includes(i));
        expect([common.left.bases, common.right.bases]).toEqual([kept, kept]);
        const whole = planted(3, { n: 30 });
        expect(common.left.values).toEqual(kept.map((i) => whole.left.values[i]));
        expect(lostBases(samples)).toEqual([...new Set([...left, ...right])].sort((a, b) => a - b));
      }),
    );
  });

  it("without a loss is what it was", () => {
    const samples = planted(3);
    expect(onCommonBases(samples)).toBe(samples);
  });

  it("says how many are left out, and decides as long as they are at most 1 %", () => {
    const few = judged(without(planted(6, { n: 400 }), "left", [7, 30, 200, 399]));
    expect([few.verdict, few.n]).toEqual(["supported", 396]);
    expect(few.reason).toContain("4 of 400 bases could not be measured and are left out of every group.");
    const many = judged(without(planted(6, { n: 400 }), "right", [7, 30, 200, 398, 399]));
    expect([many.verdict, many.value === null]).toEqual(["inconclusive", false]);
    expect(many.reason).toMatch(/^5 of 400 bases .* more than 1 %.* The interval alone says supported\.$/);
  });
});

describe("a comparison of which one group says nothing of some bases", () => {
  const outside = (samples: Planted, bases: readonly number[]): Planted => {
    const { lost, ...rest } = without(samples, "left", bases).left as Planted["left"] & {
      lost: readonly number[];
    };
    return { ...samples, left: { ...rest, outside: lost } };
  };
  const third = Array.from({ length: 133 }, (_, i) => 3 * i);

  it("is about the others, says so, and decides however many there are", () => {
    const { verdict, n, reason } = judged(outside(planted(6, { n: 400 }), third));
    expect([verdict, n]).toEqual(["supported", 267]);
    expect(reason).toMatch(/It is about the bases that have such a pair: 133 of 400 have none\.$/);
  });

  it("decides nothing where others were lost beside them", () => {
    const samples = without(outside(planted(6, { n: 400 }), third), "right", [1, 2, 4, 5, 7]);
    expect(judged(samples)).toMatchObject({ verdict: "inconclusive", n: 262 });
  });

  it("comes to the same verdict from its kept samples", () => {
    const criterion = meanCriterion();
    const own = { samples: outside(planted(6, { n: 400 }), third) };
    const evidence = collectEvidence(
      criterion,
      { own, control: { samples: planted(0, { n: 400 }) } },
      options(),
    );
    expect(evidence.judgement.verdict).toBe("supported");
    const again = judgeAgain(criterion, JSON.parse(JSON.stringify(evidence)), options());
    expect(again.judgement).toEqual(evidence.judgement);
  });
});

describe("a doubt about a group", () => {
  const doubt = "The SAE cannot be relied on: it never fires.";
  const doubted = (group: "left" | "right", samples = planted(6)): Planted => ({
    ...samples,
    [group]: { ...samples[group], doubt },
  });

  it("makes every criterion that is judged by it inconclusive, with the reason and the numbers", () => {
    for (const group of ["left", "right"] as const) {
      const { verdict, reason, value } = judged(doubted(group));
      expect([verdict, reason]).toEqual(["inconclusive", `${doubt} The interval alone says supported.`]);
      expect(value).toBe(judged(planted(6)).value);
    }
  });

  it("about a group that is only shown decides nothing", () => {
    const samples = { ...planted(6), beside: { ...planted(6).left, doubt } };
    expect(judge(meanCriterion(), samples, options()).verdict).toBe("supported");
  });

  it("about the control leaves a claim without one", () => {
    const collect = (control: Planted) =>
      collectEvidence(
        meanCriterion(),
        { own: { samples: planted(6) }, control: { samples: control } },
        options(),
      ).judgement;
    expect(collect(planted(0)).verdict).toBe("supported");
    expect(collect(doubted("left", planted(0)))).toMatchObject({
      verdict: "inconclusive",
      reason: `The control cannot be judged: ${doubt} Without it: supported.`,
    });
  });
});
