import type { LanguageModel } from "../model/language-model.ts";

/** A model that keeps the time spent in it. */
export interface TimedModel extends LanguageModel {
  /** Seconds spent in it so far. */
  seconds(): number;
}

/** The same model, timed. */
export function timed(model: LanguageModel): TimedModel {
  let seconds = 0;
  const timing =
    <A, R>(call: (options: A) => Promise<R>) =>
    async (options: A): Promise<R> => {
      const start = performance.now();
      try {
        return await call(options);
      } finally {
        seconds += (performance.now() - start) / 1000;
      }
    };
  return {
    ...model,
    run: timing(model.run),
    resumeFrom: timing(model.resumeFrom),
    lastPositions: timing(model.lastPositions),
    divergences: timing(model.divergences),
    seconds: () => seconds,
  };
}

/** Seconds of some work, and how many of them the model took. */
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
