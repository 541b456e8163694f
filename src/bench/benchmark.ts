import { availableParallelism, loadavg } from "node:os";
import { loadModelDirectory } from "../checkpoint/model-directory.ts";
import type { Device } from "../model/device.ts";
import { type MeasuringThreads, measuringThreads, weightBytesOf } from "../run/measuring-threads.ts";
import { benchmarkApart } from "./benchmark-apart.ts";
import type { ExperimentBenchmark } from "./benchmark-experiment.ts";
import type { BenchmarkResult } from "./benchmark-model.ts";
import { stepsUpTo, type WorkersSpeed } from "./benchmark-speeds.ts";

/** What `bench --json` prints. */
export interface Benchmark extends BenchmarkResult {
  readonly device: Device;
  /** Cores, and the work that waited for them over the last minute when the benchmark began: 0 on an idle machine. */
  readonly machine: { readonly cores: number; readonly loadBefore: number };
  /** Bases per second on one worker, on two, and so on to as many as a run would take here. */
  readonly speeds: Readonly<Record<"organism" | "gpt2Small", readonly WorkersSpeed[]>>;
  readonly experiment: ExperimentBenchmark;
  /** Highest resident memory of a process, MiB: GPT-2 small's shape as a run would measure it here. */
  readonly peakMemoryMiB: {
    readonly gpt2Small: number;
    /** null on another device than the cpu, where there are no workers. */
    readonly organismOnEightWorkers: number | null;
  };
}

/** A model directory, the directory of its SAE, and where float32 copies go. */
export interface BenchModel {
  readonly modelDir: string;
  readonly saeDir: string;
  readonly cacheDir: string;
}

export interface BenchmarkOrder {
  readonly organism: BenchModel;
  /** Random weights of GPT-2 small's shape. */
  readonly gpt2Small: BenchModel;
  readonly bases: number;
  readonly device: Device;
  /** Of one product; null: those a run takes in its workers, and the cores for the model alone. */
  readonly threads: number | null;
}

/** Workers whose memory is measured on the organism, whatever the machine's cores. */
const MANY_WORKERS = 8;

/** Bases for each base of GPT-2 small's shape when speeds are measured: one takes as long as a hundred of the organism. */
const BASES_A_LARGE_ONE = 10;

/** Rounds of speeds: two, so that other work that comes and goes spoils none of them for good. */
const ROUNDS = 2;

/** Measures everything, one part after another: nothing but the machine's other work disturbs a part. */
export async function benchmark(order: BenchmarkOrder, apart = benchmarkApart): Promise<Benchmark> {
  const { organism, gpt2Small, bases, device } = order;
  const machine = { cores: availableParallelism(), loadBefore: loadavg()[0]! };
  const speeds = async (of: BenchModel, count: number) => {
    const choice = await choiceFor(of, order);
    const atLeast = Math.max(count, 2 * choice.workers);
    return apart("speeds", {
      ...of,
      device,
      bases: atLeast,
      rounds: ROUNDS,
      steps: device === "cpu" ? stepsUpTo(choice) : [choice],
    });
  };
  const choice = await choiceFor(gpt2Small, order);
  const { threads } = choice;
  const alone = await apart("model", { ...gpt2Small, device, threads: order.threads ?? machine.cores });
  const measured = {
    speeds: {
      organism: await speeds(organism, bases),
      gpt2Small: await speeds(gpt2Small, Math.ceil(bases / BASES_A_LARGE_ONE)),
    },
    experiment: await apart("experiment", { ...gpt2Small, device, bases, threads }),
    peakMemoryMiB: {
      gpt2Small: await apart("memory", { ...gpt2Small, ...choice, device, bases }),
      organismOnEightWorkers:
        device === "cpu"
          ? await apart("memory", { ...organism, device, bases, workers: MANY_WORKERS, threads: 1 })
          : null,
    },
  };
  return { device, machine, ...alone, ...measured };
}

/** The workers and threads that a run of this model would take here. */
async function choiceFor(
  { modelDir, cacheDir }: BenchModel,
  { device, threads }: BenchmarkOrder,
): Promise<MeasuringThreads> {
  const checkpoint = await loadModelDirectory(modelDir, { cacheDir });
  return measuringThreads({
    weightBytes: weightBytesOf(checkpoint),
    workers: device === "cpu" ? null : 1,
    threads,
    cores: availableParallelism(),
    freeBytes: process.availableMemory(),
  });
}
