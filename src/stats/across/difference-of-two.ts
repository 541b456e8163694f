import { NORMAL_975 } from "./standard-error.ts";

/** A value with its standard error. */
export interface Measured {
  readonly value: number;
  readonly standardError: number;
}

/** How far one value is from another, with a 95 % interval. */
export interface DifferenceOfTwo {
  /** Last minus first. */
  readonly change: number;
  readonly interval: readonly [number, number];
}

/**
 * The difference of two values that err independently.
 *
 * Formula: change = last - first, interval change +- 1.96 sqrt(se_last^2 + se_first^2). Where both err alike, as on the
 * same prompts, the interval is rather too wide. Units: those of the values.
 */
export function differenceOfTwo(first: Measured, last: Measured): DifferenceOfTwo {
  const change = last.value - first.value;
  const half = NORMAL_975 * Math.hypot(first.standardError, last.standardError);
  return { change, interval: [change - half, change + half] };
}
