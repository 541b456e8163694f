/** Every series of numbers that a page draws or lists, as tables of comma-separated values. */
import type { Spread } from "../../experiment/record.generated.ts";
import { type Beside, NOTHING_BESIDE } from "../beside.ts";
import type { Report } from "../report.generated.ts";
import { csv } from "./csv.ts";
import { authors, coActivation, readings, singleCurves, slices } from "./figure-series.ts";
import type { Rows } from "./rows.ts";

/** One file of numbers. */
export interface Series extends Pick<Rows, "name" | "title"> {
  readonly content: string;
}

/** In the order of the page. */
const ALL: readonly ((report: Report, beside: Beside) => Rows)[] = [
  criteria,
  replicates,
  ladder,
  readings,
  singleCurves,
  measurements,
  geometry,
  geometryBins,
  coActivation,
  curves,
  slices,
  distributions,
  authors,
];

/** The series that a report has, in the order of the page. Pure. */
export function seriesOf(report: Report, beside: Beside = NOTHING_BESIDE): readonly Series[] {
  return ALL.flatMap((series) => {
    const { name, title, head, rows } = series(report, beside);
    return rows.length === 0 ? [] : [{ name, title, content: csv(head, rows) }];
  });
}

function criteria({ criteria: all }: Report): Rows {
  const numbers = (found: {
    readonly value: number | null;
    readonly interval: readonly [number, number] | null;
  }) => [found.value, found.interval?.[0] ?? null, found.interval?.[1] ?? null];
  return {
    name: "criteria.csv",
    title: "Criteria with their values, intervals, thresholds and controls",
    head: [
      ...["criterion", "hypothesis", "schedule", "verdict", "statistic", "unit", "value", "low", "high", "n"],
      ...["above", "within", "authors", "control verdict", "control value", "control low", "control high"],
    ],
    rows: all.map((one) => [
      ...[one.key, one.hypothesis, one.schedule, one.verdict, one.statistic.name, one.statistic.unit],
      ...numbers(one.statistic),
      ...[one.n, one.threshold.above ?? null, one.threshold.within ?? null, one.authors],
      ...[one.control.verdict, ...numbers(one.control)],
    ]),
  };
}

function replicates({ criteria: all, replicates: found }: Report): Rows {
  return {
    name: "replicates.csv",
    title: "Every criterion by replicate, with what all of them come to",
    head: [
      ...["criterion", "seed", "verdict", "value", "low", "high", "control value", "planted value"],
      ...["above", "within", "verdict over all", "mean", "mean low", "mean high", "sd"],
    ],
    rows: all.flatMap(({ key, threshold, replicates: over }) =>
      over === undefined
        ? []
        : (found?.seeds ?? []).map((seed, i) => [
            ...[key, seed, over.of.verdicts[i]!, over.of.values[i]!, over.of.lows[i]!, over.of.highs[i]!],
            ...[over.of.controls[i]!, over.of.planted?.[i] ?? null],
            ...[threshold.above ?? null, threshold.within ?? null, over.verdict, over.mean],
            ...[over.interval?.[0] ?? null, over.interval?.[1] ?? null, over.sd],
          ]),
    ),
  };
}

function measurements({ measurements: all }: Report): Rows {
  return {
    name: "measurements.csv",
    title: "Every metric by activation type",
    head: ["metric", "type", "mean", "sd", "median", "n", "never", "at the end", "KS to reference"],
    rows: Object.entries(all).flatMap(([metric, byType]) =>
      Object.entries(byType).map(([type, found]) => [
        ...[metric, type, found.mean, found.sd, found.median, found.n, found.never],
        ...[found.atEnd ?? null, found.ksToReference],
      ]),
    ),
  };
}

/** Norms, distances and cosines by type; the bases come first. */
function spreads({ geometry: found }: Report): readonly (readonly [string, string, Spread])[] {
  if (found === undefined) return [];
  return [
    ["base", "norm", found.baseNorm],
    ...found.types.flatMap(
      ({ type, norm, distance, cosine }) =>
        [
          [type, "norm", norm],
          [type, "distance", distance],
          [type, "cosine", cosine],
        ] as const,
    ),
  ];
}

function geometry(report: Report): Rows {
  return {
    name: "geometry.csv",
    title: "Norms, distances and cosines by activation type",
    head: ["type", "quantity", "mean", "sd"],
    rows: spreads(report).map(([type, quantity, { mean, sd }]) => [type, quantity, mean, sd]),
  };
}

function geometryBins(report: Report): Rows {
  return {
    name: "geometry-bins.csv",
    title: "Their histograms",
    head: ["type", "quantity", "from", "to", "bases"],
    rows: spreads(report).flatMap(([type, quantity, { from, width, counts }]) =>
      counts.map((count, i) => [type, quantity, from + i * width, from + (i + 1) * width, count]),
    ),
  };
}

function curves({ curves: all }: Report): Rows {
  return {
    name: "curves.csv",
    title: "Mean curves with the 10th and 90th percentile",
    head: ["perturbation", "type", "step", "mean", "p10", "p90", "n"],
    rows: all.flatMap(({ perturbation, type, mean, p10, p90, n }) =>
      mean.map((value, step) => [perturbation, type, step, value, p10[step]!, p90[step]!, n]),
    ),
  };
}

function distributions({ distributions: all }: Report): Rows {
  return {
    name: "distributions.csv",
    title: "How often each value of a metric occurs; an empty value is a base without the event",
    head: ["metric", "type", "value", "bases"],
    rows: all.flatMap(({ metric, type, values, counts, never }) => [
      ...values.map((value, i) => [metric, type, value, counts[i]!]),
      ...(never > 0 ? [[metric, type, null, never]] : []),
    ]),
  };
}

function ladder({ ladder: found }: Report): Rows {
  return {
    name: "ladder.csv",
    title: "Distances of the types that keep less and less of what is real",
    head: ["metric", "type", "distance", "low", "high", "KS", "mean"],
    rows: (found?.metrics ?? []).flatMap(({ metric, rungs, floor }) =>
      [...rungs, ...(floor === null ? [] : [floor])].map(({ type, value, interval, ks, mean }) => [
        ...[metric, type, value, interval?.[0] ?? null, interval?.[1] ?? null, ks, mean],
      ]),
    ),
  };
}
