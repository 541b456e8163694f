import type { MatrixProducts } from "../math/matrix-products.ts";
import { rngFromSeed } from "../math/rng.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { Grid } from "../papers/synthetic-activations/setup.ts";
import type { PromptSource } from "../prompts/prompt-source.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { type Arm, armKey } from "./arm.ts";
import { type CurveStore, type LabName, noCurveStore } from "./curve-store.ts";
import { type ArmCurves, measureArms } from "./measure.ts";
import { type Preparation, prepare } from "./preparation.ts";
import { type Scale, type Scales, scalesOf, stepOf } from "./scales.ts";
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

export interface LabOptions {
  readonly model: LanguageModel;
  /** null: only types that need no latents can be measured. */
  readonly sae: SparseAutoencoder | null;
  readonly prompts: PromptSource;
  readonly bases: number;
  /**
   * Bases of a lab `withMoreBases`, the run's own included, or fewer where the prompts give no more; the run's own
   * unless given.
   */
  readonly moreBases?: number;
  readonly seed: string;
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
  readonly scale: Scale;
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

/** Prepares once, measures what is asked for and was not measured before. */
export interface LabBench {
  /** The state in which these arms are measured on the run's bases, and on the bases beyond them if asked. */
  state(arms: readonly Arm[], beyond?: boolean): Promise<LabState>;
}

/** A bench on one model, whose `firstArms` run together. */
export function createLabBench(lab: LabName, options: LabOptions, firstArms: readonly Arm[]): LabBench {
  const { model, onProgress, store = noCurveStore, shard = null, scale, grid = "paper" } = options;
  const rng = rngFromSeed(options.seed);
  const curves = new Map<string, ArmCurves>();
  const curvesBeyond = new Map<string, ArmCurves>();
  let preparing: Promise<{ preparation: Preparation; step: number }> | undefined;

  const prepared = () => {
    preparing ??= prepare({ ...options, rng }).then((preparation) => ({
      preparation,
      step: stepOf(scale, grid, preparation.meanTargetDistance),
    }));
    return preparing;
  };

  const measure = async (arms: readonly Arm[], part: "run" | "beyond"): Promise<void> => {
    const into = part === "run" ? curves : curvesBeyond;
    if (arms.every((arm) => into.has(armKey(arm)))) return;
    const { preparation, step } = await prepared();
    const only = basesOfShard(preparation.bases.length, shard).filter(
      (base) => base < options.bases === (part === "run"),
    );
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
    for (const [key, value] of measured) into.set(key, value);
  };

  /** The plateau level comes from real relative curves, so those are part of every state. */
  const levelArm: Arm = { experiment: "towards.relative", type: "real" };
  const first = distinctArms([...firstArms, levelArm]);
  /** The first arms run together and every other one alone, so no batch depends on who asked what first. */
  const measureAll = async (arms: readonly Arm[], beyond: boolean): Promise<void> => {
    await measure(first, "run");
    for (const arm of arms) {
      await measure([arm], "run");
      if (beyond) await measure([arm], "beyond");
    }
  };
  let turn: Promise<void> = Promise.resolve(); // one measurement at a time
  return {
    async state(arms, beyond = false) {
      const mine = turn.then(() => measureAll(arms, beyond));
      turn = mine.catch(() => undefined);
      await mine;
      const { preparation, step } = await prepared();
      const scales = scalesOf(scale, step, curves.get(armKey(levelArm))!);
      return { options, preparation, curves, curvesBeyond, scales };
    },
  };
}

function distinctArms(arms: readonly Arm[]): readonly Arm[] {
  return [...new Map(arms.map((arm) => [armKey(arm), arm])).values()];
}
