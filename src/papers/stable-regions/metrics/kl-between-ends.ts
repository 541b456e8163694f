import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { between } from "../perturbations/between.ts";

/** KL(P(F(A)) || P(F(B))): how far the predictions at both ends of a way lie apart. Units: nats. Source: ours. */
export const klBetweenEnds: CurveMetric = {
  key: "klBetweenEnds",
  title: "KL between the ends",
  symbol: "KL",
  unit: "nats",
  axis: "KL divergence between the predictions at both ends (nats)",
  meaning: "How far what the model predicts at the end of the way lies from what it predicts at its start.",
  never: "without an end",
  ifNever: null,
  along: between,
  output: "kl",
  of: (curve) => curve.at(-1)!,
};
