import { differenceOfTwo, type Measured } from "../../stats/across/difference-of-two.ts";
import { decimalsFor, formatFixed, formatInterval, formatNumber, withUnit } from "../words/format.ts";

/** How far a number of the second run, b, is from that of the first, a: b minus a. */
export interface Difference {
  readonly value: number;
  /** 95 % interval. */
  readonly interval: readonly [number, number];
  /** Bases that both runs share, where the difference is of them; null where the runs are compared as independent. */
  readonly paired: number | null;
}

/** The difference of two numbers of independent runs. */
export function unpaired(a: Measured, b: Measured): Difference {
  const { change, interval } = differenceOfTwo(a, b);
  return { value: change, interval, paired: null };
}

/** In which run the number is larger: the interval leaves out 0; null where it holds it. */
export function largerIn({ interval: [low, high] }: Difference): "a" | "b" | null {
  return low > 0 ? "b" : high < 0 ? "a" : null;
}

/** "1.26 steps (0.94 to 1.58)". */
export function differenceText({ value, interval }: Difference, unit: string): string {
  const decimals = decimalsFor(interval);
  return `${withUnit(formatFixed(value, decimals), unit)} (${formatInterval(interval, decimals)})`;
}

/** "1000 shared", "unpaired". */
export function pairingText({ paired }: Difference): string {
  return paired === null ? "unpaired" : `${formatNumber(paired)} shared`;
}
