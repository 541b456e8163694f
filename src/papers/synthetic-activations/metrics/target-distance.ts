import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { towards } from "../perturbations/towards.ts";

/** ‖T - A‖. Units: residual units. */
export const targetDistance: CurveMetric = {
  key: "targetDistance",
  title: "Distance to the target",
  symbol: "distance",
  unit: "residual units",
  axis: "distance from base to target (residual units)",
  meaning:
    "How far each type's target lies from its base: types that differ here differ in more than direction.",
  never: "without a distance",
  ifNever: null,
  along: towards.relative,
  output: "l2",
  of: (_curve, { distance }) => distance,
};
