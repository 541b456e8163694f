import type { Metric } from "../../experiment/record.generated.ts";
import { count } from "../words/format.ts";
import type { Block } from "./section.ts";

/** A block a metric: the first along each perturbation as it is, further readings of the same paths folded. */
export function firstMetricsOpen(
  metrics: readonly Metric[],
  block: (metric: Metric) => Block,
): readonly Block[] {
  const isFirst = (metric: Metric) => metrics.find(({ along }) => along === metric.along) === metric;
  const others = metrics.filter((metric) => !isFirst(metric));
  return [
    ...metrics.filter(isFirst).map(block),
    ...(others.length === 0
      ? []
      : [
          {
            kind: "fold" as const,
            label: `${count(others.length, "further number")} of the same paths`,
            blocks: others.map(block),
          },
        ]),
  ];
}
