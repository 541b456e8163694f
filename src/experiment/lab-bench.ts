import { rngFromSeed } from "../math/rng.ts";
import { type Arm, armKey } from "./arm.ts";
import { type LabName, noCurveStore } from "./curve-store.ts";
import type { LabOptions, LabState } from "./lab.ts";
import { type ArmCurves, measureArms } from "./measure.ts";
import { type Preparation, prepare } from "./preparation.ts";
import { scalesOf, stepOf } from "./scales.ts";
import { basesOfShard } from "./shard.ts";

/** Prepares once, measures what is asked for and was not measured before. */
export interface LabBench {
  /** The state in which these arms are measured on the run's bases, and on the bases beyond them if asked. */
  state(arms: readonly Arm[], beyond?: boolean): Promise<LabState>;
}

/** A bench on one model, whose `firstArms` run together. */
export function createLabBench(lab: LabName, options: LabOptions, firstArms: readonly Arm[]): LabBench {
  const { model, onProgress, store = noCurveStore, shard = null, scale, grid = "paper" } = options;
  const { bases, moreBases = bases } = options;
  const rng = rngFromSeed(options.seed);
  const ofShard = basesOfShard(Math.max(bases, moreBases), shard);
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

  const measure = async (
    arms: readonly Arm[],
    only: readonly number[],
    into: Map<string, ArmCurves>,
  ): Promise<void> => {
    if (arms.every((arm) => into.has(armKey(arm)))) return;
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
    for (const [key, value] of measured) into.set(key, value);
  };

  /** The plateau level comes from real relative curves, so those are part of every state. */
  const levelArm: Arm = { experiment: "towards.relative", type: "real" };
  const first = distinctArms([...firstArms, levelArm]);
  const ofRun = ofShard.filter((base) => base < bases);
  const beyondRun = ofShard.filter((base) => base >= bases);
  /** The first arms run together and every other one alone, so no batch depends on who asked what first. */
  const measureAll = async (arms: readonly Arm[], beyond: boolean): Promise<void> => {
    await measure(first, ofRun, curves);
    for (const arm of arms) {
      await measure([arm], ofRun, curves);
      if (beyond) await measure([arm], beyondRun, curvesBeyond);
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
