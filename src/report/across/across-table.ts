import { withMinus } from "../words/criterion-words.ts";
import { decimalsFor, formatFixed, formatInterval, withUnit } from "../words/format.ts";
import { VERDICT_LETTER } from "../words/verdict-letters.ts";
import type { Across, AcrossCriterion } from "./across.ts";

/** Rows under a head, each cell a plain text. */
export interface TextRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A row a criterion: its value and verdict in every run, in how many it holds, and what the runs come to together. */
export function acrossRows({ runs, ordered, criteria }: Across): TextRows {
  return {
    head: [
      "criterion",
      ...runs,
      "holds in",
      "mean over runs (95 %)",
      "spread between",
      "noise within",
      ...(ordered ? ["trend: last minus first (95 %)"] : []),
    ],
    rows: criteria.map((criterion) => [
      criterion.name,
      ...criterion.found.map((one) => foundText(one, criterion)),
      `${criterion.supported} of ${criterion.judged}`,
      ...overallTexts(criterion),
      ...(ordered ? [trendText(criterion)] : []),
    ]),
  };
}

/** A row a hypothesis: its verdict in every run, and in how many it holds. */
export function hypothesisRows({ runs, hypotheses }: Across): TextRows {
  return {
    head: ["hypothesis", ...runs, "holds in", "the paper says"],
    rows: hypotheses.map(({ id, says, verdicts, supported, judged }) => [
      id,
      ...verdicts.map((verdict) => verdict ?? "not-run"),
      `${supported} of ${judged}`,
      says ?? "",
    ]),
  };
}

/** A row a criterion: what its value is of, and what it must be. */
export function statisticRows({ criteria }: Across): TextRows {
  return {
    head: ["criterion", "value", "threshold"],
    rows: criteria.map(({ name, statistic, unit, threshold }) => [
      name,
      withMinus(statistic),
      threshold.above === undefined
        ? `within ${withUnit(`±${threshold.within}`, unit)}`
        : `above ${withUnit(String(threshold.above).replace("-", "−"), unit)}`,
    ]),
  };
}

/** "4.5 s"; the letter alone where there is no value. */
function foundText(
  { value, interval, verdict }: AcrossCriterion["found"][number],
  { unit }: AcrossCriterion,
): string {
  if (value === null) return VERDICT_LETTER[verdict];
  return `${withUnit(formatFixed(value, decimalsFor(interval)), unit)} ${VERDICT_LETTER[verdict]}`;
}

function overallTexts({ overall, unit }: AcrossCriterion): readonly string[] {
  if (overall === null) return ["", "", ""];
  const { mean, interval, between, within } = overall;
  const decimals = decimalsFor(interval);
  const value = withUnit(formatFixed(mean, decimals), unit);
  return [
    interval === null ? value : `${value} (${formatInterval(interval, decimals)})`,
    formatFixed(between, decimals),
    formatFixed(within, decimals),
  ];
}

function trendText({ trend, unit }: AcrossCriterion): string {
  if (trend === null) return "";
  const { direction, change, interval } = trend;
  const decimals = decimalsFor(interval);
  const size = `${withUnit(formatFixed(change, decimals), unit)} (${formatInterval(interval, decimals)})`;
  return direction === "neither" ? `no trend: ${size}` : `${direction}: ${size}`;
}
