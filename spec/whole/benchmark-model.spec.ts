import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { benchmarkModel } from "../../src/bench/benchmark-model.ts";
import { TINY, withDirectory } from "../support/tiny-models.ts";

describe("the benchmark", () => {
  it("prints the agreed object, with ratios that follow from its times", async () => {
    const result = await withDirectory(TINY, (dir) =>
      benchmarkModel({ modelDir: dir, cacheDir: join(dir, "cache"), threads: 1, device: "cpu" }),
    );
    expect(Object.keys(result)).toEqual([
      "matrixPeakGflops",
      "fastPath",
      "wholeSequence",
      "wholeSequenceWithLogits",
      "oneCurve",
      "klCostRatio",
      "speedUp",
      "speedUpWithLogits",
    ]);
    const { matrixPeakGflops, fastPath, wholeSequence, wholeSequenceWithLogits } = result;
    expect(matrixPeakGflops).toBeGreaterThan(0);
    expect(Object.keys(fastPath)).toEqual(["msPerPoint", "fractionOfPeak"]);
    const operations = 2 * 2 * (4 * 12 * 12 + 2 * 12 * 20);
    expect(fastPath.fractionOfPeak).toBeCloseTo(
      operations / (fastPath.msPerPoint * 1e6) / matrixPeakGflops,
      12,
    );
    expect(result.oneCurve.msPerPoint).toBeGreaterThan(0);
    expect(result.klCostRatio).toBeGreaterThan(0);
    expect(result.speedUp).toBeCloseTo(wholeSequence.msPerPoint / fastPath.msPerPoint, 9);
    expect(result.speedUpWithLogits).toBeCloseTo(wholeSequenceWithLogits.msPerPoint / fastPath.msPerPoint, 9);
    expect(wholeSequenceWithLogits.msPerPoint).toBeGreaterThan(0);
  });
});
