import type { GenerationContext } from "../activations/generator.ts";
import { type BagOfLatentsError, InvalidInputError, NonFiniteError } from "../errors/index.ts";
import { mapInParallel } from "../math/in-parallel.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, rowsFrom, stackMatrices } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import { type Arm, armKey, pathKey, typesDrawnBy } from "./arm.ts";
import { crossingsAlong } from "./crossings.ts";
import type { CurveRecord, CurveStore, LabName } from "./curve-store.ts";
import { checkCanDraw, generateFor, type TypeDraw } from "./draw.ts";
import type { Path } from "./perturbation.ts";
import type { Preparation } from "./preparation.ts";
import { curveOfRows, endOutput } from "./walks/curve-of-rows.ts";
import { measureReach, type ReachedCurve } from "./walks/measure-reach.ts";
import { overPoints, type WithoutRepeats, withoutRepeats } from "./walks/repeats.ts";

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

const NOWHERE_TO_GO = "Its path has nowhere to go: no target could be drawn, or it is where the path starts.";

/** What is wrong with a curve that was measured or kept; null where nothing is. */
function whyLost({ distance, curve }: CurveRecord): string | null {
  if (!(distance > 0)) return NOWHERE_TO_GO;
  const at = curve.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) return new NonFiniteError({ what: "its curve", index: at, value: curve[at]! }).message;
  return Number.isFinite(distance) ? null : `The length of its path is ${distance}.`;
}

/** The path of an arm, or why there is none: a fact of its base, never of the run. */
function pathOf(arm: Arm, context: Parameters<Arm["perturbation"]["path"]>[0]): Path | BagOfLatentsError {
  try {
    return arm.perturbation.path(context);
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof NonFiniteError) return error;
    throw error;
  }
}

async function measureBase(
  index: number,
  context: GenerationContext,
  options: MeasureOptions,
): Promise<readonly MeasuredRow[]> {
  const { model, preparation, arms, points, step } = options;
  const { base } = preparation.bases[index]!;
  const draw = generatorOfBase(context, index, options.rng);
  const here = arms.filter(({ perturbation }) => isAtLast(perturbation));
  const tried = new Map(
    here.map((arm) => [pathKey(arm), pathOf(arm, { base, type: arm.type, points, step, draw })]),
  );
  const paths = new Map<string, WithoutRepeats & { readonly from: number }>();
  let rows = 0;
  for (const [key, path] of tried) {
    if (!("rows" in path && path.length > 0)) continue;
    const own = withoutRepeats(path.rows);
    paths.set(key, { ...own, from: rows });
    rows += own.rows.rows;
  }
  const at = options.perturbAt;
  const residual = paths.size === 0 ? null : await preparation.streamOf(index);
  const readsEnd = arms.some((arm) => arm.output !== "crossings");
  const read =
    residual && readsEnd
      ? await model.resumeFrom({
          residual,
          at,
          last: stackMatrices([...paths.values()].map(({ rows }) => rows)),
          readAt: options.readAt,
        })
      : null;
  const atLast = async (arm: Arm): Promise<ReachedCurve | string> => {
    const found = tried.get(pathKey(arm))!;
    if (!("rows" in found)) return found.message;
    if (residual === null || !(found.length > 0)) return NOWHERE_TO_GO;
    const { output = "l2" } = arm;
    const own = paths.get(pathKey(arm))!;
    const curve =
      output === "crossings"
        ? await crossingsAlong(model, { residual, at, last: own.rows })
        : await curveOfRows(rowsFrom(read!, own.from, own.rows.rows), output, options);
    return { curve: overPoints(curve, own), length: found.length };
  };
  const elsewhere = async (arm: Arm): Promise<ReachedCurve | string> =>
    measureReach(arm, {
      ...options,
      residual: await preparation.streamOf(index),
      context,
      drawsOf: (of, rng) => generatorOfBase(of, index, rng),
      curveOf: (rows) => curveOfRows(rows, endOutput(arm), options),
    });
  const measured: MeasuredRow[] = [];
  for (const arm of arms) {
    const reached = await (isAtLast(arm.perturbation) ? atLast(arm) : elsewhere(arm));
    const whole = typeof reached !== "string" && {
      arm: armKey(arm),
      distance: reached.length,
      curve: reached.curve,
    };
    const because = whole === false ? (reached as string) : whyLost(whole);
    const record =
      whole && because === null ? whole : { arm: armKey(arm), distance: 0, curve: new Float64Array(points) };
    measured.push({ base: index, record, because });
  }
  return measured;
}

/** Whether a perturbation replaces the last position alone: all of those of a base run as one batch. */
function isAtLast({ reach = "last" }: Pick<Arm["perturbation"], "reach">): boolean {
  return reach === "last";
}

/** The activation of a type for one base, from a named stream. */
type Draw = (type: TypeDraw, stream?: string) => Activation;

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
