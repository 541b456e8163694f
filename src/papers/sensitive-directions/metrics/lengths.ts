import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { substitution } from "../perturbations/substitution.ts";

/** ‖SAE(A) - A‖: how far every direction is followed. Units: residual units. */
export const errorLength: CurveMetric = {
  key: "errorLength",
  title: "Length of the SAE's error",
  symbol: "length",
  unit: "residual units",
  axis: "length of the SAE's error (residual units)",
  meaning: "How far from the base its reconstruction lies: the same for every direction of a base.",
  never: "without an error",
  ifNever: null,
  along: substitution,
  output: "l2",
  of: (_curve, { distance }) => distance,
};
