import type { GenerationContext } from "../../activations/generator.ts";
import { STREAMS_A_CALL } from "../../limits.ts";
import type { Rng } from "../../math/rng.ts";
import { type Activation, rowOf, stackRows } from "../../math/vec.ts";
import type { HookPoint } from "../../model/hook-point.ts";
import type { LanguageModel, Residual } from "../../model/language-model.ts";
import type { Arm, Output } from "../arm.ts";
import type { Path } from "../perturbation.ts";
import { contextAt } from "./context-at.ts";
import { curvesOfRows, endOutput } from "./curve-of-rows.ts";
import { type Draw, type Measured, type MeasuredCurve, pathOf } from "./measured.ts";
import { positionsOf, type ReachedPositions } from "./reach.ts";
import { overPoints, withoutRepeats } from "./repeats.ts";

/** What the arms of another reach than the last position are measured with on one prompt. */
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
}

/**
 * The curves of all arms that replace or read other positions than the last, in their order: of each the mean over the
 * positions read of what is read there, against the whole prompt's own step 0.
 *
 * The model runs STREAMS_A_CALL streams side by side: of every arm one for each point that differs from the one before,
 * and the prompt's own once for all of them. Arms that fill a call are measured before the next are laid, so that no more
 * is held than one arm's streams and a call's. An arm has no curve where no path can be laid at one of its positions.
 * Streams: `rng.fork("position").fork(p)` for draws at position p; those of the last position are the run's own.
 */
export async function measureReach(
  arms: readonly Arm[],
  options: ReachOptions,
): Promise<readonly Measured[]> {
  const placeOf = placesOf(options);
  const own: Ends = new Map();
  const measured: Measured[] = [];
  let laid: (Laid | string)[] = [];
  for (const [i, arm] of arms.entries()) {
    laid.push(layPaths(arm, placeOf, options));
    if (streamsOf(laid, own).length < STREAMS_A_CALL && i + 1 < arms.length) continue;
    measured.push(...(await measureLaid(laid, own, options)));
    laid = [];
  }
  return measured;
}

/** Where streams end. */
type Ends = Map<Residual, Residual>;

/** The streams of paths whose end is not known. */
function streamsOf(laid: readonly (Laid | string)[], known: Ends): readonly Residual[] {
  const all = laid.flatMap((one) => (typeof one === "string" ? [] : one.streams));
  return [...new Set(all)].filter((stream) => !known.has(stream));
}

/** `own` has the end of the prompt's own stream, or takes it in. */
async function measureLaid(
  laid: readonly (Laid | string)[],
  own: Ends,
  options: ReachOptions,
): Promise<readonly Measured[]> {
  const { model, residual, perturbAt: at, readAt } = options;
  const ends: Ends = new Map(own);
  const streams = streamsOf(laid, own);
  for (let from = 0; from < streams.length; from += STREAMS_A_CALL) {
    const some = streams.slice(from, from + STREAMS_A_CALL);
    const read = await model.runAll({ streams: some, at, readAt });
    some.forEach((stream, i) => {
      ends.set(stream, read[i]!);
      if (stream === residual) own.set(stream, read[i]!);
    });
  }
  const wanted = laid.flatMap((one) =>
    typeof one === "string"
      ? []
      : one.positions.read.map((position) => ({
          rows: stackRows<"row", "d_model">(one.streams.map((stream) => rowOf(ends.get(stream)!, position))),
          output: one.output,
        })),
  );
  const curves = (await curvesOfRows(wanted, options)).values();
  return laid.map((one) => (typeof one === "string" ? one : meanOver(one, curves)));
}

/** What is perturbed at one position, and how it is drawn. */
interface Place {
  readonly base: Activation;
  readonly draw: Draw;
}

/** The places of a prompt, each looked up once for all arms. */
function placesOf({ residual, context, rng, drawsOf }: ReachOptions): (position: number) => Place {
  const places = new Map<number, Place>();
  const look = (position: number): Place => {
    const isLast = position === residual.rows - 1;
    const here = isLast ? context : contextAt(context, rowOf(residual, position) as Activation);
    return {
      base: here.base,
      draw: drawsOf(here, isLast ? rng : rng.fork("position").fork(position)),
    };
  };
  return (position) => {
    const place = places.get(position) ?? look(position);
    places.set(position, place);
    return place;
  };
}

/** The paths of one arm, as whole streams. */
interface Laid {
  readonly output: Output;
  readonly positions: ReachedPositions;
  /** Those that differ from the one before; the prompt's own is the one that was given. */
  readonly streams: readonly Residual[];
  /** Which of them every point is. Shape: [points]. */
  readonly at: Int32Array;
  readonly length: number;
}

/** Lays the paths of one arm, or says why there are none. */
function layPaths(
  arm: Arm,
  placeOf: (position: number) => Place,
  { residual, points, step }: ReachOptions,
): Laid | string {
  const output = endOutput(arm);
  const positions = positionsOf(arm.perturbation.reach ?? "last", residual.rows);
  const paths: Path[] = [];
  for (const position of positions.replaced) {
    const path = pathOf(arm, { ...placeOf(position), type: arm.type, points, step });
    if (!("rows" in path)) return path.message;
    paths.push(path);
  }
  const ways = paths.map(({ rows }) => withoutRepeats(rows));
  const streams: Residual[] = [];
  const at = new Int32Array(points);
  for (let n = 0; n < points; n++) {
    if (n === 0 || ways.some((way) => way.at[n] !== way.at[n - 1]))
      streams.push(
        replacedIn(
          residual,
          positions.replaced,
          paths.map(({ rows }) => rowOf(rows, n)),
        ),
      );
    at[n] = streams.length - 1;
  }
  const length = paths.reduce((sum, path) => sum + path.length, 0) / paths.length;
  return { output, positions, streams, at, length };
}

/** A stream with vectors in the place of its own; the stream itself where they are its own. */
function replacedIn(
  residual: Residual,
  positions: readonly number[],
  vectors: readonly Float32Array[],
): Residual {
  const isOwn = positions.every((position, i) => {
    const own = rowOf(residual, position);
    return vectors[i]!.every((value, k) => value === own[k]);
  });
  if (isOwn) return residual;
  const data = residual.data.slice();
  positions.forEach((position, i) => {
    data.set(vectors[i]!, position * residual.cols);
  });
  return { ...residual, data };
}

/** The mean over an arm's positions, of which the curves come next. */
function meanOver({ positions, at, length }: Laid, curves: IterableIterator<Float64Array>): MeasuredCurve {
  const { read } = positions;
  const curve = new Float64Array(at.length);
  for (const _ of read)
    overPoints(curves.next().value!, { at }).forEach((value, n) => {
      curve[n]! += value / read.length;
    });
  return { curve, length };
}
