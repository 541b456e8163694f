import { ks } from "../stats/ks.ts";
import { mean } from "../stats/mean.ts";
import { median } from "../stats/median.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import type { Sample } from "../stats/sample.ts";
import { populationStandardDeviation } from "../stats/standard-deviation.ts";
import type { CurveMetric } from "./curve-metric.ts";
import type { CurveValues } from "./curve-values.ts";
import type { ArmCurves } from "./measure.ts";
import type { CurveBand, Distribution, GroupSummary } from "./record.generated.ts";

/** One metric of one type in a few numbers; `reference` is null for the reference type itself. */
export function summarise(
  { values: sample, atEnd }: CurveValues,
  { ifNever, atEnd: hasEnd }: Pick<CurveMetric, "ifNever" | "atEnd">,
  reference: Sample | null,
): GroupSummary {
  const values = sample.map((value) => value ?? ifNever!);
  return {
    mean: mean(values),
    sd: populationStandardDeviation(values),
    median: median(values),
    n: sample.length,
    never: sample.filter((value) => value === null).length,
    atEnd: hasEnd ? atEnd : null,
    ksToReference: reference && ks(reference, sample),
  };
}

/** Mean and 10th and 90th percentile over bases, point by point. Shapes: [base, points] -> 3 x [points]. */
export function bandOf(curves: ArmCurves, perturbation: string, type: string): CurveBand {
  const n = curves.distance.length;
  const at = Array.from({ length: curves.points }, (_, point) =>
    Float64Array.from({ length: n }, (_, base) => curves.values[base * curves.points + point]!).sort(),
  );
  return {
    perturbation,
    type,
    n,
    mean: at.map((values) => mean(values)),
    p10: at.map((values) => quantileOfSorted(values, 0.1)),
    p90: at.map((values) => quantileOfSorted(values, 0.9)),
  };
}

/** How often each value occurs, ascending. */
export function countValues(metric: string, type: string, sample: Sample): Distribution {
  const counts = new Map<number, number>();
  for (const value of sample) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const values = [...counts.keys()].sort((a, b) => a - b);
  return {
    metric,
    type,
    n: sample.length,
    never: sample.filter((value) => value === null).length,
    values,
    counts: values.map((value) => counts.get(value)!),
  };
}
