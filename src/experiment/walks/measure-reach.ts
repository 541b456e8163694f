import type { GenerationContext } from "../../activations/generator.ts";
import { InvalidInputError, NonFiniteError } from "../../errors/index.ts";
import type { Rng } from "../../math/rng.ts";
import { type Activation, rowOf, stackRows } from "../../math/vec.ts";
import type { HookPoint } from "../../model/hook-point.ts";
import type { LanguageModel, LastRows, Residual } from "../../model/language-model.ts";
import type { Arm } from "../arm.ts";
import type { TypeDraw } from "../draw.ts";
import type { Path } from "../perturbation.ts";
import { contextAt } from "./context-at.ts";
import { positionsOf } from "./reach.ts";
import { overPoints, withoutRepeats } from "./repeats.ts";

/** The activation of a type for one base, from a named stream. */
type Draw = (type: TypeDraw, stream?: string) => Activation;

/** What one arm of another reach than the last position is measured with. */
export interface ReachOptions {
  readonly model: LanguageModel;
  /** The stream of the base's prompt where it is perturbed. */
  readonly residual: Residual;
  readonly context: GenerationContext;
  readonly perturbAt: HookPoint;
  readonly readAt: HookPoint;
  readonly points: number;
  readonly step: number;
  readonly rng: Rng;
  /** Draws of one context from a stream. */
  readonly drawsOf: (context: GenerationContext, rng: Rng) => Draw;
  /** A curve of the rows that were read at one position. */
  readonly curveOf: (rows: LastRows) => Promise<Float64Array>;
}

/** A curve and how long its path is: means over positions. */
export interface ReachedCurve {
  readonly curve: Float64Array;
  readonly length: number;
}

/**
 * One curve of an arm that replaces or reads other positions than the last: the mean over the positions read of what is
 * read there, against the whole prompt's own step 0.
 *
 * The model runs once for each point that differs from the one before, whole, with a patch for every position replaced.
 * Gives the reason where no path can be laid at one of them.
 * Streams: `rng.fork("position").fork(p)` for draws at position p; those of the last position are the run's own.
 */
export async function measureReach(
  { perturbation, type }: Pick<Arm, "perturbation" | "type">,
  options: ReachOptions,
): Promise<ReachedCurve | string> {
  const { model, residual, context, points, step, rng } = options;
  const { replaced, read } = positionsOf(perturbation.reach ?? "last", residual.rows);
  const paths: Path[] = [];
  for (const position of replaced) {
    const isLast = position === residual.rows - 1;
    const base = rowOf(residual, position) as Activation;
    const here = isLast ? context : contextAt(context, base);
    const draw = options.drawsOf(here, isLast ? rng : rng.fork("position").fork(position));
    try {
      paths.push(perturbation.path({ base: here.base, type, points, step, draw }));
    } catch (error) {
      if (error instanceof InvalidInputError || error instanceof NonFiniteError) return error.message;
      throw error;
    }
  }
  const ways = paths.map(({ rows }) => withoutRepeats(rows));
  const streams: Residual[] = [];
  const at = new Int32Array(points);
  for (let n = 0; n < points; n++) {
    const isNew = n === 0 || ways.some((way) => way.at[n] !== way.at[n - 1]);
    if (isNew) streams.push(await streamAt(model, n, { ...options, replaced, paths }));
    at[n] = streams.length - 1;
  }
  const curve = new Float64Array(points);
  for (const position of read) {
    const rows = stackRows<"row", "d_model">(streams.map((stream) => rowOf(stream, position)));
    overPoints(await options.curveOf(rows), { at }).forEach((value, n) => {
      curve[n]! += value / read.length;
    });
  }
  return { curve, length: paths.reduce((sum, path) => sum + path.length, 0) / paths.length };
}

/** The whole stream at `readAt` with point n of every path in its place. */
async function streamAt(
  model: LanguageModel,
  n: number,
  {
    residual,
    perturbAt,
    readAt,
    replaced,
    paths,
  }: Pick<ReachOptions, "residual" | "perturbAt" | "readAt"> & {
    readonly replaced: readonly number[];
    readonly paths: readonly Path[];
  },
): Promise<Residual> {
  const patches = replaced.map((position, i) => ({
    at: perturbAt,
    position,
    vector: rowOf(paths[i]!.rows, n) as Activation,
  }));
  const { residuals } = await model.run({ from: { residual, at: perturbAt }, read: [readAt], patches });
  return residuals.get(readAt)!;
}
