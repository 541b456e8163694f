import { InvalidInputError, NotRunError } from "../../errors/index.ts";
import type { TypeDraw } from "../draw.ts";
import type { GroupSample } from "../group-sample.ts";
import type { Lab } from "../lab.ts";
import { type Ladder, typesOfLadder } from "./ladder.ts";

/** The samples of a ladder: by the key of a metric, then by type. A type that could not be measured is not there. */
export type LadderSamples = ReadonlyMap<string, ReadonlyMap<TypeDraw, GroupSample>>;

/**
 * Measures a ladder and what it is held to; null where too few rungs can be drawn.
 *
 * A type that cannot be measured on any base is left out: a ladder decides nothing and fails no run.
 * Throws: errors after which no claim of the run could be reported.
 */
export async function measureLadder(
  lab: Pick<Lab, "sample">,
  ladder: Ladder,
  { reference, hasSae }: { readonly reference: TypeDraw; readonly hasSae: boolean },
): Promise<LadderSamples | null> {
  const types = typesOfLadder(ladder, hasSae);
  if (types.length === 0) return null;
  const samples = new Map<string, Map<TypeDraw, GroupSample>>();
  for (const metric of ladder.metrics) {
    const ofMetric = new Map<TypeDraw, GroupSample>();
    for (const type of [reference, ...types])
      try {
        ofMetric.set(type, await lab.sample(metric, type));
      } catch (error) {
        if (!(error instanceof InvalidInputError || error instanceof NotRunError)) throw error;
      }
    samples.set(metric.key, ofMetric);
  }
  return samples;
}
