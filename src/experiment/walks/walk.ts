import { InvalidInputError } from "../../errors/index.ts";
import { type Activation, float64 } from "../../math/vec.ts";
import type { Path, PathContext } from "../perturbation.ts";

/** How far from its start each point of a walk lies, residual units; the first is 0. Shape: [points]. */
export type LengthSchedule = (context: PathContext) => Float64Array;

/** A path along one direction: where it starts, which way it goes, and how far each point lies. */
export interface Walk {
  start(context: PathContext): Activation;
  /** Of any length above 0: only where it points counts. Shape: [d_model]. */
  direction(context: PathContext): Float64Array;
  readonly lengths: LengthSchedule;
}

/**
 * The points of a walk: start + lengths[i] direction / ‖direction‖, in float64 and stored in float32.
 *
 * Shapes: [points, d_model]. The path is as long as its last point is far.
 * Throws: InvalidInputError for a direction without length, or a schedule of another number of points, that does not
 * begin at 0, or that is not finite.
 * Source: Lee and Heimersheim (2024), perturbations of equal length along different directions.
 */
export function walkPath({ start, direction, lengths }: Walk, context: PathContext): Path {
  const from = start(context);
  const way = direction(context);
  const own = Math.sqrt(way.reduce((sum, d) => sum + d * d, 0));
  if (!(own > 0))
    throw new InvalidInputError({
      what: `the length of the direction of "${context.type}"`,
      got: own,
      want: "above 0",
      hint: "Hint: a direction without length points nowhere; the base is left out for this type.",
    });
  const far = lengths(context);
  if (far.length !== context.points || far[0] !== 0 || !far.every(Number.isFinite))
    throw new InvalidInputError({
      what: "the lengths of a walk",
      got: Array.from(far),
      want: `${context.points} finite numbers, the first 0`,
      hint: "Hint: a schedule gives one length for every point of the path.",
    });
  const cols = from.length;
  const data = new Float32Array(far.length * cols);
  far.forEach((length, i) => {
    for (let k = 0; k < cols; k++) data[i * cols + k] = from[k]! + (length * way[k]!) / own;
  });
  return { rows: { rows: far.length, cols, data }, length: far.at(-1)! };
}

/** The direction in which the activation of the context's type lies, seen from the base. */
export function towardsType({ base, type, draw }: PathContext): Float64Array {
  const point = draw(type);
  return float64(point.length, (k) => point[k]! - base[k]!);
}

/** Lengths of equal steps, up to and including one. */
export function evenly(context: Pick<PathContext, "points">, upTo: number): Float64Array {
  const last = context.points - 1;
  return float64(context.points, (i) => (i === last ? upTo : (upTo * i) / last));
}

/** No length at all until the last point, and all of it there: what is replaced is replaced at once. */
export function atOnce(context: Pick<PathContext, "points">, length: number): Float64Array {
  return float64(context.points, (i) => (i === context.points - 1 ? length : 0));
}
