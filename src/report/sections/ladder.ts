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
import type { Block, Figure, Section } from "./section.ts";

/** Which property makes activations look real; none where no ladder was measured. */
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
        text: `Every row but the floor is an activation type, and below the first it keeps less of what is real than some row above it. Distance: debiased Wasserstein-1 distance to ${ladder.reference} in standard deviations of ${ladder.reference}; below 0 is 0 and noise. The floor, ${ladder.floor}, is a second set that does not differ. 95 % intervals, from ${formatNumber(ladder.resamples)} resamples of the bases, hold for all rows of a column at once. Nothing here changes a verdict.`,
      },
      {
        kind: "terms",
        of: "types",
        terms: ladder.rungs.map(({ type, long }) => ({ term: type, said: long })),
      },
      rungsTable(ladder, first, report),
      ladderFigure(ladder, first, report),
      lossesTable(ladder, report),
      {
        kind: "fold",
        label: "The same types by every metric, the reference first",
        blocks: [othersTable(ladder, report)],
      },
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
    said: `A row a type, its mark the distance, its line the interval: further right is less like ${reference}. ${ladderInWords(of, reference)}`,
    series: ["ladder.csv"],
    table: {
      head: ["type", "distance, sd", "95 % interval"].map((label) => ({ label })),
      numeric: [1],
      rows: ladderRows(of).map((row) => [nameOf(row, of), ladderValue(row), ladderInterval(row)]),
    },
  };
}

/** Every row with its number. */
export function ladderInWords(of: LadderOfMetric, reference: string): string {
  const rows = ladderRows(of).map((row) => `${nameOf(row, of)} ${ladderNumbers(row)}`);
  return `Distance to ${reference} in its standard deviations, with 95 % intervals. ${rows.join("; ")}.`;
}

/** How a row is called: the floor by what it is. */
export function nameOf({ type }: LadderValue, { floor }: LadderOfMetric): string {
  return type === floor?.type ? `floor: ${type}` : type;
}

function rungsTable(ladder: RunLadder, first: LadderOfMetric, report: Report): Block {
  const by = `to ${ladder.reference} by ${metricName(first, report)}`;
  return {
    kind: "table",
    id: "ladder-rungs",
    title: "Rung by rung",
    note: `By ${metricName(first, report)}, ${formatNumber(first.n)} bases.${missingText(ladder, report)}`,
    table: {
      head: [
        { label: "type" },
        { label: "keeps" },
        { label: "distance, sd", title: `Distance ${by}` },
        { label: "KS", title: `KS distance ${by}` },
        { label: "from the row above, sd", title: `How much further ${by} than the type above` },
      ],
      numeric: [2, 3, 4],
      rows: allTypes(ladder).map((type) => {
        const found = valueOfType(type, first);
        const change = first.changes.find(({ to }) => to === type);
        return [
          type === ladder.floor ? `floor: ${type}` : type,
          keptText(type, ladder),
          found === null ? formatNumber(null) : ladderNumbers(found),
          found === null || found.ks === null ? formatNumber(null) : formatFixed(found.ks, 3),
          change === undefined ? formatNumber(null) : ladderNumbers(change),
        ];
      }),
    },
  };
}

/** Distances by every other metric, and the means of all. */
function othersTable(ladder: RunLadder, report: Report): Block {
  const { metrics, reference } = ladder;
  const others = metrics.slice(1);
  const row = (type: string, found: (of: LadderOfMetric) => LadderValue | null) => [
    type,
    ...others.map((of) => {
      const value = found(of);
      return value === null ? formatNumber(null) : ladderNumbers(value);
    }),
    ...metrics.map((of) => meanText(type === reference ? of.mean : (found(of)?.mean ?? null))),
  ];
  return {
    kind: "table",
    id: "ladder-others",
    title: "By every metric",
    note: `Distances as above, then means. Mean, in ${list(metrics.map((of) => `${unitOf(of, report)} (${metricName(of, report)})`))}.`,
    table: {
      head: [
        { label: "type" },
        ...others.map((of) => ({ label: `distance, ${metricName(of, report)}` })),
        ...metrics.map((of) => ({ label: `mean, ${metricName(of, report)}` })),
      ],
      numeric: Array.from({ length: others.length + metrics.length }, (_, i) => i + 1),
      rows: [
        row(reference, () => null),
        ...allTypes(ladder).map((type) => row(type, (of) => valueOfType(type, of))),
      ],
    },
  };
}

function allTypes({ rungs, floor }: RunLadder): readonly string[] {
  return [...rungs.map(({ type }) => type), floor];
}

function valueOfType(type: string, of: LadderOfMetric): LadderValue | null {
  return ladderRows(of).find((one) => one.type === type) ?? null;
}

/** What a rung keeps, or what it does not where that is shorter. */
function keptText(type: string, { features, rungs, floor }: RunLadder): string {
  const keeps = rungs.find((rung) => rung.type === type)?.keeps ?? [];
  const drops = features.flatMap(({ key }) => (keeps.includes(key) ? [] : [key]));
  if (type === floor || drops.length === 0) return "all";
  if (keeps.length === 0) return "none of these";
  return drops.length < keeps.length ? `all but ${list(drops)}` : list(keeps);
}

function missingText(ladder: RunLadder, report: Report): string {
  const missing = ladder.metrics.flatMap((of) =>
    allTypes(ladder)
      .filter((type) => valueOfType(type, of) === null)
      .map((type) => `${type} by ${metricName(of, report)}`),
  );
  return missing.length === 0 ? "" : ` Not measured on enough bases: ${list(missing)}.`;
}

function meanText(value: number | null): string {
  return value === null ? formatNumber(null) : formatFixed(value, 2);
}

function unitOf({ metric }: LadderOfMetric, { metrics }: Report): string {
  return metrics.find(({ key }) => key === metric)?.unit ?? "units of its own";
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
