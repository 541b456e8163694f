import { tInterval } from "../../stats/across/t-interval.ts";
import { compare } from "../compare.ts";
import type { Threshold } from "../criterion.ts";
import { FAMILY_ERROR } from "../joint/family-bounds.ts";
import { type Judgement, type Verdict, withControl, withPlanted } from "../judge.ts";

/** What one run of several, which differ in their seed alone, has of one criterion. */
export interface Replicate {
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  /** With control and planted effect taken into account. */
  readonly verdict: Verdict;
  readonly control: number | null;
  /** Left out where no effect is planted. */
  readonly planted?: number | null;
}

/** One criterion over its replicates. */
export interface OverReplicates {
  /** Of those that have a value; null for fewer than two. */
  readonly mean: number | null;
  /** Standard deviation between them. */
  readonly sd: number | null;
  /** 95 % t interval of the mean: it holds every source of variance that differs between runs. */
  readonly interval: readonly [number, number] | null;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Above this share of replicates that something else than their interval leaves open, all of them are doubtful. */
const LARGEST_SHARE_LEFT_OPEN = 0.5;

/**
 * The verdict of a criterion over its replicates: the t interval of its values is held to the threshold, and those of its
 * control and its planted effect count as they do in a run.
 *
 * inconclusive as well where a replicate has no value, and where more than half of them are inconclusive although their
 * own intervals decide. Pure; the order of the replicates does not matter.
 */
export function overReplicates(
  threshold: Threshold,
  replicates: readonly Replicate[],
  unit = "",
): OverReplicates {
  const over = (values: readonly (number | null)[]) => judgementOver(threshold, values, unit);
  const { sd, ...own } = over(replicates.map(({ value }) => value));
  const controlled = withControl(own, over(replicates.map(({ control }) => control)));
  const planted = replicates.flatMap((one) => (one.planted === undefined ? [] : [one.planted]));
  const judged = planted.length === 0 ? controlled : withPlanted(controlled, over(planted));
  const { verdict, reason } = leftOpen(judged, threshold, replicates) ?? judged;
  return { mean: own.value, sd, interval: own.interval, verdict, reason };
}

/**
 * The interval that a primary criterion must also pass for its hypothesis: the t interval at 1 - error / m for m primary
 * criteria (Bonferroni), so that all of them hold at once as often as the bounds of one run do. null where not every
 * replicate has a value.
 */
export function simultaneousOver(
  values: readonly (number | null)[],
  primaries: number,
): readonly [number, number] | null {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length < 2) return null;
  return tInterval(known, 1 - FAMILY_ERROR / Math.max(1, primaries)).interval;
}

function judgementOver(
  threshold: Threshold,
  values: readonly (number | null)[],
  unit: string,
): Judgement & { readonly sd: number | null } {
  const known = values.filter((value) => value !== null);
  const none = { mean: null, interval: null, sd: null };
  const { mean, interval, sd } = known.length < 2 ? none : tInterval(known);
  const lacking = values.length - known.length;
  const { verdict, reason } =
    interval === null || lacking > 0
      ? {
          verdict: "inconclusive" as const,
          reason: `${lacking} of ${values.length} replicates ${lacking === 1 ? "has" : "have"} no value.`,
        }
      : compare(threshold, interval, unit);
  return { verdict, reason, value: mean, interval, sd, n: values.length };
}

/** Inconclusive for a reason that no interval knows, in most replicates; null where it is not so. */
function leftOpen(
  { verdict, reason }: Judgement,
  threshold: Threshold,
  replicates: readonly Replicate[],
): Pick<Judgement, "verdict" | "reason"> | null {
  if (verdict !== "supported" && verdict !== "contradicted") return null;
  const open = replicates.filter(
    (one) =>
      one.verdict === "inconclusive" &&
      one.interval !== null &&
      compare(threshold, one.interval).verdict !== "inconclusive",
  ).length;
  if (open <= LARGEST_SHARE_LEFT_OPEN * replicates.length) return null;
  return {
    verdict: "inconclusive",
    reason: `${open} of ${replicates.length} replicates are inconclusive for another reason than their interval. Without it: ${verdict}. ${reason}`,
  };
}
