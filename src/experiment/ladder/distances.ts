import { BagOfLatentsError } from "../../errors/index.ts";
import { MIN_BASES_FOR_VERDICT } from "../../limits.ts";
import type { Rng } from "../../math/rng.ts";
import { resampleJointly, simultaneousBounds } from "../../stats/across/simultaneous.ts";
import { debiasedWasserstein } from "../../stats/debiased-wasserstein.ts";
import type { Quantity } from "../../stats/quantity.ts";
import type { Sample } from "../../stats/sample.ts";

/** A number with an interval, where there is one. */
export interface Bounded {
  readonly value: number;
  readonly interval: [number, number] | null;
}

/** Distances of several samples to one, and what is made of them on the same resamples. */
export interface Distances {
  /** One a sample, standard deviations of the reference; null where there is none. */
  readonly values: readonly (number | null)[];
  /** What a family of linear combinations of them is, with bounds that hold for the family at once. */
  combined(family: readonly Combination[]): readonly (Bounded | null)[];
}

/** Weights by the index of a distance. */
export type Combination = ReadonlyMap<number, number>;

/**
 * How far samples of the same bases lie from a reference: debiased Wasserstein-1 distances over its spread.
 *
 * All distances see the same resampled bases, so that what is said of several of them holds their dependence. Fewer bases
 * than a verdict needs give no interval; a distance that does not exist (no spread, a value that is missing and counts
 * as nothing) gives null, never an error.
 * Stream: `rng`, drawn once a resample for all of them, whatever rungs there are. Units: sd of the reference.
 */
export function distancesTo(
  reference: Sample,
  samples: readonly Sample[],
  { quantity, rng, resamples }: { quantity: Quantity; rng: Rng; resamples: number },
): Distances {
  const statistic = debiasedWasserstein(
    [{ weight: 1, between: ["rung", "reference"] }],
    { symbol: quantity.symbol, ifNever: quantity.ifNever },
    { over: "reference" },
  );
  const values = samples.map((rung) => orNull(() => statistic.of({ rung, reference })));
  const there = values.flatMap((value, i) => (value === null ? [] : [i]));
  const resampled =
    reference.length < MIN_BASES_FOR_VERDICT || there.length === 0
      ? null
      : orNull(() =>
          resampleJointly(
            there.map((i) => ({ statistic, samples: { rung: samples[i]!, reference } })),
            { rng, resamples },
          ),
        );
  const columns = new Map(resampled?.columns.map((column, at) => [there[at]!, column]));
  return {
    values,
    combined(family) {
      const known = family.map((weights) => {
        const terms = [...weights].map(([i, weight]) => ({ weight, value: values[i] ?? null, i }));
        if (terms.length === 0 || terms.some(({ value }) => value === null)) return null;
        return { terms, value: terms.reduce((sum, { weight, value }) => sum + weight * value!, 0) };
      });
      const found = known.flatMap((one) => (one === null ? [] : [one]));
      const bounds =
        resampled === null || found.length === 0
          ? null
          : simultaneousBounds({
              values: found.map(({ value }) => value),
              columns: found.map(({ terms }) =>
                resampled.columns[0]!.map((_, r) =>
                  terms.reduce((sum, { weight, i }) => sum + weight * columns.get(i)![r]!, 0),
                ),
              ),
            });
      let at = 0;
      return known.map((one) => {
        if (one === null) return null;
        const interval = bounds?.intervals[at++];
        return { value: one.value, interval: interval ? [interval[0], interval[1]] : null };
      });
    },
  };
}

/** What is asked for; null where the samples have no such number. */
export function orNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof BagOfLatentsError) return null;
    throw error;
  }
}
