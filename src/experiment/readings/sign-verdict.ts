/** What an interval says of the sign of an effect. */
export type SignVerdict = "supported" | "contradicted" | "inconclusive";

/**
 * The verdict of a reading: supported where the whole interval is above 0, contradicted where all of it is below, else
 * inconclusive; so it is without an interval.
 *
 * What a criterion would say with the threshold "above 0". Thresholds in steps cannot be carried over to another unit.
 */
export function signVerdict(interval: readonly [number, number] | null): SignVerdict {
  if (interval === null) return "inconclusive";
  const [low, high] = interval;
  if (low > 0) return "supported";
  return high < 0 ? "contradicted" : "inconclusive";
}
