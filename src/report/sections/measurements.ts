import type { GroupSummary, Metric } from "../../experiment/record.generated.ts";
import type { Report } from "../report.generated.ts";
import { formatFixed, formatNumber } from "../words/format.ts";
import { descriptionOf, titleOf } from "../words/schema-words.ts";
import { inTypeOrder } from "../words/type-order.ts";
import { firstMetricsOpen } from "./first-metrics.ts";
import type { Block, Section } from "./section.ts";

/** The columns of every table of measurements, and how many decimals each has; null: as many as needed. */
const COLUMNS = [
  { key: "mean", decimals: 2 },
  { key: "sd", decimals: 2 },
  { key: "median", decimals: 2 },
  { key: "n", decimals: null },
  { key: "never", decimals: null },
  { key: "atEnd", decimals: null },
  { key: "ksToReference", decimals: 3 },
] as const satisfies readonly { key: keyof GroupSummary; decimals: number | null }[];

/** One table a metric. */
export function measurementsSection(report: Report): Section {
  const { metrics, types } = report;
  const about = (key: keyof GroupSummary) => descriptionOf("GroupSummary", key) ?? "";
  return {
    id: "measurements",
    title: "Measurements by activation type",
    short: "Measurements",
    blocks: [
      {
        kind: "terms",
        of: "types",
        terms: types.map(({ key, long }) => ({ term: [{ type: key }], said: long })),
      },
      {
        kind: "note",
        text: `Mean: ${about("mean")} Never: ${about("never")} At the end: ${about("atEnd").replace(/ null where.*$/, "")} sd: ${titleOf("GroupSummary", "sd").toLowerCase()}.`,
      },
      ...firstMetricsOpen(metrics, (metric) => measurementTable(metric, report)),
    ],
  };
}

function measurementTable(metric: Metric, { measurements, types, reference }: Report): Block {
  const groups = inTypeOrder(types, Object.entries(measurements[metric.key] ?? {}), ([type]) => type);
  const isKnown = (key: keyof GroupSummary) => groups.some(([, group]) => typeof group[key] === "number");
  const columns = COLUMNS.filter(({ key }) =>
    key === "ksToReference" ? reference !== null : key !== "atEnd" || isKnown(key),
  );
  return {
    kind: "table",
    id: `m-${metric.key.replaceAll(".", "-")}`,
    title: metric.title,
    note: `In ${metric.unit}. ${metric.meaning}${groups.length === 0 ? " Not measured in this run." : ""}`,
    table: {
      head: [
        { label: "type" },
        ...columns.map(({ key }) => ({
          label: key === "ksToReference" ? `KS to ${reference}` : key === "atEnd" ? "at the end" : key,
          title: titleOf("GroupSummary", key),
        })),
      ],
      numeric: columns.map((_, i) => i + 1),
      rows: groups.map(([type, group]) => [
        [{ type }],
        ...columns.map(({ key, decimals }) => {
          const value = group[key] ?? null;
          return decimals === null || value === null ? formatNumber(value) : formatFixed(value, decimals);
        }),
      ]),
    },
  };
}
