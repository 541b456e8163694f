import { differenceOfTwo, type Measured } from "../../stats/across/difference-of-two.ts";
import { isotonic } from "../../stats/across/isotonic.ts";

/** How a value changes from the first of several runs to the last. */
export interface Trend {
  /** "neither" where the interval of the change holds 0. */
  readonly direction: "rises" | "falls" | "neither";
  /** Last minus first. */
  readonly change: number;
  readonly interval: readonly [number, number];
  /** The monotone values nearest to those found; null without a direction. */
  readonly fit: readonly number[] | null;
}

/**
 * The trend of a value over runs in an order that means something: training steps, layers, lengths.
 *
 * Formula: change and interval as `differenceOfTwo`; fit = isotonic regression in the direction of the change with
 * weights 1 / se^2. Runs on the same prompts err alike, so that the interval is rather too
 * wide. Units: those of the value. Null for fewer than two runs.
 */
export function trendOf(runs: readonly Measured[]): Trend | null {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined || runs.length < 2) return null;
  const { change, interval } = differenceOfTwo(first, last);
  const direction = interval[0] > 0 ? "rises" : interval[1] < 0 ? "falls" : "neither";
  if (direction === "neither") return { direction, change, interval, fit: null };
  const sign = direction === "rises" ? 1 : -1;
  const fit = isotonic(
    runs.map(({ value }) => sign * value),
    runs.map(({ standardError }) => 1 / standardError ** 2),
  );
  return { direction, change, interval, fit: Array.from(fit, (value) => (value === 0 ? 0 : sign * value)) };
}
