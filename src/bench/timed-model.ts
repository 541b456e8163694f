import { openModel } from "../checkpoint/open-model.ts";
import type { Device } from "../model/device.ts";
import type { LanguageModel, ResidualConvention } from "../model/language-model.ts";
import { createModelPool } from "../model/pool/model-pool.ts";

/** A model that keeps how long it was computed. */
export interface TimedModel extends LanguageModel {
  /** Seconds in which a worker was computing it so far; of several workers the sum. */
  seconds(): number;
}

/** Where a model is computed, and from which files. */
export interface TimedModelOrder {
  readonly modelDir: string;
  /** Of float32 copies. */
  readonly cacheDir: string;
  readonly device: Device;
  /** On the cpu; on another device the model is computed in this thread. */
  readonly workers: number;
  readonly threads: number;
}

/**
 * Opens a model as a run does: in a pool of workers on the cpu, in this thread on another device.
 *
 * A worker reports how long it was at each call. The wait of a call for its turn is in none of it: a queued call is not
 * being computed. Disposing of the model ends its pool.
 */
export async function openTimedModel(
  { modelDir, cacheDir, device, workers, threads }: TimedModelOrder,
  convention: ResidualConvention,
): Promise<TimedModel> {
  if (device !== "cpu") return timed(await openModel(modelDir, { convention, threads, device, cacheDir }));
  let milliseconds = 0;
  const onBusy = (more: number) => {
    milliseconds += more;
  };
  const pool = createModelPool({ workers, threads, onBusy });
  const model = await openModel(modelDir, { convention, cacheDir, pool });
  return {
    ...model,
    seconds: () => milliseconds / 1000,
    async dispose() {
      await model.dispose();
      await pool.close();
    },
  };
}

/** A model of this thread, timed: the time in which at least one call is under way. */
export function timed(model: LanguageModel): TimedModel {
  let seconds = 0;
  let underWay = 0;
  let start = 0;
  const timing =
    <A, R>(call: (options: A) => Promise<R>) =>
    async (options: A): Promise<R> => {
      if (underWay++ === 0) start = performance.now();
      try {
        return await call(options);
      } finally {
        if (--underWay === 0) seconds += (performance.now() - start) / 1000;
      }
    };
  return {
    ...model,
    run: timing(model.run),
    resumeFrom: timing(model.resumeFrom),
    mlpPre: timing(model.mlpPre),
    lastPositions: timing(model.lastPositions),
    runAll: timing(model.runAll),
    divergences: timing(model.divergences),
    jensenShannon: timing(model.jensenShannon),
    seconds: () => seconds,
  };
}

/** Seconds of some work, and in how many of them the model was computed. */
export interface WorkTimes {
  readonly total: number;
  readonly inModel: number;
}

/** The result of some work, with its times. */
export async function timesOf<T>(model: TimedModel, work: () => Promise<T>): Promise<[T, WorkTimes]> {
  const [start, before] = [performance.now(), model.seconds()];
  const result = await work();
  return [result, { total: (performance.now() - start) / 1000, inModel: model.seconds() - before }];
}
