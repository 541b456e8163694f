import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { plateauLength as firstStepAtLevel } from "../../../experiment/curve-metrics.ts";
import { plateau } from "../perturbations/plateau.ts";
import type { LevelScales } from "../scales.ts";
import { PAPER } from "../setup.ts";

/** Activation plateau length (AP) around activations of a type. Units: steps. Source: paper C.5. */
export const plateauLength: CurveMetric<LevelScales> = {
  key: "plateauLength",
  title: "Plateau length",
  symbol: "AP",
  unit: "steps",
  axis: "plateau length (steps of fixed length)",
  meaning:
    "The first step at which the output has moved by the plateau level, walking away from a base of each type. A longer plateau is a more stable base.",
  never: "never reached the plateau level",
  ifNever: PAPER.plateauLengthIfNever,
  along: plateau,
  output: "l2",
  of: (curve, { scales }) => firstStepAtLevel(curve, scales.plateauLevel),
};
