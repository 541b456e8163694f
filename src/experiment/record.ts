import { structuredPool } from "../activations/structured/structured.ts";
import { stackRows } from "../math/vec.ts";
import { explainedVariance } from "../sae/explained-variance.ts";
import { mean } from "../stats/mean.ts";
import type { Sample } from "../stats/sample.ts";
import { type Arm, armKey, type PathOutput, typesDrawnBy } from "./arm.ts";
import { coActivationOf } from "./codes/co-activation.ts";
import type { CurveMetric } from "./curve-metric.ts";
import { type CurveValues, curveValues } from "./curve-values.ts";
import { generatorOf, type TypeDraw } from "./draw.ts";
import { bandOf, countValues, summarise } from "./group-summary.ts";
import { drawableArms, type LabState } from "./lab-curves.ts";
import type { Perturbation } from "./perturbation.ts";
import type { PreparedFacts } from "./preparation.ts";
import type { Geometry, RunLadder, RunReadings, RunRecord, RunSlice } from "./record.generated.ts";

/** What a report shows of a run, and in which words. */
export interface Shown {
  readonly paper: RunRecord["paper"];
  readonly kind: RunRecord["model"]["kind"];
  readonly promptSource: string;
  readonly promptNotes: readonly string[];
  readonly metrics: readonly CurveMetric[];
  readonly perturbations: readonly Perturbation[];
  /** In the order of the page; the first is the reference. */
  readonly types: readonly { readonly key: TypeDraw; readonly long: string }[];
  /** null where it was not measured; left out where the paper has none. */
  readonly ladder?: RunLadder | null;
  /** null where they were not made; left out where the paper has none. */
  readonly readings?: RunReadings | null;
  /** Left out where the types were not drawn again. */
  readonly geometry?: Geometry;
  /** Left out where the paper shows none. */
  readonly slices?: readonly RunSlice[];
}

/** A run as its report tells it. Every arm of the plan's batch was measured. Pure. */
export function recordOf(state: LabState, shown: Shown): RunRecord {
  const { options, curves } = state;
  const drawable = drawableArms(options.plan.batch, options.sae !== null);
  const measurable = (arm: Arm) => curves.get(armKey(arm))!.bases.length > 0;
  const types = [...new Set(drawable.map(({ type }) => type))].filter((type) =>
    drawable.every((arm) => arm.type !== type || measurable(arm)),
  );
  const reference = shown.types[0]!.key;
  // without a sparse autoencoder some paths are laid for no type
  const isThere = (perturbation: Perturbation, output: PathOutput) =>
    types.every((type) => curves.has(armKey({ perturbation, type, output })));
  const metrics = shown.metrics.filter(({ along, output }) => isThere(along, output));
  const perturbations = shown.perturbations.filter((perturbation) => isThere(perturbation, "l2"));
  const curvesOf = (perturbation: Perturbation, type: TypeDraw, output: PathOutput) =>
    curves.get(armKey({ perturbation, type, output }))!;
  const samples = new Map(
    metrics.map((metric) => [
      metric.key,
      new Map(
        types.map((type) => {
          const measured = curvesOf(metric.along, type, metric.output);
          return [type, curveValues(metric, [measured], state)] as const;
        }),
      ),
    ]),
  );
  const measuredOf = (metric: CurveMetric, type: TypeDraw): CurveValues =>
    samples.get(metric.key)!.get(type)!;
  const sampleOf = (metric: CurveMetric, type: TypeDraw): Sample => measuredOf(metric, type).values;
  const sae = saeOf(state);
  return {
    paper: shown.paper,
    model: modelOf(state, shown.kind),
    sae,
    protocol: protocolOf(state, shown),
    notes: [...shown.promptNotes, ...lostNotes(state, drawable)],
    metrics: metrics.map(metricWords),
    perturbations: perturbations.map(({ key, title, short, axis }) => ({ key, title, short, axis })),
    types: shown.types.filter(({ key }) => types.includes(key)).map(({ key, long }) => ({ key, long })),
    reference,
    measurements: Object.fromEntries(
      metrics.map((metric) => [
        metric.key,
        Object.fromEntries(
          types.map((type) => [
            type,
            summarise(
              measuredOf(metric, type),
              metric,
              type === reference ? null : sampleOf(metric, reference),
            ),
          ]),
        ),
      ]),
    ),
    curves: perturbations.flatMap((perturbation) =>
      types.map((type) => bandOf(curvesOf(perturbation, type, "l2"), perturbation.key, type)),
    ),
    distributions: metrics.flatMap((metric) =>
      types.map((type) => countValues(metric.key, type, sampleOf(metric, type))),
    ),
    ...coActivationOfRun(state, sae !== null),
    ...(shown.ladder !== undefined && { ladder: shown.ladder }),
    ...(shown.readings !== undefined && { readings: shown.readings }),
    ...(shown.geometry !== undefined && { geometry: shown.geometry }),
    ...(shown.slices !== undefined && { slices: [...shown.slices] }),
  };
}

/** How many bases could not be measured, by what was tried on them; nothing where all could. */
function lostNotes({ options, curves }: LabState, drawable: readonly Arm[]): string[] {
  const lost = drawable.map((arm) => ({ key: armKey(arm), lost: curves.get(armKey(arm))!.lost }));
  const bases = new Set(lost.flatMap((one) => one.lost.map(({ base }) => base)));
  if (bases.size === 0) return [];
  const by = lost.filter((one) => one.lost.length > 0).map((one) => `${one.key} on ${one.lost.length}`);
  return [
    `On ${bases.size} of ${options.bases} bases not everything could be measured, because a path had nowhere to go or its curve was not finite (${by.join(", ")}). A comparison leaves such a base out of all its groups.`,
  ];
}

function metricWords(metric: CurveMetric): RunRecord["metrics"][number] {
  const { key, title, symbol, unit, axis, meaning, never, ifNever, along, output } = metric;
  return { key, title, symbol, unit, axis, meaning, never, ifNever, along: along.key, output };
}

function modelOf({ options }: LabState, kind: RunRecord["model"]["kind"]): RunRecord["model"] {
  const { name, weightsDigest, runtime, convention } = options.model.identity;
  const { layers, heads, dModel, vocabulary } = options.model.shape;
  return { name, kind, weightsDigest, runtime, convention, layers, heads, dModel, vocabulary };
}

/** null where there is none, or no shown type composes its latents, whatever claims asked for besides. */
function saeOf({ options, preparation }: LabState): RunRecord["sae"] {
  const shown = typesDrawnBy(drawableArms(options.plan.batch, options.sae !== null)).map(generatorOf);
  if (!shown.some(({ needs }) => needs === "sae")) return null;
  const latents = preparation.facts().latents!;
  const { sae } = latents;
  const bases = preparation.bases.slice(0, options.bases);
  const codes = latents.bases.slice(0, options.bases);
  return {
    name: sae.name,
    weightsDigest: sae.weightsDigest,
    hook: sae.hook,
    latents: sae.dSae,
    alive: sae.alive.length,
    meanL0: mean(codes.map(({ ids }) => ids.length)),
    explainedVariance: explainedVariance(
      stackRows(bases.map(({ base }) => base)),
      stackRows(codes.map((code) => sae.decode(code))),
    ),
  };
}

/** The codes of the run's bases, which are known where a shown type composes latents. */
function coActivationOfRun(
  { options, preparation }: LabState,
  hasCodes: boolean,
): Pick<RunRecord, "coActivation"> {
  const latents = hasCodes ? preparation.facts().latents : null;
  return latents === null
    ? {}
    : { coActivation: coActivationOf(latents.bases.slice(0, options.bases), latents.sae.dSae) };
}

function protocolOf(state: LabState, { promptSource }: Shown): RunRecord["protocol"] {
  const { options, preparation, scales } = state;
  const { words } = options.plan.scales;
  return {
    seed: options.seed,
    bases: options.bases,
    promptTokens: preparation.bases[0]!.tokens.length,
    promptSource,
    perturbAt: options.perturbAt,
    readAt: options.readAt,
    points: options.points,
    meanTargetDistance: preparation.meanTargetDistance,
    values: [
      ...Object.entries<string>(words).map(([key, title]) => ({
        key,
        title,
        value: (scales as unknown as Readonly<Record<string, number>>)[key]!,
      })),
      ...preparedValues(preparation.facts(), state),
    ],
  };
}

/** What the shown types looked up; null where none of them needed it, whatever claims asked for besides. */
function preparedValues(
  { population, latents }: PreparedFacts,
  { options }: LabState,
): RunRecord["protocol"]["values"] {
  const generators = typesDrawnBy(drawableArms(options.plan.batch, options.sae !== null)).map(generatorOf);
  const looksAtPopulation = generators.some(({ needs }) => needs === "population");
  const choosesByCosine = generators.some(
    (generator) => generator.needs === "sae" && generator.shortlist !== null,
  );
  const dictionaries = choosesByCosine ? (latents?.dictionaries ?? null) : null;
  return [
    {
      key: "covariancePrompts",
      title: "Activations behind the covariance",
      value: looksAtPopulation ? population!.count : null,
    },
    {
      key: "covarianceJitter",
      title: "Jitter added to the covariance diagonal, relative to its mean",
      value: looksAtPopulation ? population!.factor.jitter : null,
    },
    {
      key: "cosineTarget",
      title: "Mean cosine of real pairs, the target of structured",
      value: choosesByCosine ? (latents?.cosineTarget ?? null) : null,
    },
    {
      key: "structuredPool",
      title: "Candidate pool of structured",
      value: dictionaries && structuredPool(dictionaries.alive),
    },
  ];
}
