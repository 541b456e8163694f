import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/math/gaussian.ts";
import { permutation, type Rng, rngFromSeed, sampleWithoutReplacement } from "../../src/math/rng.ts";
import { bootstrap } from "../../src/stats/bootstrap.ts";
import { ks, ksGap } from "../../src/stats/ks.ts";
import { ksCombination } from "../../src/stats/ks-combination.ts";
import { mean } from "../../src/stats/mean.ts";
import { meanDifference } from "../../src/stats/mean-difference.ts";
import { median } from "../../src/stats/median.ts";
import { medianOf } from "../../src/stats/median-of.ts";
import { quantile } from "../../src/stats/quantile.ts";
import { populationStandardDeviation } from "../../src/stats/standard-deviation.ts";
import { ksExactPValue, ksLimitPValue } from "../../src/stats/tests/ks-p-value.ts";
import { mannWhitney } from "../../src/stats/tests/mann-whitney.ts";
import { wasserstein } from "../../src/stats/wasserstein.ts";
import "../../src/vitest/golden-matchers.ts";

const madeBy = "spec/golden/reference-numerics.spec.ts";

describe("named random streams", () => {
  it("draw the accepted numbers, bit by bit", () => {
    const root = rngFromSeed(0);
    const uniforms = (rng: Rng) => [rng.uniform(), rng.uniform(), rng.uniform()];
    expect({
      root: uniforms(root),
      structured: uniforms(root.fork("structured")),
      "structured/7": uniforms(root.fork("structured").fork(7)),
      integers: Array.from({ length: 8 }, integersOf(root.fork("integers"))),
      sample: sampleWithoutReplacement(root.fork("sample"), 1000, 8),
      permutation: permutation(root.fork("permutation"), 8),
    }).toMatchGolden("random-streams", {
      madeBy,
      tolerance: { abs: 0, rel: 0, because: "a stream is whole-number arithmetic: equal everywhere" },
    });
  });
});

describe("statistics of seeded samples", () => {
  it("give the accepted numbers", () => {
    const rng = rngFromSeed(0).fork("reference numerics");
    const steps = (centre: number, spread: number) =>
      Array.from({ length: 300 }, () => Math.round(centre + spread * rng.normal()));
    const samples = { real: steps(41, 10), random: steps(52, 11), structured: steps(43, 13) };
    const { real, random } = samples;
    const facts = { n: real.length, m: random.length, gap: ksGap(real, random) };
    const estimate = <G extends string>(statistic: Parameters<typeof bootstrap<G>>[0]) =>
      bootstrap(statistic, samples as unknown as Parameters<typeof bootstrap<G>>[1], {
        rng: rngFromSeed(0).fork("bootstrap"),
      });
    expect({
      normalQuantiles: [1e-300, 1e-9, 0.025, 0.3, 0.5, 0.9, 0.975].map(normalQuantile),
      normals: Array.from({ length: 5 }, rngFromSeed(0).fork("normals").normal),
      mean: mean(real),
      standardDeviation: populationStandardDeviation(real),
      median: median(real),
      quantiles: [0.025, 0.25, 0.975].map((p) => quantile(real, p)),
      ks: ks(real, random),
      ksExactP: ksExactPValue(facts),
      ksLimitP: ksLimitPValue(facts),
      mannWhitney: mannWhitney(real, random),
      wasserstein: wasserstein(real, random),
      bootstrap: [
        estimate(meanDifference("random", "real")),
        estimate(medianOf("real")),
        estimate(
          ksCombination([
            { weight: 0.5, between: ["real", "random"] },
            { weight: -1, between: ["real", "structured"] },
          ]),
        ),
      ],
    }).toMatchGolden("reference-numerics", {
      madeBy,
      tolerance: {
        abs: 1e-15,
        rel: 1e-12,
        because: "exp and log may differ in the last digit between engines",
      },
    });
  });
});

function integersOf(rng: Rng): () => number {
  return () => rng.integer(1000);
}
