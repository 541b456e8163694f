import { type ActivationType, REPORTED_TYPES } from "../activations/index.ts";
import { structuredPool } from "../activations/structured.ts";
import { stackRows } from "../math/vec.ts";
import { PAPER } from "../papers/synthetic-activations/setup.ts";
import { explainedVariance } from "../sae/explained-variance.ts";
import { ks } from "../stats/ks.ts";
import { mean } from "../stats/mean.ts";
import { median } from "../stats/median.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import type { Sample } from "../stats/sample.ts";
import { populationStandardDeviation } from "../stats/standard-deviation.ts";
import { armKey, type Experiment } from "./arm.ts";
import { plateauLength } from "./curve-metrics.ts";
import { type LabState, maxSlopeStepOf } from "./lab.ts";
import { type ArmCurves, curveOf } from "./measure.ts";

/** A run as its report tells it: plain data, nothing that differs between equal runs. */
export interface LabRecord {
  readonly model: {
    readonly name: string;
    readonly weightsDigest: string;
    readonly runtime: string;
    readonly convention: "raw" | "centred";
    readonly layers: number;
    readonly heads: number;
    readonly dModel: number;
    readonly vocabulary: number;
  };
  readonly sae: {
    readonly name: string;
    readonly weightsDigest: string;
    readonly hook: string;
    readonly latents: number;
    readonly alive: number;
    readonly meanL0: number;
    readonly explainedVariance: number;
  } | null;
  readonly protocol: {
    readonly seed: string;
    readonly bases: number;
    readonly promptTokens: number;
    readonly promptSource: string;
    readonly perturbAt: string;
    readonly readAt: string;
    readonly points: number;
    readonly step: number;
    readonly plateauLevel: number;
    readonly blowUpLevel: number;
    readonly covariancePrompts: number;
    readonly covarianceJitter: number;
    readonly cosineTarget: number | null;
    readonly structuredPool: number | null;
    readonly meanTargetDistance: number;
  };
  /** What the report must say about how the prompts were drawn. */
  readonly promptNotes: readonly string[];
  readonly measurements: Record<MeasurementName, Record<string, GroupSummary>>;
  readonly curves: readonly CurveBand[];
  readonly distributions: readonly Distribution[];
}

export type MeasurementName =
  | "maxSlopeStep.relative"
  | "maxSlopeStep.absolute"
  | "plateauLength"
  | "targetDistance";

export interface GroupSummary {
  /** A base without the event counts as the last step, as the authors count it. */
  readonly mean: number;
  readonly sd: number;
  readonly median: number;
  readonly n: number;
  readonly never: number;
  readonly ksToReal: number | null;
}

export interface CurveBand {
  readonly experiment: Experiment;
  readonly type: string;
  readonly n: number;
  readonly mean: number[];
  readonly p10: number[];
  readonly p90: number[];
}

export interface Distribution {
  readonly measurement: MeasurementName;
  readonly type: string;
  readonly n: number;
  readonly never: number;
  readonly values: number[];
  readonly counts: number[];
}

/** What counts for a base without the event, per measurement. Every path has a length. */
const IF_NEVER: Readonly<Record<MeasurementName, number | null>> = {
  "maxSlopeStep.relative": PAPER.maxSlopeStepIfNever,
  "maxSlopeStep.absolute": PAPER.maxSlopeStepIfNever,
  plateauLength: PAPER.plateauLengthIfNever,
  targetDistance: null,
};

/** Summarises a run in which every reported type was measured. Pure. */
export function describeLab(state: LabState): LabRecord {
  const types = REPORTED_TYPES.filter((type) =>
    state.curves.has(armKey({ experiment: "towards.relative", type })),
  );
  const samples = samplesOf(state, types);
  const names = Object.keys(IF_NEVER) as MeasurementName[];
  return {
    ...describeSetUp(state),
    measurements: Object.fromEntries(
      names.map((name) => [
        name,
        Object.fromEntries(types.map((type) => [type, summarise(samples[name], name, type)])),
      ]),
    ) as LabRecord["measurements"],
    curves: (["towards.relative", "towards.absolute", "plateau"] as const).flatMap((experiment) =>
      types.map((type) => bandOf(state.curves.get(armKey({ experiment, type }))!, experiment, type)),
    ),
    distributions: names.flatMap((name) =>
      types.map((type) => countValues(name, type, samples[name][type]!)),
    ),
  };
}

function describeSetUp({
  options,
  preparation,
  scales,
}: LabState): Pick<LabRecord, "model" | "sae" | "protocol" | "promptNotes"> {
  const { model } = options;
  const { sae, population, dictionaries, cosineTarget, meanTargetDistance } = preparation;
  const bases = preparation.bases.slice(0, options.bases);
  const { name, weightsDigest, runtime, convention } = model.identity;
  const { layers, heads, dModel, vocabulary } = model.shape;
  return {
    model: { name, weightsDigest, runtime, convention, layers, heads, dModel, vocabulary },
    sae: sae && {
      name: sae.name,
      weightsDigest: sae.weightsDigest,
      hook: sae.hook,
      latents: sae.dSae,
      alive: sae.alive.length,
      meanL0: mean(bases.map(({ context }) => context.latents!.base.ids.length)),
      explainedVariance: explainedVariance(
        stackRows(bases.map(({ context }) => context.base)),
        stackRows(bases.map(({ context }) => sae.decode(context.latents!.base))),
      ),
    },
    protocol: {
      seed: options.seed,
      bases: options.bases,
      promptTokens: bases[0]!.tokens.length,
      promptSource: options.prompts.description,
      perturbAt: options.perturbAt,
      readAt: options.readAt,
      points: options.points,
      ...scales,
      covariancePrompts: population.count,
      covarianceJitter: population.factor.jitter,
      cosineTarget,
      structuredPool: dictionaries && structuredPool(dictionaries.alive),
      meanTargetDistance,
    },
    promptNotes: preparation.promptNotes,
  };
}

type SamplesByType = Readonly<Partial<Record<ActivationType, Sample>>>;

function samplesOf(
  { curves, scales }: LabState,
  types: readonly ActivationType[],
): Record<MeasurementName, SamplesByType> {
  const measure = (
    experiment: Experiment,
    metric: (curve: Float64Array, targetDistance: number) => number | null,
  ): SamplesByType =>
    Object.fromEntries(
      types.map((type) => {
        const arm = curves.get(armKey({ experiment, type }))!;
        return [type, Array.from(arm.distance, (d, base) => metric(curveOf(arm, base), d))];
      }),
    );
  return {
    "maxSlopeStep.relative": measure("towards.relative", (c, d) =>
      maxSlopeStepOf(c, { schedule: "relative" }, d, scales),
    ),
    "maxSlopeStep.absolute": measure("towards.absolute", (c, d) =>
      maxSlopeStepOf(c, { schedule: "absolute" }, d, scales),
    ),
    plateauLength: measure("plateau", (c) => plateauLength(c, scales.plateauLevel)),
    targetDistance: measure("towards.relative", (_, d) => d),
  };
}

function summarise(byType: SamplesByType, name: MeasurementName, type: ActivationType): GroupSummary {
  const sample = byType[type]!;
  const values = sample.map((value) => value ?? IF_NEVER[name]!);
  return {
    mean: mean(values),
    sd: populationStandardDeviation(values),
    median: median(values),
    n: sample.length,
    never: sample.filter((value) => value === null).length,
    ksToReal: type === "real" ? null : ks(byType.real!, sample),
  };
}

function bandOf(curves: ArmCurves, experiment: Experiment, type: string): CurveBand {
  const n = curves.distance.length;
  const at = Array.from({ length: curves.points }, (_, point) =>
    Float64Array.from({ length: n }, (_, base) => curves.values[base * curves.points + point]!).sort(),
  );
  return {
    experiment,
    type,
    n,
    mean: at.map((values) => mean(values)),
    p10: at.map((values) => quantileOfSorted(values, 0.1)),
    p90: at.map((values) => quantileOfSorted(values, 0.9)),
  };
}

function countValues(measurement: MeasurementName, type: string, sample: Sample): Distribution {
  const counts = new Map<number, number>();
  for (const value of sample) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const values = [...counts.keys()].sort((a, b) => a - b);
  return {
    measurement,
    type,
    n: sample.length,
    never: sample.filter((value) => value === null).length,
    values,
    counts: values.map((value) => counts.get(value)!),
  };
}
