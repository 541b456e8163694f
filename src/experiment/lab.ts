import { type ActivationType, REPORTED_TYPES } from "../activations/index.ts";
import type { Schedule } from "../papers/synthetic-activations/setup.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { mean } from "../stats/mean.ts";
import type { Sample } from "../stats/sample.ts";
import { type Arm, armKey, type Experiment, type Output, type TypeDraw } from "./arm.ts";
import { blowUpRatio, maxSlopeStep, plateauLength } from "./curve-metrics.ts";
import { createLabBench, type LabBench, type LabOptions, type LabState } from "./lab-bench.ts";
import { curveOf } from "./measure.ts";
import { entriesUpToTarget } from "./perturbation-path.ts";
import { blowUpLevelOf, type Scales } from "./scales.ts";

/** The measurements of one group: one value per base prompt, null where there is no event. */
export interface GroupSample {
  /** What was measured, for the report: "MSS towards structured, absolute". */
  readonly name: string;
  /** Base indices; `values[i]` belongs to base `bases[i]`. Any order. */
  readonly bases: readonly number[];
  readonly values: Sample;
  /** Mean distance from base to target, residual units: relative steps are only comparable where it is alike. */
  readonly meanDistance: number | null;
}

/** A path towards an activation type, and what is read along it: L2 of the stream unless KL of the prediction is asked. */
export interface TowardQuery {
  readonly toward: TypeDraw;
  readonly schedule: Schedule;
  readonly output?: Output;
}

/** What a claim may ask of a model. Every answer is one value per base prompt. */
export interface Lab {
  /** Max slope step (MSS) of the curve towards targets of a type; absolute curves are cut at the target. */
  maxSlopeSteps(query: TowardQuery): Promise<GroupSample>;
  /** Blow-up ratio q of the curve towards targets of a type: largest rise over the mean of the first 9 rises. */
  blowUpRatios(query: TowardQuery): Promise<GroupSample>;
  /** Activation plateau length (AP) around activations of a type, in a random direction, absolute steps, uncut. */
  plateauLengths(query: { readonly around: TypeDraw }): Promise<GroupSample>;
  /** The same lab, in which another type (or another draw of one) stands wherever a type is asked for. */
  with(substitutes: Partial<Record<TypeDraw, TypeDraw>>): Lab;
  /** The untrained model of the same shape, on the same prompts, with its own step and plateau level. */
  untrained(): Lab;
  /** The same lab on the run's bases and those beyond them: for an effect that the run's bases are too few to find. */
  withMoreBases(): Lab;
}

/** A lab, and what its report needs to know. */
export interface RunLab extends Lab {
  /** Measures every reported type in every experiment, then describes the run. */
  describe(): Promise<LabState>;
}

export type { LabOptions, LabState };

const EXPERIMENTS: readonly Experiment[] = ["towards.relative", "towards.absolute", "plateau"];

/** What every report shows: all reported types that this lab can generate, in all experiments. */
export function reportedArms(sae: SparseAutoencoder | null): readonly Arm[] {
  const types: readonly ActivationType[] = sae ? REPORTED_TYPES : ["real", "random"];
  return EXPERIMENTS.flatMap((experiment) => types.map((type) => ({ experiment, type })));
}

/** A lab on one model. Nothing runs before the first question; equal seeds give equal answers in any order. */
export function createLab(options: LabOptions): RunLab {
  const bench = createLabBench("model", options, reportedArms(options.sae));
  let untrained: Promise<LabBench> | undefined;
  const openUntrained = (): Promise<LabBench> => {
    untrained ??= options.openUntrained().then((model) => {
      const { products: _, ...rest } = options; // nothing to encode
      const plain: LabOptions = { ...rest, model, sae: null, scale: "scaled" };
      return createLabBench("untrained", plain, []);
    });
    return untrained;
  };
  const view: LabView = { bench: async () => bench, openUntrained, substitutes: {}, beyond: false };
  return { ...labOf(view), describe: () => bench.state(reportedArms(options.sae)) };
}

/** What a lab looks at. */
interface LabView {
  readonly bench: () => Promise<LabBench>;
  readonly openUntrained: () => Promise<LabBench>;
  /** Applied to every type asked for. */
  readonly substitutes: Partial<Record<TypeDraw, TypeDraw>>;
  /** Whether the bases beyond the run's belong to it. */
  readonly beyond: boolean;
}

/** The questions of a lab. */
function labOf(view: LabView): Lab {
  const standIn = (type: TypeDraw): TypeDraw => view.substitutes[type] ?? type;
  const ask = async (
    name: string,
    arm: Arm,
    metric: (curve: Float64Array, targetDistance: number, scales: Scales) => number | null,
  ): Promise<GroupSample> => {
    const bench = await view.bench();
    const { curves, curvesBeyond, scales } = await bench.state([arm], view.beyond);
    const key = armKey(arm);
    const measured = view.beyond ? [curves.get(key)!, curvesBeyond.get(key)!] : [curves.get(key)!];
    return {
      name: `${name} ${arm.type}`,
      bases: measured.flatMap(({ bases }) => bases),
      values: measured.flatMap((arms) =>
        Array.from(arms.distance, (d, row) => metric(curveOf(arms, row), d, scales)),
      ),
      meanDistance:
        arm.experiment === "plateau" ? null : mean(measured.flatMap(({ distance }) => [...distance])),
    };
  };
  const nameOf = (what: string, { schedule, output }: TowardQuery) =>
    output === "kl" ? `${what} of KL towards (${schedule})` : `${what} towards (${schedule})`;
  const armOf = ({ toward, schedule, output = "l2" }: TowardQuery): Arm => ({
    experiment: `towards.${schedule}`,
    type: standIn(toward),
    output,
  });
  return {
    maxSlopeSteps: (query) =>
      ask(nameOf("MSS", query), armOf(query), (curve, targetDistance, scales) =>
        maxSlopeStepOf(curve, query, targetDistance, scales),
      ),
    blowUpRatios: (query) => ask(nameOf("blow-up ratio", query), armOf(query), blowUpRatio),
    plateauLengths: ({ around }) =>
      ask("AP around", { experiment: "plateau", type: standIn(around) }, (curve, _, { plateauLevel }) =>
        plateauLength(curve, plateauLevel),
      ),
    with: (more) => labOf({ ...view, substitutes: { ...view.substitutes, ...more } }),
    untrained: () => labOf({ ...view, bench: view.openUntrained }),
    withMoreBases: () => labOf({ ...view, beyond: true }),
  };
}

/** MSS as the experiments count it: absolute curves are cut at the target. Source: paper A.6, C.2. */
export function maxSlopeStepOf(
  curve: Float64Array,
  { schedule, output = "l2" }: Pick<TowardQuery, "schedule" | "output">,
  targetDistance: number,
  scales: Scales,
): number | null {
  const entries =
    schedule === "absolute" ? entriesUpToTarget(targetDistance, scales.step, curve.length) : curve.length;
  return maxSlopeStep(curve.subarray(0, entries), blowUpLevelOf(output, scales));
}
