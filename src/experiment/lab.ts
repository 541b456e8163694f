import { type ActivationType, REPORTED_TYPES } from "../activations/index.ts";
import type { MatrixProducts } from "../math/matrix-products.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { mean } from "../stats/mean.ts";
import type { Sample } from "../stats/sample.ts";
import type { Arm, Experiment, TypeDraw } from "./arm.ts";
import { armKey } from "./arm.ts";
import { blowUpRatio, maxSlopeStep, plateauLength } from "./curve-metrics.ts";
import { type CurveStore, type LabName, noCurveStore } from "./curve-store.ts";
import { type ArmCurves, curveOf, measureArms } from "./measure.ts";
import { type Grid, PAPER, SCALED, type Schedule } from "./paper-setup.ts";
import { entriesUpToTarget } from "./perturbation-path.ts";
import { type Preparation, prepare } from "./preparation.ts";
import type { PromptSource } from "./prompt-source.ts";
import { basesOfShard, type Shard } from "./shard.ts";

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

/** What a claim may ask of a model. Every answer is one value per base prompt. */
export interface Lab {
  /** Max slope step (MSS) of the curve towards targets of a type; absolute curves are cut at the target. */
  maxSlopeSteps(query: { readonly toward: TypeDraw; readonly schedule: Schedule }): Promise<GroupSample>;
  /** Blow-up ratio q of the curve towards targets of a type: largest rise over the mean of the first 9 rises. */
  blowUpRatios(query: { readonly toward: TypeDraw; readonly schedule: Schedule }): Promise<GroupSample>;
  /** Activation plateau length (AP) around activations of a type, in a random direction, absolute steps, uncut. */
  plateauLengths(query: { readonly around: TypeDraw }): Promise<GroupSample>;
  /** The same lab, in which another type (or another draw of one) stands wherever a type is asked for. */
  with(substitutes: Partial<Record<TypeDraw, TypeDraw>>): Lab;
  /** The untrained model of the same shape, on the same prompts, with its own step and plateau level. */
  untrained(): Lab;
}

/** A lab, and what its report needs to know. */
export interface RunLab extends Lab {
  /** Measures every reported type in every experiment, then describes the run. */
  describe(): Promise<LabState>;
}

/** Everything measured so far, with the scales it was measured in. */
export interface LabState {
  readonly options: LabOptions;
  readonly preparation: Preparation;
  readonly scales: Scales;
  readonly curves: ReadonlyMap<string, ArmCurves>;
}

/** The units of the absolute schedule and the levels that make an event. Residual units. */
export interface Scales {
  readonly step: number;
  readonly plateauLevel: number;
  readonly blowUpLevel: number;
}

export interface LabOptions {
  readonly model: LanguageModel;
  /** null: only types that need no latents can be measured. */
  readonly sae: SparseAutoencoder | null;
  readonly prompts: PromptSource;
  readonly bases: number;
  readonly seed: string;
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
  /** "paper": the paper's step and levels, for GPT-2 small. "scaled": the same in the model's own units. */
  readonly scale: "paper" | "scaled";
  /** Which absolute step; "paper" unless given. */
  readonly grid?: Grid;
  /** The untrained model of the same shape. */
  readonly openUntrained: () => Promise<LanguageModel>;
  /** Fast products for what is prepared; plain loops with the same results unless given. */
  readonly products?: MatrixProducts;
  /** Where curves are kept while the run lasts; nowhere unless given. */
  readonly store?: CurveStore;
  /** Answers are about this share of the bases only: to measure, not to judge. All bases unless given. */
  readonly shard?: Shard | null;
  readonly onProgress?: (progress: {
    readonly what: string;
    readonly done: number;
    readonly of: number;
    /** What is counted; bases unless given. */
    readonly unit?: string;
  }) => void;
}

const EXPERIMENTS: readonly Experiment[] = ["towards.relative", "towards.absolute", "plateau"];

/** What every report shows: all reported types that this lab can generate, in all experiments. */
export function reportedArms(sae: SparseAutoencoder | null): readonly Arm[] {
  const types: readonly ActivationType[] = sae ? REPORTED_TYPES : ["real", "random"];
  return EXPERIMENTS.flatMap((experiment) => types.map((type) => ({ experiment, type })));
}

/** A lab on one model. Nothing runs before the first question; equal seeds give equal answers in any order. */
export function createLab(options: LabOptions): RunLab {
  const bench = createBench("model", options, reportedArms(options.sae));
  let untrained: Promise<Lab> | undefined;
  const openUntrained = (): Promise<Lab> => {
    untrained ??= options.openUntrained().then((model) => {
      const plain: LabOptions = { ...options, model, sae: null, scale: "scaled" };
      return labOn(createBench("untrained", plain, []), openUntrained);
    });
    return untrained;
  };
  return { ...labOn(bench, openUntrained), describe: () => bench.state(reportedArms(options.sae)) };
}

/** The questions of a lab on top of a bench; `substitutes` are applied to every type asked for. */
function labOn(
  bench: Bench,
  openUntrained: () => Promise<Lab>,
  substitutes: Partial<Record<TypeDraw, TypeDraw>> = {},
): Lab {
  const standIn = (type: TypeDraw): TypeDraw => substitutes[type] ?? type;
  const ask = async (
    name: string,
    arm: Arm,
    metric: (curve: Float64Array, targetDistance: number, scales: Scales) => number | null,
  ): Promise<GroupSample> => {
    const { curves, scales } = await bench.state([arm]);
    const measured = curves.get(armKey(arm))!;
    return {
      name: `${name} ${arm.type}`,
      bases: measured.bases,
      values: Array.from(measured.distance, (d, row) => metric(curveOf(measured, row), d, scales)),
      meanDistance: arm.experiment === "plateau" ? null : mean(measured.distance),
    };
  };
  return {
    maxSlopeSteps: ({ toward, schedule }) =>
      ask(
        `MSS towards (${schedule})`,
        { experiment: `towards.${schedule}`, type: standIn(toward) },
        (curve, targetDistance, scales) => maxSlopeStepOf(curve, schedule, targetDistance, scales),
      ),
    blowUpRatios: ({ toward, schedule }) =>
      ask(
        `blow-up ratio towards (${schedule})`,
        { experiment: `towards.${schedule}`, type: standIn(toward) },
        blowUpRatio,
      ),
    plateauLengths: ({ around }) =>
      ask("AP around", { experiment: "plateau", type: standIn(around) }, (curve, _, { plateauLevel }) =>
        plateauLength(curve, plateauLevel),
      ),
    with: (more) => labOn(bench, openUntrained, { ...substitutes, ...more }),
    untrained: () => deferred(openUntrained, (untrained) => untrained.with(substitutes)),
  };
}

/** MSS as the experiments count it: absolute curves are cut at the target. Source: paper A.6, C.2. */
export function maxSlopeStepOf(
  curve: Float64Array,
  schedule: Schedule,
  targetDistance: number,
  { step, blowUpLevel }: Scales,
): number | null {
  const entries =
    schedule === "absolute" ? entriesUpToTarget(targetDistance, step, curve.length) : curve.length;
  return maxSlopeStep(curve.subarray(0, entries), blowUpLevel);
}

/** A lab that is opened when it is first asked. */
function deferred(open: () => Promise<Lab>, wrap: (lab: Lab) => Lab = (lab) => lab): Lab {
  const lab = () => open().then(wrap);
  return {
    maxSlopeSteps: async (query) => (await lab()).maxSlopeSteps(query),
    blowUpRatios: async (query) => (await lab()).blowUpRatios(query),
    plateauLengths: async (query) => (await lab()).plateauLengths(query),
    with: (substitutes) => deferred(open, (opened) => wrap(opened).with(substitutes)),
    untrained: () => deferred(open, wrap),
  };
}

/** Prepares once, measures what is asked for and was not measured before. */
interface Bench {
  state(arms: readonly Arm[]): Promise<LabState>;
}

function createBench(lab: LabName, options: LabOptions, firstArms: readonly Arm[]): Bench {
  const { model, onProgress, store = noCurveStore, shard = null } = options;
  const rng = rngFromSeed(options.seed);
  const only = basesOfShard(options.bases, shard);
  const curves = new Map<string, ArmCurves>();
  let preparing: Promise<{ preparation: Preparation; step: number }> | undefined;

  const prepared = () => {
    preparing ??= prepare({ ...options, rng }).then((preparation) => ({
      preparation,
      step: stepOf(options, preparation.meanTargetDistance),
    }));
    return preparing;
  };

  const measure = async (arms: readonly Arm[]): Promise<void> => {
    if (arms.every((arm) => curves.has(armKey(arm)))) return;
    const { preparation, step } = await prepared();
    const what = `${model.identity.name}: ${arms.length === 1 ? armKey(arms[0]!) : `${arms.length} curves a base`}`;
    const measured = await measureArms({
      ...options,
      bases: preparation.bases,
      only,
      arms,
      step,
      rng,
      lab,
      store,
      onBase: (done) => onProgress?.({ what, done, of: only.length }),
    });
    for (const [key, value] of measured) curves.set(key, value);
  };

  /** The plateau level comes from real relative curves, so those are part of every state. */
  const levelArm: Arm = { experiment: "towards.relative", type: "real" };
  const first = distinctArms([...firstArms, levelArm]);
  /** The first arms run together and every other one alone, so no batch depends on who asked what first. */
  const measureAll = async (arms: readonly Arm[]): Promise<void> => {
    await measure(first);
    for (const arm of arms) await measure([arm]);
  };
  let turn: Promise<void> = Promise.resolve(); // one measurement at a time
  return {
    async state(arms) {
      const mine = turn.then(() => measureAll(arms));
      turn = mine.catch(() => undefined);
      await mine;
      const { preparation, step } = await prepared();
      return { options, preparation, curves, scales: scalesOf(options, step, curves.get(armKey(levelArm))!) };
    },
  };
}

/** The absolute step, residual units; on other models than GPT-2 small in proportion to the mean target distance. */
function stepOf({ scale, grid = "paper" }: LabOptions, meanTargetDistance: number): number {
  const gpt2Step = grid === "paper" ? PAPER.gpt2Step : PAPER.gpt2AuthorsStep;
  if (scale === "paper") return gpt2Step;
  return (meanTargetDistance / SCALED.stepsToMeanTarget) * (gpt2Step / PAPER.gpt2Step);
}

function distinctArms(arms: readonly Arm[]): readonly Arm[] {
  return [...new Map(arms.map((arm) => [armKey(arm), arm])).values()];
}

/**
 * The absolute step and the levels of events, in residual units.
 *
 * On GPT-2 small the paper's numbers; elsewhere the same in the model's own units: step = mean real-to-real distance
 * / 80, plateau level = 8.3 % of the mean final distance towards real targets, blow-up level = plateau level / 1000.
 */
function scalesOf(options: LabOptions, step: number, towardsReal: ArmCurves): Scales {
  if (options.scale === "paper")
    return { step, plateauLevel: PAPER.gpt2PlateauLevel, blowUpLevel: PAPER.gpt2BlowUpLevel };
  const final = Array.from(towardsReal.distance, (_, row) => curveOf(towardsReal, row).at(-1)!);
  const plateauLevel = SCALED.plateauFraction * mean(final);
  return { step, plateauLevel, blowUpLevel: plateauLevel / SCALED.plateauOverBlowUp };
}
