import { flipProbability } from "../stats/across/t-interval.ts";
import { compare } from "./compare.ts";
import type { Threshold } from "./criterion.ts";
import type { Judgement } from "./judge.ts";

/** How much a verdict hangs on the draw of its bases. */
export interface Steadiness {
  /** Whether one standard error would turn it. */
  readonly narrow: boolean;
  /** The chance that an exact replicate gives another verdict. */
  readonly flipProbability: number;
}

/**
 * Whether a verdict is narrow, and how likely an exact replicate gives another one: the same design on as many other
 * bases, its interval as wide and shifted by the noise of both draws.
 *
 * Formula: narrow where `compare` gives another verdict for the interval moved by one standard error, either way. The
 * flip probability is the sum of `flipProbability(end, standard error, edge)` over the ends that decide: the low one
 * of "above x" where supported, the high one where contradicted; both of "within x" where supported, the nearer one
 * where contradicted. Both ends of an interval cannot cross at once, so the chances add up.
 * One end is narrow from 0.24 on (one standard error from the edge), whatever the spread.
 * null for other verdicts than supported and contradicted, where no standard error is known, and where the interval
 * alone says something else.
 */
export function steadinessOf(
  threshold: Threshold,
  { verdict, interval, standardError = null }: Pick<Judgement, "verdict" | "interval" | "standardError">,
): Steadiness | null {
  if (interval === null || standardError === null) return null;
  if (verdict !== "supported" && verdict !== "contradicted") return null;
  if (compare(threshold, interval).verdict !== verdict) return null;
  const [low, high] = interval;
  const moved = (by: number) => compare(threshold, [low + by, high + by]).verdict;
  return {
    narrow: moved(standardError) !== verdict || moved(-standardError) !== verdict,
    flipProbability: decidingEnds(threshold, verdict, interval).reduce(
      (sum, { end, edge }) => sum + flipProbability(end, standardError, edge),
      0,
    ),
  };
}

/** The ends of an interval that a verdict hangs on, each with the edge of the threshold that it must not cross. */
function decidingEnds(
  threshold: Threshold,
  verdict: "supported" | "contradicted",
  [low, high]: readonly [number, number],
): readonly { readonly end: number; readonly edge: number }[] {
  if ("above" in threshold) return [{ end: verdict === "supported" ? low : high, edge: threshold.above }];
  const { within } = threshold;
  if (verdict === "supported")
    return [
      { end: low, edge: -within },
      { end: high, edge: within },
    ];
  return [low > within ? { end: low, edge: within } : { end: high, edge: -within }];
}
