import { ownPaper } from "../papers/index.ts";
import type { MeasuringThreads } from "../run/measuring-threads.ts";
import { type BenchOrder, openBenchSubject } from "./bench-subject.ts";
import { prepareRun } from "./timed-run.ts";

/** How fast bases are measured by so many workers. */
export interface WorkersSpeed extends MeasuringThreads {
  /** All fifteen paths of a base counted as one, preparation left out. */
  readonly basesPerSecond: number;
  /** Against the first: one worker with one thread. */
  readonly ratio: number;
}

/** On what bases are measured, and by how many workers in turn. */
export interface SpeedsOrder extends Omit<BenchOrder, "workers" | "threads"> {
  readonly steps: readonly MeasuringThreads[];
  /** All are measured in turn so many times, and each reports its best: other work on the machine comes and goes. */
  readonly rounds: number;
}

/** The steps up to a choice: 1, 2, 4, ... workers and those chosen; before them one worker with one thread. */
export function stepsUpTo({ workers, threads }: MeasuringThreads): readonly MeasuringThreads[] {
  const counts: number[] = [];
  for (let count = 1; count < workers; count *= 2) counts.push(count);
  const steps = [...counts, workers].map((count) => ({ workers: count, threads }));
  return threads === 1 ? steps : [{ workers: 1, threads: 1 }, ...steps];
}

/** A run's whole batch, every path read once. */
const PATHS = ownPaper.batch.filter(({ output = "l2" }) => output === "l2");

/** Bases per second of a run's whole batch on one number of workers after another. */
export async function benchmarkSpeeds(order: SpeedsOrder): Promise<readonly WorkersSpeed[]> {
  const best = order.steps.map(() => 0);
  for (let round = 0; round < order.rounds; round++)
    for (const [i, step] of order.steps.entries()) {
      const subject = await openBenchSubject({ ...order, ...step });
      const run = await prepareRun(subject, order.bases, PATHS);
      await run.measure(2 * step.workers); // makes the sessions of every worker
      const { total } = await run.measure(order.bases);
      best[i] = Math.max(best[i]!, order.bases / total);
      await subject.model.dispose();
    }
  return order.steps.map((step, i) => ({ ...step, basesPerSecond: best[i]!, ratio: best[i]! / best[0]! }));
}
