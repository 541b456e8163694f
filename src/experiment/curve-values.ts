import type { Sample } from "../stats/sample.ts";
import { armKey } from "./arm.ts";
import type { CurveFacts, CurveMetric } from "./curve-metric.ts";
import type { LabState } from "./lab-curves.ts";
import { type ArmCurves, curveOf } from "./measure.ts";

/** A metric of many curves: the one place where a curve becomes a number. */
export interface CurveValues {
  /** One value per curve; null where it does not show the event. */
  readonly values: Sample;
  /** How many of them lie where their curve ends. */
  readonly atEnd: number;
}

/** What is put in the place of a measured curve, of the same shape: [points]. */
export type Reshape = (curve: Float64Array, facts: CurveFacts) => Float64Array;

/** A metric of every curve of an arm: those of the run's bases, and those of bases beyond them where they are given. */
export function curveValues(
  metric: CurveMetric,
  parts: readonly ArmCurves[],
  state: Pick<LabState, "options" | "curves" | "curvesBeyond" | "scales">,
  reshape: Reshape = (curve) => curve,
): CurveValues {
  const nearest = metric.endsAtNearest ? nearestTargets(metric, state) : new Map<number, number>();
  const values: (number | null)[] = [];
  let atEnd = 0;
  for (const curves of parts)
    curves.bases.forEach((base, row) => {
      const distance = curves.distance[row]!;
      const facts: CurveFacts = { distance, nearest: nearest.get(base) ?? distance, scales: state.scales };
      const curve = reshape(curveOf(curves, row), facts);
      const value = metric.of(curve, facts);
      values.push(value);
      if (value !== null && metric.atEnd?.(value, curve, facts)) atEnd++;
    });
  return { values, atEnd };
}

/**
 * The distance of every base's nearest target, residual units: among the plan's `nearestAmong`, along the metric's
 * paths. A type that lost a base, or cannot be drawn on this model, has no say there.
 */
function nearestTargets(
  { along: perturbation }: Pick<CurveMetric, "along">,
  { options, curves, curvesBeyond }: Pick<LabState, "options" | "curves" | "curvesBeyond">,
): ReadonlyMap<number, number> {
  const nearest = new Map<number, number>();
  for (const type of options.plan.nearestAmong ?? [])
    for (const all of [curves, curvesBeyond]) {
      const measured = all.get(armKey({ perturbation, type }));
      measured?.bases.forEach((base, row) => {
        nearest.set(base, Math.min(nearest.get(base) ?? Number.POSITIVE_INFINITY, measured.distance[row]!));
      });
    }
  return nearest;
}
