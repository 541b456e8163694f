import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { plateauLength as firstStepAtLevel } from "../../../experiment/curve-metrics.ts";
import { plateauLength } from "../metrics/plateau-length.ts";
import type { LevelScales } from "../scales.ts";
import { optionsOf } from "./dimensions.ts";

/** Plateau lengths at several levels, by the option of the level. The registered one is the claims' own. */
export const plateauReadings: readonly { readonly level: string; readonly metric: CurveMetric }[] =
  // the registered level first
  ["1", ...optionsOf("plateau").filter((level) => level !== "1")].map((level) => ({
    level,
    metric: level === "1" ? plateauLength : atLevel(Number(level)),
  }));

function atLevel(times: number): CurveMetric<LevelScales> {
  return {
    ...plateauLength,
    key: `reading.plateau.${times}`,
    of: (curve, { scales }) => firstStepAtLevel(curve, times * (scales as LevelScales).plateauLevel),
  };
}
