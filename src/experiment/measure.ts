import type { Rng } from "../math/rng.ts";
import { type Activation, distance } from "../math/vec.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel, LastRows } from "../model/language-model.ts";
import { type Arm, armKey, generateFor } from "./arm.ts";
import { sensitivityCurve } from "./curve-metrics.ts";
import { absolutePath, relativePath } from "./perturbation-path.ts";
import type { PreparedBase } from "./preparation.ts";

/** One sensitivity curve per base, and how far each path's target was. */
export interface ArmCurves {
  /** Row-major. Shape: [base, points], residual units. */
  readonly l2: Float64Array;
  readonly points: number;
  /** ‖target - start‖ of every path, residual units. Shape: [base]. */
  readonly distance: Float64Array;
}

/** The curve of one base: a view. */
export function curveOf(curves: ArmCurves, base: number): Float64Array {
  return curves.l2.subarray(base * curves.points, (base + 1) * curves.points);
}

/**
 * Measures several arms on every base. All rows of one base run as one batch, so the keys and values of its prompt
 * are computed once: the unit of work is one base with all its rows.
 *
 * Streams: `rng.fork("generate")` for the activation types, `rng.fork("plateau-direction")` for the random target
 * that all plateau arms of one base head for.
 */
export async function measureArms(options: {
  readonly model: LanguageModel;
  readonly bases: readonly PreparedBase[];
  readonly arms: readonly Arm[];
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
  readonly step: number;
  readonly rng: Rng;
  readonly onBase?: (done: number) => void;
}): Promise<ReadonlyMap<string, ArmCurves>> {
  const { model, bases, arms, points } = options;
  const measured = new Map(
    arms.map((arm) => [
      armKey(arm),
      { l2: new Float64Array(bases.length * points), points, distance: new Float64Array(bases.length) },
    ]),
  );
  for (const [index, base] of bases.entries()) {
    const paths = arms.map((arm) => pathOf(arm, base, index, options));
    const read = await model.resumeFrom({
      residual: base.residual,
      at: options.perturbAt,
      last: concatenate(paths.map(({ rows }) => rows)),
      readAt: options.readAt,
    });
    arms.forEach((arm, i) => {
      const into = measured.get(armKey(arm))!;
      into.l2.set(sensitivityCurve(sliceRows(read, i * points, points)), index * points);
      into.distance[index] = paths[i]!.length;
    });
    options.onBase?.(index + 1);
  }
  return measured;
}

interface Path {
  readonly rows: LastRows;
  readonly length: number;
}

function pathOf(
  arm: Arm,
  { context }: PreparedBase,
  index: number,
  options: { readonly points: number; readonly step: number; readonly rng: Rng },
): Path {
  const { points, step, rng } = options;
  const generated = generateFor(arm.type, rng.fork("generate"), index, context);
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
      return between(generated, generateFor("random", rng.fork("plateau-direction"), index, context), false);
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
