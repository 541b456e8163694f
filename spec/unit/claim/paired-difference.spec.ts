import { describe, expect, it } from "vitest";
import { type KeptSamples, keepSamples } from "../../../src/claim/kept-samples.ts";
import { pairedDifference } from "../../../src/claim/paired-difference.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";

const criterion = {
  key: "a-paper/a-claim",
  name: "a-claim",
  statistic: meanDifference("random", "real", { symbol: "MSS", unit: "steps", ifNever: null }),
} as never;
const options = { rng: rngFromSeed("0"), resamples: 200 };

/** A run in which random lies `shift` beyond real, on these bases. */
function run(bases: readonly number[], shift: number): KeptSamples {
  const group = (values: readonly number[]) => ({
    bases,
    values,
    meanDistance: null,
    stepsGrowWithDistance: false,
  });
  return keepSamples({
    random: group(bases.map((base) => base + shift)),
    real: group(bases),
  });
}

const compare = (first: KeptSamples, second: KeptSamples, shared: readonly number[]) =>
  pairedDifference(criterion, { key: "a-paper/a-claim", first, second, shared }, options);

describe("a difference between two runs", () => {
  it("is the second minus the first on the bases that both measured and that are of one prompt", () => {
    const found = compare(run([0, 1, 2, 3, 7], 1), run([1, 2, 3, 4, 7], 4), [0, 1, 2, 3, 4]);
    expect(found).toMatchObject({
      value: 3,
      interval: [3, 3],
      n: 3,
      statistic: "mean MSS(random) - mean MSS(real)",
    });
  });

  it("is of the values of one base, whatever their place in a run", () => {
    const second = run([0, 1, 2], 0) as unknown as {
      groups: Record<string, { values: number[] }>;
    };
    second.groups["random"]!.values = [0, 10, 2];
    const found = compare(run([1], 0), second as never, [0, 1, 2]);
    expect(found).toMatchObject({ value: 9, n: 1 });
  });

  it("draws from streams of its own criterion: equal calls give equal bits", () => {
    const [a, b] = [run([0, 1, 2, 3], 1), run([0, 1, 2, 3], 2)];
    expect(compare(a, b, [0, 1, 2, 3])).toEqual(compare(a, b, [0, 1, 2, 3]));
  });

  it("says in a sentence what is wrong with samples that cannot be compared", () => {
    const good = run([0, 1], 1);
    expect(compare(good, run([0, 1], 1), [5])).toEqual({
      key: "a-paper/a-claim",
      fails: expect.stringContaining("empty"),
    });
    const { random, ...rest } = good.groups;
    expect(random).toBeDefined();
    expect(compare(good, { ...good, groups: rest } as never, [0, 1])).toMatchObject({
      fails: expect.any(String),
    });
    expect(compare(good, {} as never, [0, 1])).toMatchObject({ fails: expect.any(String) });
  });
});
