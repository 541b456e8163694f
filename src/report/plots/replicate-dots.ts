/** Every replicate of a criterion as a dot beside its threshold, with the t interval of their mean. */
import { type Html, html } from "../html/html.ts";
import type { CriterionEntry } from "../report.generated.ts";
import { criterionName, thresholdEdges, thresholdText, valueText } from "../words/criterion-words.ts";
import { agreeText, meanText } from "../words/replicate-words.ts";
import { axisOver } from "./effect-axis.ts";
import { per } from "./effect-plot.ts";

const ROW = 30;
/** Where the dots lie, and the intervals of their mean, px from above. */
const [DOTS, MEAN] = [10, 22];

/** Whose dots are drawn. */
export interface DrawnReplicates {
  readonly seeds: readonly string[];
  /** Place of the run itself among them. */
  readonly own: number;
}

/** A row a criterion, each on a scale of its own; laid out as an effect is: nothing shrinks on a phone. */
export function replicateDots(criteria: readonly CriterionEntry[], drawn: DrawnReplicates): Html {
  return html`<div class="effect-plot replicates" role="img" aria-label="${criteria.map((one) => inWords(one, drawn)).join(" ")}">
${criteria.map(
  (one) =>
    html`<span class="effect-label"><b>${criterionName(one)}</b> ${label(one)}</span>${strip(one, drawn)}`,
)}
</div>`;
}

/** "supported in 8 of 8, mean 4.39 steps (4.21 to 4.57), above 3 steps". */
function label(criterion: CriterionEntry): string {
  const { replicates } = criterion;
  if (replicates === undefined) return "one replicate";
  return `${replicates.verdict} (${agreeText(replicates)}), ${meanText(criterion, replicates)}, threshold ${thresholdText(criterion)}`;
}

function strip(criterion: CriterionEntry, { own }: DrawnReplicates): Html {
  const { replicates, threshold } = criterion;
  const values = replicates?.of.values ?? [];
  if (replicates === undefined || values.every((value) => value === null))
    return html`<span class="none">no value</span>`;
  const { mean, interval, simultaneous, verdict } = replicates;
  const edges = thresholdEdges(criterion);
  const axis = axisOver([
    ...edges,
    ...[...values, ...(interval ?? []), ...(simultaneous ?? [])].filter((value) => value !== null),
  ]);
  const x = (value: number) => per(axis.at(value));
  const from = axis.at(threshold.above ?? -(threshold.within ?? 0));
  const to = threshold.within === undefined ? 100 : axis.at(threshold.within);
  const bar = (kind: string, ends: readonly [number, number] | null) =>
    ends && html`<line class="${kind}" x1="${x(ends[0])}" x2="${x(ends[1])}" y1="${MEAN}" y2="${MEAN}"/>`;
  return html`<svg class="effect" width="100%" height="${ROW}"><rect class="region" x="${per(from)}" y="0" width="${per(to - from)}" height="${ROW}"/>${edges.map(
    (edge) => html`<line class="threshold" x1="${x(edge)}" x2="${x(edge)}" y1="0" y2="${ROW}"/>`,
  )}<g class="claim">${values.map((value, i) =>
    value === null || i === own ? null : html`<circle class="mark" cx="${x(value)}" cy="${DOTS}" r="3.5"/>`,
  )}${values[own] == null ? null : html`<circle class="mark ring" cx="${x(values[own])}" cy="${DOTS}" r="5"/>`}</g><g class="reading v-${verdict}">${bar("cap", simultaneous)}${bar("interval whole", interval)}${mean === null ? null : html`<circle class="mark" cx="${x(mean)}" cy="${MEAN}" r="4"/>`}</g></svg>`;
}

function inWords(criterion: CriterionEntry, { seeds }: DrawnReplicates): string {
  const values = criterion.replicates?.of.values ?? [];
  const each = values.map(
    (value, i) =>
      `seed ${seeds[i]} ${valueText(criterion, { value, interval: criterion.replicates?.interval ?? null })}`,
  );
  return `${criterionName(criterion)}: ${label(criterion)}; ${each.join(", ")}.`;
}
