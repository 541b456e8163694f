import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { benchmarkExperimentApart } from "../../../src/bench/benchmark-apart.ts";
import { writeRandomSae } from "../../../src/bench/random-sae.ts";
import type { ExperimentTimes } from "../../../src/bench/timed-run.ts";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import type { Activation } from "../../../src/math/vec.ts";
import { norm } from "../../../src/math/vec.ts";
import { mean } from "../../../src/stats/mean.ts";
import { temporaryFolder } from "../../support/files.ts";
import { TINY, withDirectory } from "../../support/tiny-models.ts";

const orderOn = (dir: string) => ({ bases: 6, threads: 1, cacheDir: join(dir, "cache"), latents: 96 });

describe("the benchmark of the main experiment", () => {
  it("fails with its process, which says why", async () => {
    const missing = { dir: "/nowhere", ...orderOn("/nowhere") };
    await expect(benchmarkExperimentApart(missing)).rejects.toThrow("ended with code 1");
  });

  it("tells of the whole run, half the bases and half the points, by ratios that follow from its times", async () => {
    const tiny = { ...TINY, config: { ...TINY.config, vocabulary: 2000 } };
    const { runs, ...rest } = await withDirectory(tiny, (dir) =>
      benchmarkExperimentApart({ dir, ...orderOn(dir) }),
    );
    expect(runs.map(({ bases, points }) => [bases, points])).toEqual([
      [6, 100],
      [3, 100],
      [3, 50],
    ]);
    for (const { preparation, measurement, generators } of runs) {
      expect(generators).toBeGreaterThan(0);
      for (const { total, inModel } of [preparation, measurement]) {
        expect(inModel).toBeGreaterThan(0);
        expect(total).toBeGreaterThan(inModel);
      }
    }
    const [whole, halfBases, halfPoints] = runs;
    const time = whole.preparation.total + whole.measurement.total;
    const inModel = whole.preparation.inModel + whole.measurement.inModel;
    expect(rest.outsideModel).toBeCloseTo((time - inModel) / time, 12);
    const half = halfBases.preparation.total + halfBases.measurement.total;
    expect(rest.minutesAt1000Bases).toBeCloseTo((half + ((time - half) / 3) * 997) / 60, 9);
    const generation = (one: ExperimentTimes) =>
      one.preparation.total - one.preparation.inModel + one.generators;
    expect(rest.generationAt1000Bases * 60 * rest.minutesAt1000Bases).toBeCloseTo(
      generation(halfBases) + ((generation(whole) - generation(halfBases)) / 3) * 997,
      9,
    );
    expect(rest.costOfABaseAgainstHalf).toBeCloseTo(
      whole.measurement.total / (2 * halfBases.measurement.total),
      12,
    );
    expect(rest.costOfAPointAgainstHalf).toBeCloseTo(
      halfBases.measurement.total / (2 * halfPoints.measurement.total),
      12,
    );
    expect(rest.peakMemoryMiB).toBeGreaterThan(10);
  });
});

describe("a random SAE", () => {
  it("fires as many latents as asked on activations of the length it was made for", async () => {
    const [dModel, latents, activationNorm, meanL0] = [48, 2000, 7, 20];
    const dir = temporaryFolder();
    const rng = rngFromSeed("random SAE");
    const hook = "blocks.1.hook_resid_pre";
    await writeRandomSae(dir, { dModel, latents, hook, activationNorm, meanL0, rng });
    const sae = await openSae(dir);
    expect([sae.dSae, sae.hook, sae.alive.length]).toEqual([latents, hook, latents]);
    const active = Array.from({ length: 200 }, () => {
      const direction = Float32Array.from({ length: dModel }, () => rng.normal());
      const length = norm(direction);
      return sae.encode(direction.map((v) => (activationNorm * v) / length) as Activation).ids.length;
    });
    expect(mean(active)).toBeGreaterThan(0.85 * meanL0);
    expect(mean(active)).toBeLessThan(1.15 * meanL0);
  });
});
