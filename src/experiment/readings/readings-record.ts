import { MIN_BASES_FOR_VERDICT, READINGS_RESAMPLES } from "../../limits.ts";
import type { Rng } from "../../math/rng.ts";
import { bootstrap } from "../../stats/bootstrap.ts";
import { commonSamples } from "../ladder/common-samples.ts";
import { orNull } from "../ladder/distances.ts";
import type { EffectReadings, ReadingValue, RunReadings } from "../record.generated.ts";
import type { ReadingSamples } from "./measure-readings.ts";
import type { Multiverse, ReadEffect, Reading } from "./reading.ts";
import { signVerdict } from "./sign-verdict.ts";

/** What readings are drawn with. */
export interface ReadingsOptions {
  /** The run's. */
  readonly rng: Rng;
  /** Default: READINGS_RESAMPLES. */
  readonly resamples?: number;
}

/**
 * The readings of a run as a record tells them: pure, from samples. They change no verdict.
 *
 * A reading of which a group is missing is left out, and an effect without readings too.
 * Streams: rng / "readings" / key of the effect, begun anew for each of its readings: all of them see the same resampled
 * bases, and one more moves no other.
 */
export function readingsRecord(
  { dimensions, effects }: Multiverse,
  measured: ReadingSamples,
  { rng, resamples = READINGS_RESAMPLES }: ReadingsOptions,
): RunReadings {
  const found = effects.flatMap((effect) => {
    const values = effect.readings.flatMap(
      (reading) =>
        readingValue(reading, measured, { rng: rng.fork("readings").fork(effect.key), resamples }) ?? [],
    );
    return values.length === 0 ? [] : [effectReadings(effect, values)];
  });
  const doubts = [...measured.values()].flatMap((ofMetric) =>
    [...ofMetric.values()].flatMap(({ doubt }) => (doubt === undefined ? [] : [doubt])),
  );
  return {
    resamples,
    doubt: doubts[0] ?? null,
    dimensions: dimensions.map(({ key, title, options }) => ({
      key,
      title,
      options: options.map((option) => ({ key: option.key, title: option.title })),
    })),
    effects: found,
  };
}

/** null where a group is missing. */
function readingValue(
  { choices, metric, groups, statistic, isRegistered }: Reading,
  measured: ReadingSamples,
  options: { readonly rng: Rng; readonly resamples: number },
): ReadingValue | null {
  const ofMetric = measured.get(metric.key);
  const mine = new Map(
    groups.flatMap((type) => {
      const sample = ofMetric?.get(type);
      return sample === undefined ? [] : [[type, sample] as const];
    }),
  );
  const { n, samples } = commonSamples(mine);
  if (n === 0 || groups.some((type) => !samples.has(type))) return null;
  const byType = Object.fromEntries(samples);
  const estimate = n < MIN_BASES_FOR_VERDICT ? null : orNull(() => bootstrap(statistic, byType, options));
  const value = estimate?.value ?? orNull(() => statistic.of(byType));
  const interval = estimate && ([estimate.interval[0], estimate.interval[1]] as [number, number]);
  return {
    choices: { ...choices },
    registered: isRegistered,
    unit: statistic.unit,
    n,
    value: value !== null && Number.isFinite(value) ? value : null,
    interval,
    verdict: signVerdict(interval),
  };
}

/** Held to the first registered reading; to none where it has no value. */
function effectReadings(
  { key, hypothesis, aboveZero }: ReadEffect,
  readings: ReadingValue[],
): EffectReadings {
  const first = readings.find(({ registered }) => registered);
  const known = readings.filter(({ value }) => value !== null);
  const held = first === undefined || first.value === null ? null : first;
  return {
    key,
    hypothesis,
    aboveZero,
    readings,
    known: known.length,
    sameSign: held && known.filter(({ value }) => Math.sign(value!) === Math.sign(held.value!)).length,
    sameVerdict: held && known.filter(({ verdict }) => verdict === held.verdict).length,
  };
}
