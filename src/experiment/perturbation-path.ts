import { InvalidInputError } from "../errors/index.ts";
import { type Activation, distance } from "../math/vec.ts";
import type { LastRows } from "../model/language-model.ts";

/**
 * Relative path: point i is base + t (target - base), t = i / (points - 1), so the last point is the target.
 *
 * Shapes: base, target [d_model] -> [points, d_model]. Throws: InvalidInputError for fewer than 2 points.
 * Source: paper A.6.
 */
export function relativePath(base: Activation, target: Activation, points: number): LastRows {
  checkPoints(points);
  return walk(base, target, points, (i) => i / (points - 1));
}

/**
 * Absolute path: point i is base + i step unit(target - base). It goes on beyond the target.
 *
 * Shapes: base, target [d_model] -> [points, d_model]. Units: step in residual units.
 * Throws: InvalidInputError when the step is not positive or base and target coincide.
 * Source: paper A.1.
 */
export function absolutePath(base: Activation, target: Activation, points: number, step: number): LastRows {
  checkPoints(points);
  if (!(step > 0 && Number.isFinite(step)))
    throw new InvalidInputError({
      what: "the absolute step",
      got: step,
      want: "a positive number of residual units",
      hint: "Hint: on GPT-2 small it is 0.5.",
    });
  const length = distance(base, target);
  if (length === 0)
    throw new InvalidInputError({
      what: "the distance from base to target",
      got: length,
      want: "positive, or there is no direction to go",
      hint: "Hint: choose another target.",
    });
  return walk(base, target, points, (i) => (i * step) / length);
}

/**
 * How many entries of an absolute curve lie before the target: max(2, floor(distance / step)), at most `points`.
 *
 * Source: paper A.6 (the authors cut the curve at floor(‖T - A‖ / 0.5)); the floor of 2 keeps one rise.
 */
export function entriesUpToTarget(targetDistance: number, step: number, points: number): number {
  return Math.min(points, Math.max(2, Math.floor(targetDistance / step)));
}

/** base + share(i) (target - base), computed in float64 and stored in float32. */
function walk(base: Activation, target: Activation, points: number, share: (i: number) => number): LastRows {
  const cols = base.length;
  const data = new Float32Array(points * cols);
  for (let i = 0; i < points; i++) {
    const t = share(i);
    for (let k = 0; k < cols; k++) data[i * cols + k] = base[k]! + t * (target[k]! - base[k]!);
  }
  return { rows: points, cols, data };
}

function checkPoints(points: number): void {
  if (!Number.isSafeInteger(points) || points < 2)
    throw new InvalidInputError({
      what: "the number of points",
      got: points,
      want: "a whole number of at least 2",
      hint: "Hint: the paper uses 100.",
    });
}
