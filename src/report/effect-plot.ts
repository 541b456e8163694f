/** A criterion's effect with its interval, drawn against the threshold; the control and the authors below it. */
import {
  authorsText,
  controlText,
  intervalText,
  thresholdEdges,
  thresholdText,
  valueText,
} from "./claim-words.ts";
import { type EffectAxis, effectAxis } from "./effect-axis.ts";
import { formatNumber, withUnit } from "./format.ts";
import { type Html, html } from "./html.ts";
import type { ClaimEntry, Interval } from "./report.generated.ts";

const TOP = 24;
const ROW = 44;
const AXIS = 26;

interface Row {
  label: string;
  numbers: string;
  value: number | null;
  interval: Interval | null;
  mark: "claim" | "control" | "authors";
}

/** The drawing as inline SVG: per cent across, pixels down, so nothing shrinks on a phone. */
export function effectPlot(claim: ClaimEntry, modelName: string): Html {
  const axis = effectAxis(claim);
  const rows = rowsOf(claim, modelName);
  const bottom = TOP + rows.length * ROW;
  return html`<svg class="effect" width="100%" height="${bottom + AXIS}" role="img" aria-label="${inWords(claim, modelName)}">
${region(claim, axis, bottom)}
${axis.ticks.map((tick) => html`<line class="grid" x1="${per(axis.at(tick))}" x2="${per(axis.at(tick))}" y1="${TOP}" y2="${bottom}"/><text class="tick" x="${per(axis.at(tick))}" y="${bottom + 17}" text-anchor="middle">${formatNumber(tick)}</text>`)}
<line class="zero" x1="${per(axis.at(0))}" x2="${per(axis.at(0))}" y1="${TOP}" y2="${bottom}"/>
${thresholdEdges(claim).map((edge) => html`<line class="threshold" x1="${per(axis.at(edge))}" x2="${per(axis.at(edge))}" y1="${TOP - 6}" y2="${bottom}"/>`)}
${thresholdLabel(claim, axis)}
${rows.map((row, i) => drawRow(row, axis, TOP + i * ROW))}
</svg>`;
}

function rowsOf(claim: ClaimEntry, modelName: string): Row[] {
  const { statistic, control, paper } = claim;
  const ours: Row = { ...statistic, label: modelName, numbers: numbers(claim, statistic), mark: "claim" };
  const controlRow: Row = { ...control, label: "control", numbers: numbers(claim, control), mark: "control" };
  if (paper.value === null) return [ours, controlRow];
  const theirs = withUnit(formatNumber(paper.value), statistic.unit);
  return [
    ours,
    controlRow,
    { label: "authors, GPT-2 small", numbers: theirs, value: paper.value, interval: null, mark: "authors" },
  ];
}

function numbers(claim: ClaimEntry, { value, interval }: Pick<Row, "value" | "interval">): string {
  if (value === null) return "no value";
  return interval === null
    ? valueText(claim, value)
    : `${valueText(claim, value)} (${intervalText(claim, interval)})`;
}

/** The values that count as supported, shaded. */
function region({ threshold: { above, within } }: ClaimEntry, axis: EffectAxis, bottom: number): Html {
  const from = above ?? -(within ?? 0);
  const to = within ?? axis.high;
  return html`<rect class="region" x="${per(axis.at(from))}" y="${TOP}" width="${per(axis.at(to) - axis.at(from))}" height="${bottom - TOP}"/>`;
}

/** On the side of the line with more room. */
function thresholdLabel(claim: ClaimEntry, axis: EffectAxis): Html {
  const { within } = claim.threshold;
  const at = within === undefined ? axis.at(thresholdEdges(claim)[0] ?? 0) : axis.at(0);
  const anchor = within !== undefined ? "middle" : at > 62 ? "end" : "start";
  const dx = { middle: 0, end: -5, start: 5 }[anchor];
  return html`<text class="threshold-label" x="${per(at)}" dx="${dx}" y="13" text-anchor="${anchor}">supported: ${thresholdText(claim)}</text>`;
}

function drawRow({ label, numbers: text, value, interval, mark }: Row, axis: EffectAxis, top: number): Html {
  const y = top + 31;
  return html`<g class="row ${mark}"><text class="row-label" x="${per(3)}" y="${top + 17}"><tspan class="who">${label}</tspan> <tspan class="what">${text}</tspan></text>${
    interval === null
      ? null
      : html`<line class="interval" x1="${per(axis.at(interval[0]))}" x2="${per(axis.at(interval[1]))}" y1="${y}" y2="${y}"/>${interval.map((end) => html`<line class="cap" x1="${per(axis.at(end))}" x2="${per(axis.at(end))}" y1="${y - 4}" y2="${y + 4}"/>`)}`
  }${value === null ? null : dot(mark, per(axis.at(value)), y)}</g>`;
}

/** Shape as well as colour says whose value it is. */
function dot(mark: Row["mark"], x: string, y: number): Html {
  if (mark === "authors")
    return html`<svg class="mark" x="${x}" y="${y}" overflow="visible"><path d="M0,-6L6,0L0,6L-6,0Z"/></svg>`;
  return html`<circle class="mark" cx="${x}" cy="${y}" r="${mark === "claim" ? 5.5 : 4.5}"/>`;
}

function inWords(claim: ClaimEntry, modelName: string): string {
  const { value, interval } = claim.statistic;
  const ours =
    value === null
      ? "no value"
      : `${valueText(claim)}, 95 % interval ${interval === null ? "none" : intervalText(claim)}`;
  return `${modelName}: ${ours}. Supported ${thresholdText(claim)}. Control, ${controlText(claim)}. Authors: ${authorsText(claim)}.`;
}

/** "12.34%". */
export function per(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
