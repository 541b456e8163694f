import { availableParallelism } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type BenchModel, type Benchmark, benchmark } from "../../../src/bench/benchmark.ts";
import { benchmarkApart } from "../../../src/bench/benchmark-apart.ts";
import { stepsUpTo } from "../../../src/bench/benchmark-speeds.ts";
import { writeSaeForModel } from "../../../src/bench/sae-for-model.ts";
import { TASKS } from "../../../src/bench/tasks.ts";
import type { ExperimentTimes } from "../../../src/bench/timed-run.ts";
import { benchText } from "../../../src/cli/bench-text.ts";
import { TINY, withDirectory } from "../../support/tiny-models.ts";

const tiny = { ...TINY, config: { ...TINY.config, vocabulary: 2000 } };

/** A tiny model with a random SAE. */
const onTiny = <T>(use: (model: BenchModel) => Promise<T>) =>
  withDirectory(tiny, async (dir) => {
    const model = { modelDir: dir, saeDir: join(dir, "sae"), cacheDir: join(dir, "cache") };
    await writeSaeForModel({ ...model, latents: 96 });
    return use(model);
  });

/** Its tasks in this process, which spares five others. */
const here: typeof benchmarkApart = (task, order) => TASKS[task](order as never) as never;

it("the benchmark tells of workers, time, memory and growth by ratios that follow from its times", async () => {
  const result = await onTiny((model) =>
    benchmark({ organism: model, gpt2Small: model, bases: 6, device: "cpu", threads: null }, here),
  );
  const cores = availableParallelism();
  expect(result).toMatchObject({ device: "cpu", machine: { cores } });
  expect(result.machine.loadBefore).toBeGreaterThanOrEqual(0);
  expect(result.fastPath.fractionOfPeak).toBeGreaterThan(0);

  for (const speeds of [result.speeds.organism, result.speeds.gpt2Small]) {
    const counts = speeds.map(({ workers }) => workers);
    expect([counts[0], counts.at(-1)]).toEqual([1, cores]);
    expect(new Set(counts).size).toBe(counts.length);
    for (const { threads, basesPerSecond, ratio } of speeds) {
      expect([threads, basesPerSecond > 0]).toEqual([1, true]);
      expect(ratio).toBeCloseTo(basesPerSecond / speeds[0]!.basesPerSecond, 12);
    }
  }
  for (const peak of Object.values(result.peakMemoryMiB)) expect(peak).toBeGreaterThan(10);
  expectExperiment(result.experiment);
  expectText(result);
});

function expectExperiment({ runs, ...rest }: Benchmark["experiment"]): void {
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
}

/** Every figure of the object stands in the text, and a device without workers says so. */
function expectText(result: Benchmark): void {
  const text = benchText(result);
  const { gpt2Small, organismOnEightWorkers } = result.peakMemoryMiB;
  for (const { basesPerSecond } of [...result.speeds.organism, ...result.speeds.gpt2Small])
    expect(text).toContain(`${basesPerSecond.toFixed(2)} on `);
  expect(text).toContain(`${gpt2Small} MiB on `);
  expect(text).toContain(`${organismOnEightWorkers} MiB on 8 workers`);
  expect(text).not.toMatch(/undefined|NaN|null/);
  const onGpu = { gpt2Small, organismOnEightWorkers: null };
  expect(benchText({ ...result, device: "webgpu", peakMemoryMiB: onGpu })).toContain("workers are the cpu's");
}

it("counts workers by doubling, up to those of a run, against one worker with one thread", () => {
  const steps = (workers: number, threads: number) =>
    stepsUpTo({ workers, threads }).map((step) => `${step.workers}x${step.threads}`);
  expect(steps(1, 1)).toEqual(["1x1"]);
  expect(steps(6, 1)).toEqual(["1x1", "2x1", "4x1", "6x1"]);
  expect(steps(8, 1)).toEqual(["1x1", "2x1", "4x1", "8x1"]);
  expect(steps(1, 2)).toEqual(["1x1", "1x2"]);
  expect(steps(3, 2)).toEqual(["1x1", "1x2", "2x2", "3x2"]);
});

it("a part of the benchmark gives its result from a process of its own, and fails with it", async () => {
  const order = { device: "cpu", bases: 4, workers: 1, threads: 1 } as const;
  const peak = await onTiny((model) => benchmarkApart("memory", { ...model, ...order }));
  expect(peak).toBeGreaterThan(10);
  const missing = { modelDir: "/nowhere", saeDir: "/nowhere", cacheDir: "/nowhere" };
  await expect(benchmarkApart("memory", { ...missing, ...order })).rejects.toThrow(
    'part "memory" ended with code 1',
  );
});
