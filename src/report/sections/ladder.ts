import type { LadderOfMetric, LadderValue, RunLadder } from "../../experiment/record.generated.ts";
import type { Report } from "../report.generated.ts";
import { formatFixed, formatNumber, list } from "../words/format.ts";
import {
  changesText,
  ladderInterval,
  ladderNumbers,
  ladderValue,
  metricName,
  mostLossText,
} from "../words/ladder-words.ts";
import type { Block, Figure, Section, Table } from "./section.ts";

/** Which property makes synthetic activations look real; none where no ladder was measured. */
export function ladderSections(report: Report): readonly Section[] {
  const { ladder } = report;
  const first = ladder?.metrics[0];
  if (!ladder || first === undefined) return [];
  const name = metricName(first, report);
  const section: Section = {
    id: "ladder",
    title: "What makes them look real",
    short: "Looks real",
    blocks: [
      ...(ladder.doubt === null
        ? []
        : [{ kind: "alert" as const, label: "Nothing can be concluded", text: ladder.doubt }]),
      { kind: "paragraph", text: `${mostLossText(first, ladder, name)} ${changesText(first)}` },
      {
        kind: "note",
        text: `Every row is an activation type that keeps less of what is real than some row above it. Distance: debiased Wasserstein-1 distance to ${ladder.reference} in standard deviations of ${ladder.reference}; below 0 is 0 and noise. The floor, ${ladder.floor}, is a second set that does not differ. 95 % intervals hold for all rows of a column at once. Nothing here changes a verdict.`,
      },
      ladderFigure(ladder, first, report),
      rungsTable(ladder, first, report),
      lossesTable(ladder, report),
    ],
  };
  return [section];
}

/** The rows of the drawing and of its table: the rungs and, last, the floor. */
export function ladderRows({ floor, rungs }: LadderOfMetric): readonly LadderValue[] {
  return floor === null ? rungs : [...rungs, floor];
}

function ladderFigure({ reference }: RunLadder, of: LadderOfMetric, report: Report): Figure {
  return {
    kind: "figure",
    drawn: { ladderBy: of.metric },
    title: `Distance to ${reference}, rung by rung`,
    sub: metricName(of, report),
    note: of.floor === null ? null : "The shaded band is the floor.",
    table: {
      head: ["type", "distance, sd", "95 % interval"].map((label) => ({ label })),
      numeric: [1],
      rows: ladderRows(of).map((row) => [nameOf(row, of), ladderValue(row), ladderInterval(row)]),
    },
  };
}

/** How a row is called: the floor by what it is. */
export function nameOf({ type }: LadderValue, { floor }: LadderOfMetric): string {
  return type === floor?.type ? `floor: ${type}` : type;
}

function rungsTable(ladder: RunLadder, first: LadderOfMetric, report: Report): Block {
  const others = ladder.metrics.slice(1);
  const rows = [...ladder.rungs.map(({ type }) => type), ladder.floor];
  const of = (type: string, { rungs, floor }: LadderOfMetric) =>
    [...rungs, ...(floor === null ? [] : [floor])].find((one) => one.type === type) ?? null;
  const mean = (value: number | null | undefined) =>
    value === null || value === undefined ? formatNumber(null) : formatFixed(value, 2);
  const left = ladder.metrics.flatMap((one) =>
    rows.filter((type) => of(type, one) === null).map((type) => `${type} by ${metricName(one, report)}`),
  );
  const kept = (type: string) => ladder.rungs.find((rung) => rung.type === type);
  const table: Table = {
    head: [
      { label: "type" },
      { label: "keeps" },
      { label: "distance, sd", title: `Distance to ${ladder.reference} by ${metricName(first, report)}` },
      { label: "KS", title: `KS distance to ${ladder.reference} by ${metricName(first, report)}` },
      { label: "from the row above", title: "How much further away than the type above, sd" },
      ...others.map((one) => ({ label: `distance, sd: ${metricName(one, report)}` })),
      ...ladder.metrics.map((one) => ({ label: `mean: ${metricName(one, report)}` })),
    ],
    numeric: Array.from({ length: 3 + others.length + ladder.metrics.length }, (_, i) => i + 2),
    rows: rows.map((type) => {
      const found = of(type, first);
      const change = first.changes.find(({ to }) => to === type);
      return [
        type === ladder.floor ? `floor: ${type}` : type,
        type === ladder.floor ? "everything" : list(kept(type)?.keeps ?? []) || "none of these",
        found === null ? formatNumber(null) : ladderNumbers(found),
        found === null || found.ks === null ? formatNumber(null) : formatFixed(found.ks, 3),
        change === undefined ? "" : ladderNumbers(change),
        ...others.map((one) => {
          const other = of(type, one);
          return other === null ? formatNumber(null) : ladderNumbers(other);
        }),
        ...ladder.metrics.map((one) => mean(of(type, one)?.mean)),
      ];
    }),
  };
  return {
    kind: "table",
    id: "ladder-rungs",
    title: "Rung by rung",
    note: `${formatNumber(first.n)} bases. Mean of ${ladder.reference}: ${list(
      ladder.metrics.map((one) => `${mean(one.mean)} (${metricName(one, report)})`),
    )}.${left.length === 0 ? "" : ` Not measured on enough bases: ${list(left)}.`}`,
    table,
  };
}

function lossesTable({ features, metrics, rungs }: RunLadder, report: Report): Block {
  const pairs = (feature: string) => metrics[0]?.losses.find((loss) => loss.feature === feature)?.pairs ?? 0;
  const alone = features.filter(({ key }) => pairs(key) > 0);
  const joined = features.filter(({ key }) => pairs(key) === 0).map(({ key }) => key);
  return {
    kind: "table",
    id: "ladder-losses",
    title: "What the loss of one feature does",
    note: `How much further away a type lies without it, sd: the mean over pairs of types that differ by it alone, pairs that keep as much counting alike (Shapley, over the ${rungs.length} sets that are there). They need not add up.${
      joined.length === 0 ? "" : ` Only lost together with others, and so without a number: ${list(joined)}.`
    }`,
    table: {
      head: [
        { label: "feature" },
        { label: "what it is" },
        { label: "pairs" },
        ...metrics.map((one) => ({ label: metricName(one, report) })),
      ],
      numeric: Array.from({ length: 1 + metrics.length }, (_, i) => i + 2),
      rows: alone.map(({ key, long }) => [
        key,
        long,
        formatNumber(pairs(key)),
        ...metrics.map(({ losses }) => {
          const loss = losses.find(({ feature }) => feature === key);
          return loss === undefined ? formatNumber(null) : ladderNumbers(loss);
        }),
      ]),
    },
  };
}
