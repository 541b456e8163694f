import type { CurveFacts } from "../../experiment/curve-metric.ts";
import type { Reshape } from "../../experiment/curve-values.ts";

/** A line of the measured curve's height: no boundary on the way. Max slope 1. */
export const line: Reshape = (curve) => shaped(curve, (t) => t);

/** A parabola of the measured curve's height: steep at its end alone. */
export const parabola: Reshape = (curve) => shaped(curve, (t) => t * t);

/**
 * A step half way, of the measured curve's height: logistic((t - 1/2) / width), brought to 0 and 1 at the ends. Max slope
 * about 1 / (4 width): 2.5 for a width of 0.1.
 */
export function stepOfWidth(width: number): Reshape {
  const logistic = (t: number) => 1 / (1 + Math.exp((0.5 - t) / width));
  const [low, high] = [logistic(0), logistic(1)];
  return (curve) => shaped(curve, (t) => (logistic(t) - low) / (high - low));
}

/** The measured curve mixed with the line to its end: of a max slope s it leaves 1 + share (s - 1). */
export function partOf(share: number): Reshape {
  return (curve) => curve.map((value, n) => share * value + (1 - share) * lineAt(curve, n));
}

/** A line from 0 to a given height. */
export function risesTo(height: number): Reshape {
  return (curve) => curve.map((_, n) => (height * n) / (curve.length - 1));
}

/** A step that is the sharper the longer its path is: of max slope 2.5 at the mean length, in proportion to the length. */
export const sharperWithLength: Reshape = (curve, facts) =>
  stepOfWidth((0.1 * meanLength(curve, facts)) / facts.distance)(curve, facts);

/** A line to the path's length over the mean one: what lies between the ends is the more the longer the path is. */
export const endsWithLength: Reshape = (curve, facts) =>
  risesTo(facts.distance / meanLength(curve, facts))(curve, facts);

/** The scales' step is that of a path of the mean length. */
function meanLength(curve: Float64Array, { scales }: CurveFacts): number {
  return scales.step * (curve.length - 1);
}

function lineAt(curve: Float64Array, n: number): number {
  return curve[0]! + ((curve.at(-1)! - curve[0]!) * n) / (curve.length - 1);
}

function shaped(curve: Float64Array, of: (t: number) => number): Float64Array {
  const [start, height] = [curve[0]!, curve.at(-1)! - curve[0]!];
  return curve.map((_, n) => start + height * of(n / (curve.length - 1)));
}
