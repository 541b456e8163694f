import type { Distribution, Spread } from "../../experiment/record.generated.ts";

/** About how many bins a histogram of values has. */
const BINS = 33;

/**
 * The counts of a distribution in bins of whole numbers, where its values are whole, or of equal shares of its range.
 *
 * All distributions that are given share their bins, and bases without the event are in none. Mean and sd are of those
 * that have it.
 */
export function histogramsOf(distributions: readonly Distribution[]): readonly Spread[] {
  const low = Math.min(...distributions.map(({ values }) => values[0]!));
  const high = Math.max(...distributions.map(({ values }) => values.at(-1)!));
  const whole = distributions.every(({ values }) => values.every(Number.isInteger));
  const rough = (high - low) / BINS || 1;
  const width = whole ? Math.max(1, Math.ceil(rough)) : rough;
  const from = whole ? Math.floor(low / width) * width : low;
  return distributions.map(({ values, counts }) => {
    const n = counts.reduce((sum, count) => sum + count, 0);
    const mean = values.reduce((sum, value, i) => sum + value * counts[i]!, 0) / n;
    const variance = values.reduce((sum, value, i) => sum + (value - mean) ** 2 * counts[i]!, 0) / n;
    const bins: number[] = [];
    values.forEach((value, i) => {
      const bin = Math.floor((value - from) / width + 1e-9);
      while (bins.length <= bin) bins.push(0);
      bins[bin]! += counts[i]!;
    });
    return { mean, sd: Math.sqrt(variance), from, width, counts: bins };
  });
}
