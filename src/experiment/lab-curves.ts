import { InvalidInputError, NotRunError } from "../errors/index.ts";
import type { MatrixProducts } from "../math/matrix-products.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { PairActivations } from "../prompts/different-pairs.ts";
import type { RunPrompts } from "../prompts/prompt-source.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { type Arm, armKey, typesDrawnBy } from "./arm.ts";
import { armsInWords } from "./arm-words.ts";
import type { CurveMetric } from "./curve-metric.ts";
import { type CurveStore, type LabName, noCurveStore } from "./curve-store.ts";
import { generatorOf, type TypeDraw } from "./draw.ts";
import { type ArmCurves, measureArms } from "./measure.ts";
import { type Preparation, prepare } from "./preparation.ts";
import type { Grid, ScaleFacts, ScaleRule, Scales } from "./scales.ts";
import { basesOfShard, type Shard } from "./shard.ts";

/** Everything measured so far, with the scales it was measured in. */
export interface LabState {
  readonly options: LabOptions;
  readonly preparation: Preparation;
  readonly scales: Scales;
  /** On the run's bases. */
  readonly curves: ReadonlyMap<string, ArmCurves>;
  /** On the bases beyond them, where a claim asked for more. */
  readonly curvesBeyond: ReadonlyMap<string, ArmCurves>;
}

/** What a paper decides of a lab. */
export interface LabPlan {
  /**
   * Arms that run together on the model itself, in this order: the last bits of a row may hang on its batch. Every
   * other arm runs alone, or with those of `alongside`.
   */
  readonly batch: readonly Arm[];
  /** Further arms of which each runs with the others of its row, whoever asks first: a call costs a third of its rows. */
  readonly alongside?: readonly (readonly Arm[])[];
  /** The same on the bases beyond the run's, where a claim asks for more; default: every arm runs alone there. */
  readonly batchBeyond?: readonly Arm[];
  /** The types whose nearest target ends the curves of a base, for metrics that end there. Default: none. */
  readonly nearestAmong?: readonly TypeDraw[];
  readonly scales: ScaleRule;
}

/** What a lab measures on, and how much of it. */
export interface LabOptions {
  readonly plan: LabPlan;
  readonly model: LanguageModel;
  /** null: only types that need no latents can be measured. */
  readonly sae: SparseAutoencoder | null;
  /** Further SAEs of the same place, for claims about several; default: none. */
  readonly moreSaes?: readonly SparseAutoencoder[];
  readonly prompts: RunPrompts;
  /** The activations of its pairs on this model, where they are known already; default: the model is asked. */
  readonly activations?: PairActivations;
  /** The run's bases; the prompts may have more, for a lab `withMoreBases`. */
  readonly bases: number;
  readonly seed: string;
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
  /** Whether numbers that are tied to the paper's model and place hold here. */
  readonly onSubject: boolean;
  /** Which absolute step; default: "paper". */
  readonly grid?: Grid;
  /** The untrained model of the same shape. */
  readonly openUntrained: () => Promise<LanguageModel>;
  /**
   * A model that stands beside the run's own, by name: an earlier checkpoint, another size. It reads the same tokens.
   * Throws: NotRunError where there is none. Default: there is none.
   */
  readonly openOther?: (name: string) => Promise<LanguageModel>;
  /** Fast products for what is prepared; default: plain loops with the same results. */
  readonly products?: MatrixProducts;
  /** Where curves are kept while the run lasts; default: nowhere. */
  readonly store?: CurveStore;
  /** Answers are about this share of the bases only: to measure, not to judge. Default: all bases. */
  readonly shard?: Shard | null;
  /** Told how far a measurement is, base by base. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a piece of work is. */
export interface Progress {
  readonly what: string;
  readonly done: number;
  readonly of: number;
  /** What is counted; default: bases. */
  readonly unit?: string;
  /** Curves measured of each base; none where no curve is measured. */
  readonly curves?: number;
}

/** The curves of one model: prepares once, measures what is asked for and was not measured before. */
export interface LabCurves {
  readonly options: LabOptions;
  /** The state in which these arms are measured on the run's bases, and on the bases beyond them if asked. */
  state(arms: readonly Arm[], beyond?: boolean): Promise<LabState>;
  /** What is known before any curve. */
  preparation(): Promise<Preparation>;
}

/** The curves of one model, whose `batch` runs together before anything else. */
export function createLabCurves(lab: LabName, options: LabOptions, batch: readonly Arm[]): LabCurves {
  const { sae, onProgress, store = noCurveStore, shard = null, onSubject, grid = "paper" } = options;
  const { scales } = options.plan;
  const rng = rngFromSeed(options.seed);
  const curves = new Map<string, ArmCurves>();
  const curvesBeyond = new Map<string, ArmCurves>();
  let preparing: Promise<Prepared> | undefined;

  const prepared = () => {
    preparing ??= prepare({ ...options, rng }).then((preparation) => {
      const facts = { onSubject, grid, meanTargetDistance: preparation.meanTargetDistance };
      return { preparation, facts, step: scales.step(facts) };
    });
    return preparing;
  };

  const measure = async (arms: readonly Arm[], part: "run" | "beyond"): Promise<void> => {
    const into = part === "run" ? curves : curvesBeyond;
    if (arms.every((arm) => into.has(armKey(arm)))) return;
    const { preparation, step } = await prepared();
    const only = basesOfShard(preparation.bases.length, shard).filter(
      (base) => base < options.bases === (part === "run"),
    );
    const what = armsInWords(lab, arms);
    const measured = await measureArms({
      ...options,
      preparation,
      hasSae: sae !== null,
      only,
      arms,
      step,
      rng,
      lab,
      store,
      onBase: (done) => onProgress?.({ what, done, of: only.length, curves: arms.length }),
    });
    for (const [key, value] of measured) into.set(key, value);
  };

  const first = distinctArms([...batch, ...scales.from]);
  const rowOf = new Map<string, readonly Arm[]>();
  if (lab === "model")
    for (const row of (options.plan.alongside ?? []).map((arms) => drawableArms(arms, sae !== null)))
      for (const arm of row) rowOf.set(armKey(arm), row);
  /** The arm and those beside it; alone where one of these cannot be measured. */
  const measureRow = (arm: Arm): Promise<void> => {
    const row = rowOf.get(armKey(arm)) ?? [arm];
    return measure(row, "run").catch((error: unknown) => {
      const isOfOne = error instanceof InvalidInputError || error instanceof NotRunError;
      if (row.length === 1 || !isOfOne) throw error;
      return measure([arm], "run");
    });
  };
  const together = lab === "model" ? drawableArms(options.plan.batchBeyond ?? [], sae !== null) : [];
  const isTogether = new Set(together.map(armKey));
  /** Arms of a batch run together and every other one alone, so no batch depends on who asked what first. */
  const measureAll = async (arms: readonly Arm[], beyond: boolean): Promise<void> => {
    await measure(first, "run");
    for (const arm of arms) {
      if (!curves.has(armKey(arm))) await measureRow(arm);
      if (beyond) await measure(isTogether.has(armKey(arm)) ? together : [arm], "beyond");
    }
  };
  let turn: Promise<void> = Promise.resolve(); // one measurement at a time
  return {
    options,
    preparation: async () => (await prepared()).preparation,
    async state(arms, beyond = false) {
      const mine = turn.then(() => measureAll(arms, beyond));
      turn = mine.catch(() => undefined);
      await mine;
      const { preparation, facts } = await prepared();
      const curvesOf = (arm: Arm) => curves.get(armKey(arm))!;
      return { options, preparation, curves, curvesBeyond, scales: scales.of(facts, curvesOf) };
    },
  };
}

interface Prepared {
  readonly preparation: Preparation;
  readonly facts: ScaleFacts;
  readonly step: number;
}

/** Those of a plan's arms that can be drawn with or without a sparse autoencoder. */
export function drawableArms(arms: readonly Arm[], hasSae: boolean): readonly Arm[] {
  return hasSae
    ? arms
    : arms.filter((arm) => typesDrawnBy([arm]).every((type) => generatorOf(type).needs !== "sae"));
}

/** The arms that a metric looks at besides its own: those to the targets of which the nearest ends its curves. */
export function armsBeside(
  { endsAtNearest, along: perturbation }: Pick<CurveMetric, "endsAtNearest" | "along">,
  { plan, sae }: Pick<LabOptions, "plan" | "sae">,
): readonly Arm[] {
  if (!endsAtNearest) return [];
  return drawableArms(
    (plan.nearestAmong ?? []).map((type) => ({ perturbation, type })),
    sae !== null,
  );
}

function distinctArms(arms: readonly Arm[]): readonly Arm[] {
  return [...new Map(arms.map((arm) => [armKey(arm), arm])).values()];
}
