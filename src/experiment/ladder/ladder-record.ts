import { LADDER_RESAMPLES } from "../../limits.ts";
import type { Rng } from "../../math/rng.ts";
import { ks } from "../../stats/ks.ts";
import { mean } from "../../stats/mean.ts";
import type { Sample } from "../../stats/sample.ts";
import { withNullAs } from "../../stats/sample.ts";
import type { CurveMetric } from "../curve-metric.ts";
import type { TypeDraw } from "../draw.ts";
import type { GroupSample } from "../group-sample.ts";
import type { LadderOfMetric, LadderValue, RunLadder } from "../record.generated.ts";
import { commonSamples } from "./common-samples.ts";
import { type Bounded, distancesTo, orNull } from "./distances.ts";
import type { Ladder, Rung } from "./ladder.ts";
import { lossesOf } from "./losses.ts";
import type { LadderSamples } from "./measure-ladder.ts";

/** What a ladder is read with. */
export interface LadderReading {
  /** The type that all are held to. */
  readonly reference: TypeDraw;
  /** The run's. */
  readonly rng: Rng;
  /** Default: LADDER_RESAMPLES. */
  readonly resamples?: number;
}

/**
 * A ladder as a record tells it: pure, from samples. It changes no verdict.
 *
 * Streams: rng / "ladder" / key of the metric. One stream a metric and not one a type, since all its rungs see the same
 * resampled bases; nothing else draws from it.
 */
export function ladderRecord(ladder: Ladder, measured: LadderSamples, given: LadderReading): RunLadder {
  const reading = { resamples: LADDER_RESAMPLES, ...given };
  const drawn = new Set([...measured.values()].flatMap((ofMetric) => [...ofMetric.keys()]));
  const doubts = [...measured.values()].flatMap((ofMetric) =>
    [...ofMetric.values()].flatMap(({ doubt }) => (doubt === undefined ? [] : [doubt])),
  );
  return {
    reference: reading.reference,
    floor: ladder.floor,
    features: ladder.features.map(({ key, long }) => ({ key, long })),
    rungs: ladder.rungs
      .filter(({ type }) => drawn.has(type))
      .map(({ type, keeps, long }) => ({ type, keeps: [...keeps], long })),
    doubt: doubts[0] ?? null,
    resamples: reading.resamples,
    metrics: ladder.metrics.flatMap((metric) => {
      const ofMetric = measured.get(metric.key);
      return ofMetric === undefined ? [] : (ladderOfMetric(ladder, metric, ofMetric, reading) ?? []);
    }),
  };
}

/** null where the reference could not be measured, or lost too many bases. */
function ladderOfMetric(
  { floor, rungs: all, features }: Ladder,
  metric: CurveMetric,
  measured: ReadonlyMap<TypeDraw, GroupSample>,
  { reference, rng, resamples }: Required<LadderReading>,
): LadderOfMetric | null {
  const { n, lost, samples } = commonSamples(measured);
  const real = samples.get(reference);
  if (real === undefined || n === 0) return null;
  const rungs = all.filter(({ type }) => samples.has(type));
  const types = [...rungs.map(({ type }) => type), ...(samples.has(floor) ? [floor] : [])];
  const distances = distancesTo(
    real,
    types.map((type) => samples.get(type)!),
    {
      quantity: metric,
      rng: rng.fork("ladder").fork(metric.key),
      resamples,
    },
  );
  const single = distances.combined(types.map((_, i) => new Map([[i, 1]])));
  const values = types.map((type, i) => rungValue(type, samples.get(type)!, real, metric, single[i] ?? null));
  const steps = rungs.slice(1).map((to, i) => ({ from: rungs[i]!, to, at: i }));
  const changes = distances.combined(
    steps.map(
      ({ at }) =>
        new Map([
          [at + 1, 1],
          [at, -1],
        ]),
    ),
  );
  const losses = lossesOf(
    features.map(({ key }) => key),
    rungs,
    rungs.map((_, i) => distances.values[i] !== null),
  );
  const lossValues = distances.combined(losses.map(({ weights }) => weights));
  return {
    metric: metric.key,
    n,
    lost,
    mean: meanOf(real, metric),
    floor: samples.has(floor) ? values.at(-1)! : null,
    rungs: values.slice(0, rungs.length),
    changes: steps.map(({ from, to }, i) => ({
      from: from.type,
      to: to.type,
      ...numbers(changes[i] ?? null),
    })),
    losses: losses.map(({ feature, pairs }, i) => ({ feature, pairs, ...numbers(lossValues[i] ?? null) })),
  };
}

function rungValue(
  type: Rung["type"],
  sample: Sample,
  reference: Sample,
  metric: CurveMetric,
  found: Bounded | null,
): LadderValue {
  return {
    type,
    mean: meanOf(sample, metric),
    ...numbers(found),
    ks: orNull(() => ks(reference, sample)),
  };
}

function numbers(found: Bounded | null): {
  value: number | null;
  interval: [number, number] | null;
} {
  return { value: found?.value ?? null, interval: found?.interval ?? null };
}

function meanOf(sample: Sample, { symbol, ifNever }: CurveMetric): number | null {
  return orNull(() => mean(withNullAs(symbol, sample, ifNever)));
}
