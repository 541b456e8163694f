import type { GenerationContext } from "../activations/generator.ts";
import { NonFiniteError } from "../errors/index.ts";
import { mapInParallel } from "../math/in-parallel.ts";
import type { Rng } from "../math/rng.ts";
import type { Activation } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import { type Arm, armKey, typesDrawnBy } from "./arm.ts";
import type { CurveRecord, CurveStore, LabName } from "./curve-store.ts";
import { checkCanDraw, generateFor } from "./draw.ts";
import type { Preparation } from "./preparation.ts";
import { measureAtLast } from "./walks/measure-at-last.ts";
import { measureReach } from "./walks/measure-reach.ts";
import { type Draw, type Measured, NOWHERE_TO_GO } from "./walks/measured.ts";

/** A base that an arm could not be measured on, and why. */
export interface LostBase {
  readonly base: number;
  readonly because: string;
}

/** One curve per base, and how far each path's target was. */
export interface ArmCurves {
  /** The bases that were measured: all, or those of a shard, but for lost ones. Row i of the rest is of `bases[i]`. */
  readonly bases: readonly number[];
  /** Those that could not be measured: they are in none of the arrays. */
  readonly lost: readonly LostBase[];
  /** Row-major: L2 in residual units, KL in nats or JS distance. Shape: [base, points]. */
  readonly values: Float64Array;
  readonly points: number;
  /** ‖target - start‖ of every path, residual units. Shape: [base]. */
  readonly distance: Float64Array;
}

/** The curve in row `row`: a view. */
export function curveOf(curves: ArmCurves, row: number): Float64Array {
  return curves.values.subarray(row * curves.points, (row + 1) * curves.points);
}

/** What one measurement needs besides the arms. */
export interface MeasureOptions {
  readonly model: LanguageModel;
  readonly preparation: Preparation;
  /** Whether types that compose latents can be drawn. */
  readonly hasSae: boolean;
  /** Indices of the bases to measure. */
  readonly only: readonly number[];
  readonly arms: readonly Arm[];
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
  readonly step: number;
  readonly rng: Rng;
  /** Whose curves these are in the store. */
  readonly lab: LabName;
  readonly store: CurveStore;
  readonly onBase?: (done: number) => void;
}

/**
 * Measures several arms on every base. All rows of one base run as one batch, so the keys and values of its prompt
 * are computed once: the unit of work is one base with all its rows.
 *
 * A base whose arms are all in the store is taken from it. Where one is missing all of them run again: the last bits of
 * a row may depend on its batch, and so no batch ever depends on what was kept. A type that cannot be generated is
 * refused before the store is asked: no part holds what could not be measured. Contexts are prepared when the first
 * base is not in the store. As many bases are under way as the model takes calls, so that rows are drawn and curves read
 * while it runs; what comes out does not depend on which ends first.
 *
 * A base on which one arm cannot be measured costs that arm this base and nothing else: no path can be laid, or it ends
 * where it starts, or the curve is not finite. It is kept as a curve of zeros without a way to go, so that a part and a
 * run that goes on lose the same bases.
 *
 * Streams: `rng.fork("generate")` for the activation types, `rng.fork(stream)` for what a path draws by another name.
 */
export async function measureArms(options: MeasureOptions): Promise<ReadonlyMap<string, ArmCurves>> {
  const { model, only, arms, lab, store, preparation } = options;
  const types = typesDrawnBy(arms);
  checkCanDraw(types, options.hasSae);
  let contexts: Promise<readonly GenerationContext[]> | undefined;
  let done = 0;
  const ofBases = await mapInParallel(only, model.callsAtOnce ?? 1, async (base) => {
    const kept = arms.flatMap((arm) => store.get(lab, armKey(arm), base) ?? []);
    let measured: readonly MeasuredRow[] = kept.map((record) => ({ base, record, because: whyLost(record) }));
    if (kept.length !== arms.length) {
      contexts ??= preparation.contextsFor(types);
      measured = await measureBase(base, (await contexts)[base]!, options);
      await store.put(
        lab,
        base,
        measured.map(({ record }) => record),
      );
    }
    options.onBase?.(++done);
    return measured;
  });
  const rows = new Map(arms.map((arm) => [armKey(arm), [] as MeasuredRow[]]));
  for (const row of ofBases.flat()) rows.get(row.record.arm)!.push(row);
  return new Map([...rows].map(([arm, ofArm]) => [arm, gathered(ofArm, options.points)]));
}

/** One curve, and why it is none; null where it is one. */
interface MeasuredRow {
  readonly base: number;
  readonly record: CurveRecord;
  readonly because: string | null;
}

function gathered(rows: readonly MeasuredRow[], points: number): ArmCurves {
  const whole = rows.filter(({ because }) => because === null);
  const values = new Float64Array(whole.length * points);
  whole.forEach(({ record }, row) => {
    values.set(record.curve, row * points);
  });
  return {
    bases: whole.map(({ base }) => base),
    lost: rows.flatMap(({ base, because }) => (because === null ? [] : [{ base, because }])),
    values,
    points,
    distance: Float64Array.from(whole, ({ record }) => record.distance),
  };
}

/** What is wrong with a curve that was measured or kept; null where nothing is. */
function whyLost({ distance, curve }: CurveRecord): string | null {
  if (!(distance > 0)) return NOWHERE_TO_GO;
  const at = curve.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) return new NonFiniteError({ what: "its curve", index: at, value: curve[at]! }).message;
  return Number.isFinite(distance) ? null : `The length of its path is ${distance}.`;
}

async function measureBase(
  index: number,
  context: GenerationContext,
  options: MeasureOptions,
): Promise<readonly MeasuredRow[]> {
  const { preparation, arms } = options;
  const stream = () => preparation.streamOf(index);
  const [last, others] = [arms.filter(isAtLast), arms.filter((arm) => !isAtLast(arm))];
  const ofLast = await measureAtLast(last, {
    ...options,
    base: preparation.bases[index]!.base,
    stream,
    draw: generatorOfBase(context, index, options.rng),
  });
  const ofOthers =
    others.length === 0
      ? []
      : await measureReach(others, {
          ...options,
          residual: await stream(),
          context,
          drawsOf: (of, rng) => generatorOfBase(of, index, rng),
        });
  const [nextOfLast, nextOfOthers] = [ofLast.values(), ofOthers.values()];
  return arms.map((arm) => {
    const measured = (isAtLast(arm) ? nextOfLast : nextOfOthers).next().value!;
    return measuredRow(index, arm, measured, options.points);
  });
}

function measuredRow(base: number, arm: Arm, measured: Measured, points: number): MeasuredRow {
  const none = { arm: armKey(arm), distance: 0, curve: new Float64Array(points) };
  if (typeof measured === "string") return { base, record: none, because: measured };
  const record = { arm: armKey(arm), distance: measured.length, curve: measured.curve };
  const because = whyLost(record);
  return { base, record: because === null ? record : none, because };
}

/** Whether a perturbation replaces the last position alone: all of those of a base run as one batch. */
function isAtLast({ perturbation: { reach = "last" } }: Arm): boolean {
  return reach === "last";
}

/** Generators of one base; paths that ask for the same draw share it. */
function generatorOfBase(context: GenerationContext, index: number, rng: Rng): Draw {
  const drawn = new Map<string, Activation>();
  return (type, stream = "generate") => {
    const key = `${stream} ${type}`;
    const activation = drawn.get(key) ?? generateFor(type, rng.fork(stream), index, context);
    drawn.set(key, activation);
    return activation;
  };
}
