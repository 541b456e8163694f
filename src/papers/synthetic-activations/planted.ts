import type { Reshape } from "../../experiment/curve-values.ts";
import { responseOf } from "./metrics/step-shape.ts";
import type { LevelScales } from "./scales.ts";
import type { Schedule } from "./setup.ts";

/**
 * A response that rises from its start to its height as smoothly as it can and is flat at both ends: height x
 * (3 t^2 - 2 t^3), t the share of the way. It stays at its height beyond the target.
 */
export const smoothstep = (schedule: Schedule): Reshape => shaped(schedule, (t) => 3 * t * t - 2 * t ** 3);

/** A response that is a step half way: height x logistic((t - 1/2) / 0.03), brought to 0 and 1 at the ends. */
export const sharpStep = (schedule: Schedule): Reshape => {
  const logistic = (t: number) => 1 / (1 + Math.exp((0.5 - t) / 0.03));
  const [low, high] = [logistic(0), logistic(1)];
  return shaped(schedule, (t) => (logistic(t) - low) / (high - low));
};

/** The same curve some steps later: it stays at its start until then. */
export function later(steps: number): Reshape {
  return (curve) => curve.map((_, n) => curve[Math.max(0, n - steps)]!);
}

/** The same curve some steps sooner: it stays at its end from then on. */
export function sooner(steps: number): Reshape {
  return (curve) => {
    const moved = curve.map((_, n) => curve[Math.min(curve.length - 1, n + steps)]!);
    moved[0] = curve[0]!;
    return moved;
  };
}

/** A step near the end of the path that the response is nearer to: at a seventh of it or as far from its end. */
export const farFromMiddle: Reshape = (curve) => {
  const last = curve.length - 1;
  const half = curve.findIndex((value) => value >= curve[last]! / 2);
  const early = Math.round(last / 7);
  return stepAt(half < last / 2 ? early : last - early)(curve);
};

/** The same curve some times as high. */
export function timesAsHigh(times: number): Reshape {
  return (curve) => curve.map((value) => value * times);
}

/** A parabola from 0 to the measured curve's height at its last point. */
export const parabola: Reshape = (curve) =>
  curve.map((_, n) => curve.at(-1)! * (n / (curve.length - 1)) ** 2);

/** A step at one point of the path, a few points wide: height x logistic((n - step) / 2). */
export function stepAt(step: number): (curve: Float64Array) => Float64Array {
  return (curve) => curve.map((_, n) => curve.at(-1)! / (1 + Math.exp((step - n) / 2)));
}

/** A curve of the measured one's height and of a shape of our own, up to its target and level beyond it. */
function shaped(schedule: Schedule, of: (t: number) => number): Reshape {
  return (curve, { distance, scales }) => {
    const { length } = responseOf(curve, { distance, scales: scales as LevelScales }, schedule);
    const height = curve[length - 1]! - curve[0]!;
    return curve.map((_, n) => curve[0]! + height * of(Math.min(1, n / (length - 1))));
  };
}
