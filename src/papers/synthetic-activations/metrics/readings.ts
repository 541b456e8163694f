import type { CurveMetric } from "../../../experiment/curve-metric.ts";
import { towards } from "../perturbations/towards.ts";
import type { LevelScales } from "../scales.ts";
import { maxSlopeStepTo } from "./max-slope-step.ts";

/** KL at one step of an absolute path. Units: nats. null for a path of fewer points. Source: paper D2. */
export function klAt(step: number): CurveMetric {
  return {
    key: `klAt.${step}`,
    title: `KL at step ${step}`,
    symbol: `KL at ${step}`,
    unit: "nats",
    axis: `KL divergence from step 0 at step ${step} (nats)`,
    meaning: `How far the prediction has moved after ${step} steps of fixed length.`,
    never: "ended before that step",
    ifNever: null,
    along: towards.absolute,
    output: "kl",
    of: (curve) => curve[step] ?? null,
  };
}

/** KL at the target. Units: nats. Source: arXiv 2410.12555 and the reports that it answers. */
export const klAtTarget: CurveMetric = {
  key: "klAtTarget",
  title: "KL at the target",
  symbol: "KL",
  unit: "nats",
  axis: "KL divergence at the target (nats)",
  meaning: "How far the prediction has moved once a path has arrived at its target.",
  never: "without a target",
  ifNever: null,
  along: towards.relative,
  output: "kl",
  of: (curve) => curve.at(-1)!,
};

/** Whether the max slope step of an uncut absolute path lies beyond a step: 1 or 0; without a blow-up it does. Source: paper E17. */
export function laterThan(step: number): CurveMetric<LevelScales> {
  const { uncut } = maxSlopeStepTo;
  return {
    ...uncut,
    key: `laterThan.${step}`,
    title: `Max slope step beyond ${step}`,
    symbol: `MSS > ${step}`,
    unit: "share",
    axis: `1 where the max slope step lies beyond ${step}`,
    meaning: `Whether the output rises most after step ${step}, when a path goes on beyond its target.`,
    ifNever: 1,
    of(curve, facts) {
      const steepest = uncut.of(curve, facts);
      return steepest === null ? null : Number(steepest > step);
    },
    atEnd: () => false,
  };
}
