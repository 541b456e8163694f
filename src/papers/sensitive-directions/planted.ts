import type { Reshape } from "../../experiment/curve-values.ts";

/** The same curve some times as high. */
export function timesAsHigh(times: number): Reshape {
  return (curve) => curve.map((value) => value * times);
}
