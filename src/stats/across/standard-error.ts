/** Half of a 95 % interval of a normal distribution, in standard errors. */
export const NORMAL_975 = 1.959964;

/**
 * The standard error that a 95 % interval stands for: (high - low) / (2 * 1.959964). Units: those of the value.
 *
 * Of a bootstrap interval it is what a normal error of the same width would have.
 */
export function standardErrorOf([low, high]: readonly [number, number]): number {
  return (high - low) / 2 / NORMAL_975;
}
