import type { Sample } from "../stats/sample.ts";

/** The measurements of one group: one value per base prompt, null where there is no event. */
export interface GroupSample {
  /** Base indices; `values[i]` belongs to base `bases[i]`. Any order. */
  readonly bases: readonly number[];
  readonly values: Sample;
  /** Mean distance from base to target, residual units; null where the type is no target. */
  readonly meanDistance: number | null;
  /** Steps are shares of that distance: groups are only comparable where it is alike. */
  readonly stepsGrowWithDistance: boolean;
  /** How many values lie where their curve ends, so that the event may come later. Default: none. */
  readonly atEnd?: number;
  /** Bases that could not be measured: they are not among `bases`. Default: none. */
  readonly lost?: readonly number[];
  /** Bases that the group says nothing of: no prompt makes such a pair with theirs. Among neither of both. Default: none. */
  readonly outside?: readonly number[];
  /** Why nothing can be concluded from these values; default: no reason. */
  readonly doubt?: string;
}

/**
 * One sample on the bases of even index, another on those of odd index. A base that either lost is lost; mean distance
 * and values at the end are the means of both.
 */
export function alternating(even: GroupSample, odd: GroupSample): GroupSample {
  const lost = [...new Set([...(even.lost ?? []), ...(odd.lost ?? [])])];
  const outside = [...new Set([...(even.outside ?? []), ...(odd.outside ?? [])])];
  const odds = new Map(odd.bases.map((base, row) => [base, odd.values[row]!]));
  const rows = even.bases.flatMap((base, row) => (odds.has(base) ? [row] : []));
  const atEnd = Math.round(((even.atEnd ?? 0) + (odd.atEnd ?? 0)) / 2);
  const doubt = even.doubt ?? odd.doubt;
  return {
    bases: rows.map((row) => even.bases[row]!),
    values: rows.map((row) => {
      const base = even.bases[row]!;
      return base % 2 === 0 ? even.values[row]! : odds.get(base)!;
    }),
    meanDistance:
      even.meanDistance === null || odd.meanDistance === null
        ? null
        : (even.meanDistance + odd.meanDistance) / 2,
    stepsGrowWithDistance: even.stepsGrowWithDistance,
    ...(atEnd > 0 && { atEnd }),
    ...(lost.length > 0 && { lost }),
    ...(outside.length > 0 && { outside }),
    ...(doubt !== undefined && { doubt }),
  };
}
