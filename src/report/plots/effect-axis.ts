/** The axis a criterion's numbers are drawn on: theirs, the control's, the authors' and the threshold. */

import type { CriterionEntry } from "../report.generated.ts";
import { thresholdEdges } from "../words/criterion-words.ts";

/** A linear axis over per cent of the drawing's width, so that text keeps its size on any screen. */
export interface EffectAxis {
  low: number;
  high: number;
  ticks: number[];
  /** Position of a value, 0..100 per cent of the width. */
  at: (value: number) => number;
}

/** Share of the width kept free at either end, per cent. */
const INSET = 3;

/** An axis with room for 0, the threshold, both intervals and the authors' value. */
export function effectAxis(criterion: CriterionEntry): EffectAxis {
  const { statistic, control, authors } = criterion;
  const values = [
    0,
    ...thresholdEdges(criterion),
    ...(statistic.interval ?? []),
    ...(control.interval ?? []),
    ...[statistic.value, control.value, authors].filter((value) => value !== null),
  ];
  return axisOver(values);
}

/** An axis with room for these values. */
export function axisOver(values: readonly number[]): EffectAxis {
  const span = Math.max(...values) - Math.min(...values) || 1;
  const low = Math.min(...values) - span * 0.05;
  const high = Math.max(...values) + span * 0.05;
  const at = (value: number) => INSET + ((value - low) / (high - low)) * (100 - 2 * INSET);
  return { low, high, ticks: niceTicks(low, high, 5), at };
}

/** Round numbers in low..high, about `about` of them, at steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, about: number): number[] {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}
