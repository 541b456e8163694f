/** The text of `metrics/half-way-step.ts`: an example of a metric, to be replaced by the paper's own. */
export function metricTemplate(): string {
  return `import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { straight } from "../perturbations/straight.ts";

/** The first step at which the output has moved half as far as at the target. Units: steps. */
export const halfWayStep: CurveMetric = {
  key: "halfWayStep",
  title: "Half-way step",
  symbol: "half-way step",
  unit: "steps",
  axis: "half-way step (of 99 equal shares of the way)",
  meaning:
    "The first step at which the output has moved half as far as it has at the target: 50 for a straight line, more where it first stays.",
  never: "did not move",
  ifNever: 99,
  along: straight,
  output: "l2",
  of(curve) {
    const half = curve.at(-1)! / 2;
    return half > 0 ? curve.findIndex((moved) => moved >= half) : null;
  },
};
`;
}
