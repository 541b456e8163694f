import { InvalidInputError } from "../../errors/index.ts";
import type { Activation } from "../../math/vec.ts";
import type { LastRows } from "../../model/language-model.ts";

/** Two directions at right angles in the plane through three activations, and where the third one lies in it. */
export interface Plane {
  readonly origin: Activation;
  /** Of length 1, as float64. The first heads for the second activation, which lies at (1, 0). */
  readonly axes: readonly [Float64Array, Float64Array];
  /** Length that counts as 1: that from the first activation to the second. */
  readonly unit: number;
  readonly third: readonly [x: number, y: number];
}

/** The window that is looked at, in units of the plane. */
export interface Window {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  /** Points along each side. */
  readonly side: number;
}

/**
 * The plane through three activations, its first axis from the first to the second, its second towards the third.
 *
 * Gram-Schmidt in float64. Throws: InvalidInputError where the three lie on a line.
 */
export function planeThrough(origin: Activation, second: Activation, third: Activation): Plane {
  const along = Float64Array.from(second, (x, i) => x - origin[i]!);
  const unit = Math.hypot(...along);
  const first = along.map((x) => x / unit);
  const towards = Float64Array.from(third, (x, i) => x - origin[i]!);
  const x = dot(towards, first);
  const rest = towards.map((value, i) => value - x * first[i]!);
  const y = Math.hypot(...rest);
  if (!(unit > 0 && y > 1e-6 * unit))
    throw new InvalidInputError({
      what: "the distance of the third activation from the line through two others",
      got: y,
      want: "above 0",
      hint: "Hint: three activations on a line make no plane; the base is left out.",
    });
  return {
    origin,
    axes: [first, rest.map((value) => value / y)],
    unit,
    third: [x / unit, y / unit],
  };
}

/** The points of a window, row by row from the top, each row from the left. Shape: [side x side, d_model]. */
export function pointsOf({ origin, axes, unit }: Plane, { x, y, side }: Window): LastRows {
  const cols = origin.length;
  const data = new Float32Array(side * side * cols);
  for (let row = 0; row < side; row++)
    for (let col = 0; col < side; col++) {
      const u = unit * (x[0] + ((x[1] - x[0]) * col) / (side - 1));
      const v = unit * (y[1] - ((y[1] - y[0]) * row) / (side - 1));
      const at = (row * side + col) * cols;
      for (let i = 0; i < cols; i++) data[at + i] = origin[i]! + u * axes[0][i]! + v * axes[1][i]!;
    }
  return { rows: side * side, cols, data };
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
