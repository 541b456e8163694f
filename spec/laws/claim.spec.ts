import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignByBase } from "../../src/claim/common-bases.ts";
import { compare } from "../../src/claim/compare.ts";
import type { GroupSamples, Threshold } from "../../src/claim/criterion.ts";
import { CLAIM_DID_NOT_RUN, collectEvidence } from "../../src/claim/evidence.ts";
import { judge, type Verdict, withControl } from "../../src/claim/judge.ts";
import { permutation, rngFromSeed } from "../../src/math/rng.ts";
import { ksCombination } from "../../src/stats/ks-combination.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { meanCriterion, type ObservedPair, planted } from "../support/claims.ts";

const grid = fc.integer({ min: -40, max: 40 }).map((k) => k / 4);
const intervals = fc
  .tuple(grid, grid)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as readonly [number, number]);
const above = grid.map((limit): Threshold => ({ above: limit, because: "a law" }));
const within = fc.integer({ min: 1, max: 40 }).map((k): Threshold => ({ within: k / 4, because: "a law" }));

describe("an interval against a threshold", () => {
  it("is supported beyond it, contradicted short of it, and inconclusive where it holds it", () => {
    checkProperty(
      fc.property(intervals, above, (interval, threshold) => {
        const limit = "above" in threshold ? threshold.above : Number.NaN;
        const holds = interval[0] <= limit && limit <= interval[1];
        const verdict = compare(threshold, interval).verdict;
        expect(verdict).toBe(holds ? "inconclusive" : interval[0] > limit ? "supported" : "contradicted");
      }),
    );
  });

  it("is two-sided for an equivalence: inside is supported, outside on either side contradicted", () => {
    checkProperty(
      fc.property(intervals, within, (interval, threshold) => {
        const limit = "within" in threshold ? threshold.within : Number.NaN;
        const [low, high] = interval;
        const holdsAnEnd = (low <= limit && limit <= high) || (low <= -limit && -limit <= high);
        const inside = low > -limit && high < limit;
        const { verdict } = compare(threshold, interval);
        expect(verdict).toBe(holdsAnEnd ? "inconclusive" : inside ? "supported" : "contradicted");
        expect(compare(threshold, [-high, -low]).verdict).toBe(verdict);
      }),
    );
  });

  it("is never more sure when the interval is wider", () => {
    checkProperty(
      fc.property(intervals, fc.oneof(above, within), fc.nat({ max: 20 }), ([low, high], threshold, k) => {
        const wider = compare(threshold, [low - k / 4, high + k / 4]).verdict;
        expect([compare(threshold, [low, high]).verdict, "inconclusive"]).toContain(wider);
      }),
    );
  });
});

describe("the judge", () => {
  const options = () => ({ rng: rngFromSeed("judge"), resamples: 200 });
  const claims = {
    mean: meanCriterion({ above: 1, because: "a law" }),
    KS: meanCriterion(
      { above: 0.1, because: "a law" },
      { statistic: ksCombination([{ weight: 1, between: ["left", "right"] }]) },
    ),
  };

  it.each(Object.entries(claims))(
    "says the same, to the last bit, when the samples of a %s claim come in another order",
    (_, claim) => {
      checkProperty(
        fc.property(fc.integer({ min: -2, max: 4 }), fc.nat(), fc.nat({ max: 5 }), (shift, seed, nulls) => {
          const samples = planted(shift, { n: 210, nulls });
          expect(judge(claim, reorder(samples, seed), options())).toEqual(judge(claim, samples, options()));
        }),
        { numRuns: 15 },
      );
    },
  );

  it("aligns groups by base, whatever order each comes in", () => {
    checkProperty(
      fc.property(fc.nat(), (seed) => {
        const samples = planted(2, { n: 30, nulls: 2 });
        expect(alignByBase(reorder(samples, seed))).toEqual({
          left: samples.left.values,
          right: samples.right.values,
        });
      }),
    );
  });

  it("reports a value that lies inside its interval", () => {
    checkProperty(
      fc.property(
        fc.integer({ min: -5, max: 5 }),
        fc.constantFrom(...Object.values(claims)),
        (shift, claim) => {
          const { value, interval } = judge(claim, planted(shift, { n: 210 }), options());
          expect(interval![0]).toBeLessThanOrEqual(value!);
          expect(interval![1]).toBeGreaterThanOrEqual(value!);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("draws by the claim's own name: another claim beside it changes nothing, the control has draws of its own", () => {
    const samples = planted(2, { n: 210 });
    const collect = (name: string) =>
      collectEvidence(
        meanCriterion({ above: 1, because: "a law" }, { name }),
        { own: { samples }, control: { samples } },
        { rng: rngFromSeed("run"), resamples: 200 },
      );
    const alone = collect("first");
    collect("second");
    expect(collect("first")).toEqual(alone);
    expect(collect("second").judgement.interval).not.toEqual(alone.judgement.interval);
    expect(alone.control.value).toBe(alone.judgement.value);
    expect(alone.control.interval).not.toEqual(alone.judgement.interval);
  });

  it("draws for the control what it draws whatever the claim itself came to, and nothing where it did not run", () => {
    const control = { samples: planted(2, { n: 210 }) };
    const collect = (observed: ObservedPair) =>
      collectEvidence(
        meanCriterion(),
        { own: observed, control },
        { rng: rngFromSeed("run"), resamples: 200 },
      );
    expect(collect({ samples: planted(9, { n: 300 }) }).control).toEqual(collect(control).control);
    for (const verdict of ["not-run", "error"] as const) {
      const {
        verdict: of,
        value,
        reason,
      } = collect({ failed: verdict, because: "There is no model." }).control;
      expect([of, value, reason]).toEqual(["not-run", null, CLAIM_DID_NOT_RUN.because]);
    }
  });
});

describe("a control", () => {
  const verdicts = fc.constantFrom<Verdict[]>(
    "supported",
    "contradicted",
    "inconclusive",
    "not-run",
    "error",
  );
  const judgement = (verdict: Verdict) => ({
    verdict,
    reason: `It is ${verdict}.`,
    value: 1,
    interval: [0, 2] as const,
    n: 300,
  });

  it("leaves the verdict alone exactly when it was judged and not supported", () => {
    checkProperty(
      fc.property(verdicts, verdicts, (own, control) => {
        const { verdict, value, interval } = withControl(judgement(own), judgement(control));
        const ran = own !== "not-run" && own !== "error";
        const cleared = control === "contradicted" || control === "inconclusive";
        expect(verdict).toBe(!ran || cleared ? own : "inconclusive");
        expect([value, interval]).toEqual([1, [0, 2]]);
      }),
    );
  });
});

/** Every group in an order of its own. */
function reorder<G extends string>(samples: GroupSamples<G>, seed: number): GroupSamples<G> {
  const shuffled = {} as Record<G, GroupSamples<G>[G]>;
  for (const group of Object.keys(samples) as G[]) {
    const sample = samples[group];
    const order = Array.from(permutation(rngFromSeed(seed).fork(group), sample.bases.length));
    shuffled[group] = {
      ...sample,
      bases: order.map((i) => sample.bases[i]!),
      values: order.map((i) => sample.values[i]!),
    };
  }
  return shuffled;
}
