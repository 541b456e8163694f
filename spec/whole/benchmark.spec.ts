import { availableParallelism } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type BenchModel, type Benchmark, benchmark } from "../../src/bench/benchmark.ts";
import { benchmarkApart } from "../../src/bench/benchmark-apart.ts";
import type { BenchmarkResult } from "../../src/bench/benchmark-model.ts";
import { stepsUpTo } from "../../src/bench/benchmark-speeds.ts";
import { writeSaeForModel } from "../../src/bench/sae-for-model.ts";
import { TASKS, type Tasks } from "../../src/bench/tasks.ts";
import type { ExperimentTimes } from "../../src/bench/timed-run.ts";
import { benchText } from "../../src/cli/bench-text.ts";
import { TINY, withDirectory } from "../support/tiny-models.ts";

const tiny = { ...TINY, config: { ...TINY.config, vocabulary: 2000 } };

/** A tiny model with a random SAE. */
const onTiny = <T>(use: (model: BenchModel) => Promise<T>) =>
  withDirectory(tiny, async (dir) => {
    const model = { modelDir: dir, saeDir: join(dir, "sae"), cacheDir: join(dir, "cache") };
    await writeSaeForModel({ ...model, latents: 96 });
    return use(model);
  });

/** What the model alone gave, in a spec of its own. */
const MODEL: BenchmarkResult = {
  matrixPeakGflops: 400,
  fastPath: { msPerPoint: 0.4, fractionOfPeak: 0.9 },
  wholeSequence: { msPerPoint: 4 },
  wholeSequenceWithLogits: { msPerPoint: 6 },
  oneCurve: { msPerPoint: 0.5 },
  klCostRatio: 1.5,
  speedUp: 10,
  speedUpWithLogits: 15,
};

/** The tasks in this process, which spares five others, on two workers at most and once, which spares many threads. */
function here(seen: [task: string, order: object][]): typeof benchmarkApart {
  const tasks: { readonly [T in keyof Tasks]: (order: Parameters<Tasks[T]>[0]) => ReturnType<Tasks[T]> } = {
    ...TASKS,
    model: async () => MODEL,
    speeds: (order) => TASKS.speeds({ ...order, steps: order.steps.slice(0, 2), rounds: 1 }),
    memory: (order) => TASKS.memory({ ...order, workers: Math.min(2, order.workers) }),
  };
  return (task, order) => {
    seen.push([task, order]);
    return tasks[task](order);
  };
}

it("the benchmark tells of workers, time, memory and growth by ratios that follow from its times", async () => {
  const seen: [task: string, order: object][] = [];
  const result = await onTiny((model) =>
    benchmark({ organism: model, gpt2Small: model, bases: 6, device: "cpu", threads: null }, here(seen)),
  );
  const cores = availableParallelism();
  expect(result).toMatchObject({ ...MODEL, device: "cpu", machine: { cores } });
  expect(result.machine.loadBefore).toBeGreaterThanOrEqual(0);

  const { workers } = seen[4]![1] as { readonly workers: number }; // fewer than the cores where memory is short
  expect(workers).toBeGreaterThanOrEqual(1);
  expect(workers).toBeLessThanOrEqual(cores);
  const steps = stepsUpTo({ workers, threads: 1 });
  expect(seen).toMatchObject([
    ["model", { threads: cores }],
    ["speeds", { steps }],
    ["speeds", { steps }],
    ["experiment", { bases: 6, threads: 1 }],
    ["memory", { threads: 1 }],
    ["memory", { workers: 8, threads: 1 }],
  ]);
  for (const speeds of [result.speeds.organism, result.speeds.gpt2Small]) {
    expect(speeds).toMatchObject(steps.slice(0, 2));
    expect(speeds).toHaveLength(Math.min(2, steps.length));
    for (const { basesPerSecond, ratio } of speeds) {
      expect(basesPerSecond).toBeGreaterThan(0);
      expect(ratio).toBeCloseTo(basesPerSecond / speeds[0]!.basesPerSecond, 12);
    }
  }
  for (const peak of Object.values(result.peakMemoryMiB)) expect(peak).toBeGreaterThan(10);
  expectExperiment(result.experiment);
  expectText(result);
});

it("another device than the cpu has one worker, whose threads are one step, and no memory of eight", async () => {
  const seen: [task: string, order: object][] = [];
  const gpu: typeof benchmarkApart = (task, order) => {
    seen.push([task, order]);
    return Promise.resolve(0) as never;
  };
  const result = await onTiny((model) =>
    benchmark({ organism: model, gpt2Small: model, bases: 6, device: "webgpu", threads: 3 }, gpu),
  );
  expect(seen).toMatchObject(
    ["model", "speeds", "speeds", "experiment", "memory"].map((task) => [task, { device: "webgpu" }]),
  );
  expect(seen[1]![1]).toMatchObject({ steps: [{ workers: 1, threads: 3 }] });
  expect(result.peakMemoryMiB.organismOnEightWorkers).toBeNull();
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
  expect(text).toContain("90 % of the matrix product's rate");
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
