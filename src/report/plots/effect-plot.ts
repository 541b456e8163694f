/** A criterion's effect with its interval, drawn against the threshold; the control and the authors below it. */

import { type Html, html } from "../html/html.ts";
import type { CriterionEntry, Interval } from "../report.generated.ts";
import {
  authorsText,
  controlText,
  estimateText,
  intervalText,
  thresholdEdges,
  thresholdText,
  valueText,
} from "../words/criterion-words.ts";
import { formatNumber, withUnit } from "../words/format.ts";
import { type EffectAxis, effectAxis } from "./effect-axis.ts";

const HEAD = 20;
const ROW = 30;
const FOOT = 20;

/** Whose numbers are drawn. */
export interface Who {
  readonly model: string;
  /** What the authors' value is of. */
  readonly subject: string;
}

interface Row {
  label: string;
  numbers: string;
  value: number | null;
  interval: Interval | null;
  mark: "claim" | "control" | "authors";
}

/**
 * One strip a row on a common axis, each beside its label on a wide screen and under it on a narrow one: text never
 * lies on a mark. Positions are per cent across and pixels down, so nothing shrinks on a phone.
 */
export function effectPlot(criterion: CriterionEntry, who: Who): Html {
  const axis = effectAxis(criterion);
  return html`<div class="effect-plot" role="img" aria-label="${inWords(criterion, who)}">
<span class="effect-label"></span><svg class="effect" width="100%" height="${HEAD}">${thresholdLabel(criterion, axis)}</svg>
${rowsOf(criterion, who).map(
  (row) =>
    html`<span class="effect-label"><b>${row.label}</b> ${row.numbers}</span>${strip(row, criterion, axis)}`,
)}
<span class="effect-label"></span><svg class="effect" width="100%" height="${FOOT}">${axis.ticks.map(
    (tick) =>
      html`<text class="tick" x="${per(axis.at(tick))}" y="14" text-anchor="middle">${formatNumber(tick)}</text>`,
  )}</svg>
</div>`;
}

function rowsOf(criterion: CriterionEntry, who: Who): Row[] {
  const { statistic, control, authors } = criterion;
  const ours: Row = { ...statistic, label: who.model, numbers: estimateText(criterion), mark: "claim" };
  const controlRow: Row = {
    ...control,
    label: "control",
    numbers: estimateText(criterion, control),
    mark: "control",
  };
  if (authors === null) return [ours, controlRow];
  const theirs = withUnit(formatNumber(authors), statistic.unit);
  const authorsRow: Row = {
    label: `authors, ${who.subject}`,
    numbers: theirs,
    value: authors,
    interval: null,
    mark: "authors",
  };
  return [ours, controlRow, authorsRow];
}

function strip({ value, interval, mark }: Row, criterion: CriterionEntry, axis: EffectAxis): Html {
  const y = ROW / 2;
  const upright = (kind: string, at: number, from = 0, to = ROW) =>
    html`<line class="${kind}" x1="${per(axis.at(at))}" x2="${per(axis.at(at))}" y1="${from}" y2="${to}"/>`;
  return html`<svg class="effect" width="100%" height="${ROW}">${region(criterion, axis)}${axis.ticks.map(
    (tick) => upright("grid", tick),
  )}${upright("zero", 0)}${thresholdEdges(criterion).map((edge) => upright("threshold", edge))}<g class="${mark}">${
    interval === null
      ? null
      : html`<line class="interval" x1="${per(axis.at(interval[0]))}" x2="${per(axis.at(interval[1]))}" y1="${y}" y2="${y}"/>${interval.map((end) => upright("cap", end, y - 4, y + 4))}`
  }${value === null ? null : dot(mark, per(axis.at(value)), y)}</g></svg>`;
}

/** The values that count as supported, shaded. */
function region({ threshold: { above, within } }: CriterionEntry, axis: EffectAxis): Html {
  const from = axis.at(above ?? -(within ?? 0));
  const to = within === undefined ? 100 : axis.at(within);
  return html`<rect class="region" x="${per(from)}" y="0" width="${per(to - from)}" height="${ROW}"/>`;
}

/** On the side of the line with more room. */
function thresholdLabel(criterion: CriterionEntry, axis: EffectAxis): Html {
  const { within } = criterion.threshold;
  const at = axis.at(within === undefined ? (thresholdEdges(criterion)[0] ?? 0) : 0);
  const anchor =
    within === undefined ? (at > 50 ? "end" : "start") : at > 62 ? "end" : at < 38 ? "start" : "middle";
  return html`<text class="threshold-label" x="${per(at)}" y="13" text-anchor="${anchor}">supported: ${thresholdText(criterion)}</text>`;
}

/** Shape as well as colour says whose value it is. */
function dot(mark: Row["mark"], x: string, y: number): Html {
  if (mark === "authors")
    return html`<svg class="mark" x="${x}" y="${y}" overflow="visible"><path d="M0,-6L6,0L0,6L-6,0Z"/></svg>`;
  return html`<circle class="mark" cx="${x}" cy="${y}" r="${mark === "claim" ? 5.5 : 4.5}"/>`;
}

function inWords(criterion: CriterionEntry, who: Who): string {
  const { value, interval } = criterion.statistic;
  const ours =
    value === null
      ? "no value"
      : `${valueText(criterion)}, 95 % interval ${interval === null ? "none" : intervalText(criterion)}`;
  return `${who.model}: ${ours}. Supported ${thresholdText(criterion)}. Control, ${controlText(criterion)}. Authors: ${authorsText(criterion, who.subject)}.`;
}

/** "12.34%". */
export function per(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
