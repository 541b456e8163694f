/** Where a criterion's threshold would have to lie for another verdict, in words. */
import type { CriterionEntry } from "../report.generated.ts";
import { thresholdEdges } from "./criterion-words.ts";
import { decimalsFor, formatFixed, withUnit } from "./format.ts";

/** A place on the axis of a criterion, as finely as its interval is shown. */
function placeText(criterion: CriterionEntry, at: number): string {
  const { interval, unit } = criterion.statistic;
  return withUnit(formatFixed(at, decimalsFor(interval, thresholdEdges(criterion))), unit);
}

/** "below 8.81 steps": the thresholds that the interval would support; "within ±2 steps" turns at "above 1.2 steps". */
export function supportedFrom(criterion: CriterionEntry): string | null {
  const at = criterion.turningPoints?.supported ?? null;
  if (at === null) return null;
  return `${criterion.threshold.within === undefined ? "below" : "above"} ${placeText(criterion, at)}`;
}

/** "above 10.03 steps": the thresholds that the interval would contradict. */
export function contradictedFrom(criterion: CriterionEntry): string | null {
  const at = criterion.turningPoints?.contradicted ?? null;
  if (at === null) return null;
  return `${criterion.threshold.within === undefined ? "above" : "below"} ${placeText(criterion, at)}`;
}

/** "Supported with any threshold below 8.81 steps, contradicted above 10.03 steps."; null where nothing was measured. */
export function turningText(criterion: CriterionEntry): string | null {
  const supported = supportedFrom(criterion);
  if (supported === null) return null;
  const contradicted = contradictedFrom(criterion);
  return `By its interval alone, supported with any threshold ${supported}, ${contradicted === null ? "contradicted with none" : `contradicted ${contradicted}`}.`;
}
