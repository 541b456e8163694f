import type { GroupSummary, Metric } from "../../experiment/record.generated.ts";
import { tInterval } from "../../stats/across/t-interval.ts";
import type { Beside } from "../beside.ts";
import type { Report } from "../report.generated.ts";
import { inTypeOrder } from "../words/type-order.ts";
import { type Difference, unpaired } from "./difference.ts";

/** A run with what lies beside its report. */
export interface Run {
  readonly report: Report;
  readonly beside: Beside;
}

/** One metric of the curves of one type, in both runs. */
export interface ComparedGroup {
  readonly metric: string;
  readonly title: string;
  readonly unit: string;
  readonly type: string;
  /** Means over bases. */
  readonly a: number;
  readonly b: number;
  readonly difference: Difference;
}

/**
 * The means of every metric and type that both runs have, in the order of the first. Pure.
 *
 * A base without the event counts as the metric says. On shared bases the difference has a t interval over the
 * differences of single bases; else it is as `unpaired` of means with their standard errors.
 */
export function comparedGroups(a: Run, b: Run, shared: readonly number[]): readonly ComparedGroup[] {
  return a.report.metrics.flatMap((metric) => {
    const [ofA, ofB] = [a, b].map(({ report }) => report.measurements[metric.key] ?? {});
    const groups = inTypeOrder(a.report.types, Object.entries(ofA!), ([type]) => type);
    return groups.flatMap(([type, first]) => {
      const second = ofB![type];
      if (second === undefined || !isSameMetric(metric, b.report)) return [];
      const differences = baseByBase(metric, type, [a, b], { shared, summaries: [first, second] });
      return [
        {
          ...{ metric: metric.key, title: metric.title, unit: metric.unit, type },
          ...{ a: first.mean, b: second.mean },
          difference: differences === null ? unpaired(meanOf(first), meanOf(second)) : paired(differences),
        },
      ];
    });
  });
}

function isSameMetric({ key, unit }: Metric, { metrics }: Report): boolean {
  return metrics.some((other) => other.key === key && other.unit === unit);
}

function meanOf({ mean, sd, n }: GroupSummary): { value: number; standardError: number } {
  return { value: mean, standardError: n > 0 ? sd / Math.sqrt(n) : 0 };
}

function paired(differences: readonly number[]): Difference {
  const { mean, interval } = tInterval(differences);
  return { value: mean, interval: interval!, paired: differences.length };
}

/** b minus a on every shared base; null where fewer than two are shared, or single values are not kept of all bases. */
function baseByBase(
  { key, ifNever }: Metric,
  type: string,
  runs: readonly [Run, Run],
  {
    shared,
    summaries,
  }: { readonly shared: readonly number[]; readonly summaries: readonly [GroupSummary, GroupSummary] },
): readonly number[] | null {
  const [a, b] = runs.map(({ beside }, i) => {
    const kept = beside.bases?.values?.find((one) => one.metric === key && one.type === type);
    return kept?.of.length === summaries[i]!.n ? kept.of : null; // a base that was lost has no value, as one without the event
  });
  if (!a || !b || shared.length < 2) return null;
  const differences = shared.flatMap((base) => {
    const [from, to] = [a[base] ?? ifNever, b[base] ?? ifNever];
    return typeof from === "number" && typeof to === "number" ? [to - from] : [];
  });
  return differences.length === shared.length ? differences : null;
}
