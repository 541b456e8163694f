import type { Distribution, Metric } from "../../experiment/record.generated.ts";
import type { AuthorsMark, Report } from "../report.generated.ts";
import { count, formatNumber, list } from "../words/format.ts";
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
      { kind: "note", text: `The values that a share of all bases do not exceed.${withoutMarks(report)}` },
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
  const marks = marksOf(metric.key, report);
  return {
    kind: "figure",
    drawn: { distributionOf: metric.key },
    title: metric.title,
    sub: null,
    note: [neverNote(metric, of), marksNote(marks, report)].filter(Boolean).join(" ") || null,
    said: [distributionsInWords(metric, of), ...marksInWords(marks)].join(" "),
    series: ["distributions.csv", ...(marks.length > 0 ? (["authors.csv"] as const) : [])],
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

/** The authors' marks on the drawing of one metric, of types that it shows. */
export function marksOf(metric: string, report: Report): readonly AuthorsMark[] {
  const shown = distributionsOf(metric, report).map(({ type }) => type);
  return (report.authorsMarks ?? []).filter((mark) => mark.metric === metric && shown.includes(mark.type));
}

/** Why the authors' values are not drawn; nothing where they are, or left none. */
function withoutMarks({ authorsMarks, paper }: Report): string {
  return authorsMarks === null
    ? ` The authors’ values are not drawn here: they are of ${paper.subject.name}, which is another model.`
    : "";
}

/** Which mark is what: by its shape one sees how well it is known. */
function marksNote(marks: readonly AuthorsMark[], { paper }: Report): string | null {
  if (marks.length === 0) return null;
  const shapes = { printed: "filled diamonds", digitised: "hollow diamonds", inferred: "crosses" } as const;
  const said = (Object.keys(shapes) as (keyof typeof shapes)[]).flatMap((trust) => {
    const of = marks.filter((mark) => mark.trust === trust);
    if (of.length === 0) return [];
    const sources = list([...new Set(of.map(({ source }) => source))]);
    return [`${shapes[trust]} are ${trust} (${sources})`];
  });
  return `Marks are the authors’ values on ${paper.subject.name}, means on the axis and shares above it: ${said.join("; ")}.`;
}

function marksInWords(marks: readonly AuthorsMark[]): readonly string[] {
  const means = marks.flatMap(({ type, trust, at }) =>
    at.flatMap(({ value, share }) => (share === null ? [`${type} ${formatNumber(value)} (${trust})`] : [])),
  );
  const points = marks.flatMap(({ at }) => at.filter(({ share }) => share !== null)).length;
  return [
    ...(means.length === 0 ? [] : [`The authors’ means: ${means.join("; ")}.`]),
    ...(points === 0
      ? []
      : [`${count(points, "point")} of the authors’ distribution functions are drawn besides.`]),
  ];
}

/** Medians, and where eight of ten bases lie. */
function distributionsInWords({ axis }: Metric, of: readonly Distribution[]): string {
  const at = (one: Distribution, share: number) => formatNumber(distributionQuantile(one, share));
  const said = of.map((one) => `${one.type} ${at(one, 0.5)} (${at(one, 0.1)} to ${at(one, 0.9)})`);
  return `A line a type climbs from 0 to 1: the share of bases at or below each value of ${axis}. Below it the same values as histograms. Median, and where eight of ten bases lie: ${said.join("; ")}.`;
}

function neverNote(metric: Metric, of: readonly Distribution[]): string | null {
  const some = of.filter(({ never }) => never > 0);
  if (some.length === 0) return null;
  const said = some.map(
    ({ type, never, n }) => `${type}: ${formatNumber(never)} of ${formatNumber(n)} bases ${metric.never}`,
  );
  return `${said.join("; ")}. Their lines end below 1.`;
}
