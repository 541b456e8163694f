import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { between } from "../perturbations/between.ts";

/**
 * Sign changes of MLP pre-activations on the way, of all blocks behind the first: how many faces of polytopes it crosses.
 * Units: count. Source: paper, appendix F, which counts those of a gated MLP's gates.
 */
export const signChanges: CurveMetric = {
  key: "signChanges",
  title: "Sign changes on the way",
  symbol: "sign changes",
  unit: "count",
  axis: "MLP pre-activations that change sign on the way",
  meaning:
    "How many times an MLP pre-activation of any block behind the perturbed point changes sign between two points of the way: each is a boundary between two polytopes.",
  never: "without an end",
  ifNever: null,
  along: between,
  output: "crossings",
  of: (curve) => curve.at(-1)!,
};
