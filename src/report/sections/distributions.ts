import type { Distribution, Metric } from "../../experiment/record.generated.ts";
import type { Report } from "../report.generated.ts";
import { formatNumber } from "../words/format.ts";
import { inTypeOrder } from "../words/type-order.ts";
import { firstMetricsOpen } from "./first-metrics.ts";
import type { Figure, Section } from "./section.ts";

const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9];

/** How the values of every metric spread over bases. */
export function distributionsSection(report: Report): Section {
  const shown = report.metrics.filter(({ key }) => distributionsOf(key, report).length > 0);
  return {
    id: "distributions",
    title: "Distributions over bases",
    short: "Distributions",
    blocks: [
      { kind: "note", text: "The values that a share of all bases do not exceed." },
      {
        kind: "key",
        text: "A line further right is a type with larger values. The KS distance between two types is the largest upright gap between their lines.",
      },
      ...(shown.length === 0
        ? [{ kind: "paragraph" as const, text: "No distributions were recorded." }]
        : firstMetricsOpen(shown, (metric) => distributionFigure(metric, report))),
    ],
  };
}

/** The distributions of one metric that hold any value, in the order of types. */
export function distributionsOf(metric: string, { distributions, types }: Report): Distribution[] {
  const of = distributions.filter((one) => one.metric === metric && one.values.length > 0);
  return inTypeOrder(types, of, ({ type }) => type);
}

/** The smallest value that `share` of all bases do not exceed; null where too few bases had the event. */
export function distributionQuantile(distribution: Distribution, share: number): number | null {
  let seen = 0;
  for (const [i, value] of distribution.values.entries()) {
    seen += distribution.counts[i]!;
    if (seen >= share * distribution.n) return value;
  }
  return null;
}

function distributionFigure(metric: Metric, report: Report): Figure {
  const of = distributionsOf(metric.key, report);
  return {
    kind: "figure",
    drawn: { distributionOf: metric.key },
    title: metric.title,
    sub: null,
    note: neverNote(metric, of),
    table: {
      head: ["type", ...SHARES.map((share) => `${Math.round(share * 100)} %`), "without the event"].map(
        (label) => ({ label }),
      ),
      numeric: SHARES.map((_, i) => i + 1),
      rows: of.map((one) => [
        [{ type: one.type }],
        ...SHARES.map((share) => formatNumber(distributionQuantile(one, share))),
        `${formatNumber(one.never)} of ${formatNumber(one.n)}`,
      ]),
    },
  };
}

function neverNote(metric: Metric, of: readonly Distribution[]): string | null {
  const some = of.filter(({ never }) => never > 0);
  if (some.length === 0) return null;
  const said = some.map(
    ({ type, never, n }) => `${type}: ${formatNumber(never)} of ${formatNumber(n)} bases ${metric.never}`,
  );
  return `${said.join("; ")}. Their lines end below 1.`;
}
