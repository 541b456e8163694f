import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectEvidence, judgeAgain } from "../../src/claim/evidence.ts";
import { judge, withPlanted } from "../../src/claim/judge.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { checkProperty } from "../../src/vitest/property.ts";
import { meanCriterion, type ObservedPair, type Planted, planted } from "../support/claims.ts";

const options = () => ({ rng: rngFromSeed("evidence"), resamples: 200 });
const claim = meanCriterion(
  { above: 3, because: "a law" },
  { planted: { name: "put in", of: (lab) => lab } },
);

/** The same samples, of which the left group lost these bases and has so many values at the end of the path. */
function worn(samples: Planted, lost: readonly number[], atEnd: number): Planted {
  const { bases, values, ...rest } = samples.left;
  const rows = bases.flatMap((base, row) => (lost.includes(base) ? [] : [row]));
  const left = { ...rest, bases: rows.map((row) => bases[row]!), values: rows.map((row) => values[row]!) };
  return { ...samples, left: { ...left, ...(lost.length > 0 && { lost }), ...(atEnd > 0 && { atEnd }) } };
}

/** What may have been measured: an effect of some size, with lost bases and values at the end, or nothing. */
const observed: fc.Arbitrary<ObservedPair> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.integer({ min: -1, max: 7 }),
        fc.uniqueArray(fc.nat({ max: 299 }), { maxLength: 8 }),
        fc.nat({ max: 60 }),
        fc.boolean(),
      )
      .map(([shift, lost, atEnd, stepsGrow]) => ({
        samples: worn(planted(shift, { distances: [4, 5], stepsGrow }), lost, atEnd),
      })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("not-run", "error").map((failed) => ({ failed, because: "There is no SAE." })),
  },
);

describe("evidence", () => {
  it("has all that its verdicts came from: from its file alone they are judged again, with the same words", () => {
    checkProperty(
      fc.property(observed, observed, observed, (own, control, effect) => {
        const evidence = collectEvidence(claim, { own, control, planted: effect }, options());
        const read = JSON.parse(JSON.stringify(evidence));
        const { judgement, control: again, planted: found } = judgeAgain(claim, read, options());
        expect({ judgement, again, found }).toEqual({
          judgement: evidence.judgement,
          again: evidence.control,
          found: evidence.planted,
        });
      }),
      { numRuns: 40 },
    );
  });

  it("notices a changed value: another sample, another judgement", () => {
    const own = { samples: planted(6) };
    const evidence = collectEvidence(claim, { own, control: { samples: planted(0) } }, options());
    const { groups, bases } = evidence.samples.own!;
    const left = { ...groups["left"]!, values: groups["left"]!.values.map((value) => value! - 6) };
    const samples = { ...evidence.samples, own: { bases, groups: { ...groups, left } } };
    expect(judgeAgain(claim, { ...evidence, samples }, options()).judgement.verdict).toBe("contradicted");
  });
});

describe("a planted effect", () => {
  it("that is not found takes back a contradiction, and nothing else", () => {
    const of = (shift: number, effect: number) =>
      collectEvidence(
        claim,
        {
          own: { samples: planted(shift) },
          control: { samples: planted(0) },
          planted: { samples: planted(effect) },
        },
        options(),
      ).judgement;
    expect([of(0, 6), of(6, 6), of(6, 0)].map(({ verdict }) => verdict)).toEqual([
      "contradicted",
      "supported",
      "supported",
    ]);
    const { verdict, reason } = of(0, 0);
    expect(verdict).toBe("inconclusive");
    expect(reason).toMatch(/^Not sensitive: the planted effect is contradicted\. Without it: contradicted\./);
    const judgement = { verdict: "error", reason: "It broke.", value: null, interval: null, n: 0 } as const;
    expect(withPlanted(judgement, { ...judgement, verdict: "contradicted" })).toBe(judgement);
  });
});

describe("values at the end of their paths", () => {
  it("are told beside the verdict where they are more than a tenth of a judged group, and never change it", () => {
    checkProperty(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.nat({ max: 60 }), (shift, atEnd) => {
        const plain = judge(claim, planted(shift), options());
        const censored = judge(claim, worn(planted(shift), [], atEnd), options());
        expect(censored.verdict).toBe(plain.verdict);
        expect(censored.reason).toBe(
          atEnd > 30
            ? `${plain.reason} Censored: ${((100 * atEnd) / 300).toFixed(0)} % of "left" lie at the end of the path, where the event may come later.`
            : plain.reason,
        );
      }),
    );
  });
});
