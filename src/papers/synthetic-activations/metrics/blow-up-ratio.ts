import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { blowUpRatio as largestOverInitialRise } from "../../../experiment/curve-metrics.ts";
import { towards } from "../perturbations/towards.ts";
import type { Schedule } from "../setup.ts";

/** Blow-up ratio q of a path towards a target: 1 for a straight line, large for a step. Source: paper E1. */
export const blowUpRatio: Readonly<Record<Schedule, CurveMetric>> = {
  absolute: along("absolute"),
  relative: along("relative"),
};

function along(schedule: Schedule): CurveMetric {
  return {
    key: `blowUpRatio.${schedule}`,
    title: `Blow-up ratio, ${schedule} step`,
    symbol: "q",
    unit: "ratio",
    axis: "largest rise over the mean of the first 9 rises",
    meaning:
      "The largest rise of the output over the mean of its first 9 rises: 1 for a straight line, large for a step.",
    never: "never moved at first",
    ifNever: null,
    along: towards[schedule],
    output: "l2",
    of: (curve) => largestOverInitialRise(curve),
  };
}
