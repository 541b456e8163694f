import { InvalidInputError } from "../errors.ts";
import type { Rng } from "../math/rng.ts";
import { type Activation, distance } from "../math/vec.ts";
import { type HookPoint, hookPoint } from "../model/hook-point.ts";
import type { LanguageModel, LastRows } from "../model/language-model.ts";
import { residualAt } from "../model/residual-at.ts";
import { type Arm, activationFrom, armKey, generateFor, pathKey, type TypeDraw } from "./arm.ts";
import { sensitivityCurve } from "./curve-metrics.ts";
import type { CurveRecord, CurveStore, LabName } from "./curve-store.ts";
import { absolutePath, relativePath } from "./perturbation-path.ts";
import type { PreparedBase } from "./preparation.ts";

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
  readonly bases: readonly PreparedBase[];
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
 * refused before the store is asked: no part holds what could not be measured.
 *
 * Streams: `rng.fork("generate")` for the activation types, `rng.fork("plateau-direction")` for the random target
 * that all plateau arms of one base head for.
 */
export async function measureArms(options: MeasureOptions): Promise<ReadonlyMap<string, ArmCurves>> {
  const { only, arms, points, lab, store } = options;
  for (const base of only.slice(0, 1))
    for (const { type } of arms) activationFrom(type, options.bases[base]!.context);
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
  for (const [row, base] of only.entries()) {
    const kept = arms.flatMap((arm) => store.get(lab, armKey(arm), base) ?? []);
    const records = kept.length === arms.length ? kept : await measureBase(base, options);
    if (records !== kept) await store.put(lab, base, records);
    for (const { arm, distance, curve } of records) {
      const into = measured.get(arm)!;
      into.values.set(curve, row * points);
      into.distance[row] = distance;
    }
    options.onBase?.(row + 1);
  }
  return measured;
}

async function measureBase(index: number, options: MeasureOptions): Promise<readonly CurveRecord[]> {
  const { model, bases, arms, points } = options;
  const base = bases[index]!;
  const generate = generatorOfBase(base, index, options.rng);
  const paths = new Map(arms.map((arm) => [pathKey(arm), pathOf(arm, base, generate, options)]));
  const read = await model.resumeFrom({
    residual: await residualAt(model, base.tokens, options.perturbAt), // 30 kB a base would add up
    at: options.perturbAt,
    last: concatenate([...paths.values()].map(({ rows }) => rows)),
    readAt: options.readAt,
  });
  const order = [...paths.keys()];
  const records: CurveRecord[] = [];
  for (const arm of arms) {
    const key = pathKey(arm);
    const rows = sliceRows(read, order.indexOf(key) * points, points);
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

interface Path {
  readonly rows: LastRows;
  readonly length: number;
}

/** The activation of a type for one base, from a named stream. */
type GenerateOnce = (type: TypeDraw, stream: "generate" | "plateau-direction") => Activation;

/** Generators of one base; arms that ask for the same draw share it. */
function generatorOfBase({ context }: PreparedBase, index: number, rng: Rng): GenerateOnce {
  const drawn = new Map<string, Activation>();
  return (type, stream) => {
    const key = `${stream} ${type}`;
    const activation = drawn.get(key) ?? generateFor(type, rng.fork(stream), index, context);
    drawn.set(key, activation);
    return activation;
  };
}

function pathOf(
  arm: Arm,
  { context }: PreparedBase,
  generate: GenerateOnce,
  options: { readonly points: number; readonly step: number },
): Path {
  const { points, step } = options;
  const generated = generate(arm.type, "generate");
  const between = (start: Activation, end: Activation, relative: boolean): Path => ({
    rows: relative ? relativePath(start, end, points) : absolutePath(start, end, points, step),
    length: distance(start, end),
  });
  switch (arm.experiment) {
    case "towards.relative":
      return between(context.base, generated, true);
    case "towards.absolute":
      return between(context.base, generated, false);
    case "plateau":
      return between(generated, generate("random", "plateau-direction"), false);
    default:
      return arm.experiment satisfies never;
  }
}

function concatenate(parts: readonly LastRows[]): LastRows {
  const cols = parts[0]!.cols;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { rows: data.length / cols, cols, data };
}

function sliceRows(all: LastRows, from: number, count: number): LastRows {
  return { rows: count, cols: all.cols, data: all.data.subarray(from * all.cols, (from + count) * all.cols) };
}
