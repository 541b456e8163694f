import type { GenerationContext } from "../activations/generator.ts";
import { InvalidInputError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, rowsFrom, stackMatrices } from "../math/vec.ts";
import { type HookPoint, hookPoint } from "../model/hook-point.ts";
import type { LanguageModel, LastRows } from "../model/language-model.ts";
import { residualAt } from "../model/residual-at.ts";
import { type Arm, armKey, pathKey, typesDrawnBy } from "./arm.ts";
import { sensitivityCurve } from "./curve-metrics.ts";
import type { CurveRecord, CurveStore, LabName } from "./curve-store.ts";
import { checkCanDraw, generateFor, type TypeDraw } from "./draw.ts";
import type { Path } from "./perturbation.ts";
import type { Preparation } from "./preparation.ts";

/** One curve per base, and how far each path's target was. */
export interface ArmCurves {
  /** The bases that were measured: all, or those of a shard. Row i of the rest belongs to `bases[i]`. */
  readonly bases: readonly number[];
  /** Row-major: L2 in residual units, or KL in nats. Shape: [base, points]. */
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
 * base is not in the store.
 *
 * Streams: `rng.fork("generate")` for the activation types, `rng.fork(stream)` for what a path draws by another name.
 */
export async function measureArms(options: MeasureOptions): Promise<ReadonlyMap<string, ArmCurves>> {
  const { only, arms, points, lab, store, preparation } = options;
  const types = typesDrawnBy(arms);
  checkCanDraw(types, options.hasSae);
  const measured = new Map(
    arms.map((arm) => [
      armKey(arm),
      {
        bases: only,
        values: new Float64Array(only.length * points),
        points,
        distance: new Float64Array(only.length),
      },
    ]),
  );
  let contexts: readonly GenerationContext[] | undefined;
  for (const [row, base] of only.entries()) {
    const kept = arms.flatMap((arm) => store.get(lab, armKey(arm), base) ?? []);
    let records: readonly CurveRecord[] = kept;
    if (kept.length !== arms.length) {
      contexts ??= await preparation.contextsFor(types);
      records = await measureBase(base, contexts[base]!, options);
      await store.put(lab, base, records);
    }
    for (const { arm, distance, curve } of records) {
      const into = measured.get(arm)!;
      into.values.set(curve, row * points);
      into.distance[row] = distance;
    }
    options.onBase?.(row + 1);
  }
  return measured;
}

async function measureBase(
  index: number,
  context: GenerationContext,
  options: MeasureOptions,
): Promise<readonly CurveRecord[]> {
  const { model, preparation, arms, points, step } = options;
  const { tokens, base } = preparation.bases[index]!;
  const draw = generatorOfBase(context, index, options.rng);
  const paths = new Map<string, Path>(
    arms.map((arm) => [pathKey(arm), arm.perturbation.path({ base, type: arm.type, points, step, draw })]),
  );
  const read = await model.resumeFrom({
    residual: await residualAt(model, tokens, options.perturbAt), // 30 kB a base would add up
    at: options.perturbAt,
    last: stackMatrices([...paths.values()].map(({ rows }) => rows)),
    readAt: options.readAt,
  });
  const order = [...paths.keys()];
  const records: CurveRecord[] = [];
  for (const arm of arms) {
    const key = pathKey(arm);
    const rows = rowsFrom(read, order.indexOf(key) * points, points);
    const curve = arm.output === "kl" ? await divergenceCurve(rows, options) : sensitivityCurve(rows);
    records.push({ arm: armKey(arm), distance: paths.get(key)!.length, curve });
  }
  return records;
}

/**
 * KL(P_0 || P_n) along a path, nats; entry 0 is 0. Source: paper C.1.
 *
 * Throws: InvalidInputError unless the rows were read at the end of the stream.
 */
export async function divergenceCurve(
  rows: LastRows,
  { model, readAt }: Pick<MeasureOptions, "model" | "readAt">,
): Promise<Float64Array> {
  const end = hookPoint(model.shape.layers - 1, "post");
  if (readAt !== end)
    throw new InvalidInputError({
      what: "the point where KL is read",
      got: readAt,
      want: end,
      hint: "Hint: only the end of the stream gives a prediction; read L2 at other points.",
    });
  return model.divergences(rows);
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
