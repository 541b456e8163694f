import { InvalidInputError, NotRunError } from "../../errors/index.ts";
import type { TypeDraw } from "../draw.ts";
import type { GroupSample } from "../group-sample.ts";
import type { Lab } from "../lab.ts";
import type { Multiverse } from "./reading.ts";

/** The samples of all readings: by the key of a metric, then by type. What could not be measured is not there. */
export type ReadingSamples = ReadonlyMap<string, ReadonlyMap<TypeDraw, GroupSample>>;

/**
 * Reads the curves of all effects, in every way of the list.
 *
 * The curves are those that the claims of a run ask for: where they are there, no model runs. A type that cannot be
 * measured is left out: readings decide nothing and fail no run.
 * Throws: errors after which no claim of the run could be reported.
 */
export async function measureReadings(
  lab: Pick<Lab, "sample">,
  { effects }: Multiverse,
): Promise<ReadingSamples> {
  const samples = new Map<string, Map<TypeDraw, GroupSample>>();
  const cannot = new Set<string>();
  for (const { metric, groups } of effects.flatMap(({ readings }) => readings)) {
    const ofMetric = samples.get(metric.key) ?? new Map<TypeDraw, GroupSample>();
    samples.set(metric.key, ofMetric);
    for (const type of groups) {
      const key = `${metric.along.key} ${type}`;
      if (ofMetric.has(type) || cannot.has(key)) continue;
      try {
        ofMetric.set(type, await lab.sample(metric, type));
      } catch (error) {
        if (!(error instanceof InvalidInputError || error instanceof NotRunError)) throw error;
        cannot.add(key);
      }
    }
  }
  return samples;
}
