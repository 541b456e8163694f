/** The effect in one line of the overview: threshold at a fixed place, so that a column of them can be scanned. */

import { type Html, html } from "../html/html.ts";
import type { CriterionEntry, Interval } from "../report.generated.ts";
import { thresholdEdges } from "../words/criterion-words.ts";
import { per } from "./effect-plot.ts";

const HEIGHT = 28;
/** Where `above` thresholds stand, and 0 for `within`, per cent of the width. */
const ABOVE_AT = 36;
const WITHIN_AT = 50;

/** Decorative: every number in it stands in the same row as text. */
export function effectStrip(criterion: CriterionEntry): Html {
  const { statistic, control } = criterion;
  if (statistic.value === null && control.value === null) return html`<span class="none">no value</span>`;
  const at = stripScale(criterion);
  const edges = thresholdEdges(criterion).map(at);
  const [from, to] = edges.length === 2 ? [edges[0]!, edges[1]!] : [edges[0]!, 100];
  return html`<svg class="effect strip" width="100%" height="${HEIGHT}" aria-hidden="true">
<rect class="region" x="${per(from)}" y="2" width="${per(to - from)}" height="${HEIGHT - 4}"/>
${edges.map((edge) => html`<line class="threshold" x1="${per(edge)}" x2="${per(edge)}" y1="0" y2="${HEIGHT}"/>`)}
${bar("claim", statistic, at, 10)}${bar("control", control, at, 20)}
</svg>`;
}

function bar(
  mark: "claim" | "control",
  { value, interval }: { value: number | null; interval: Interval | null },
  at: (value: number) => number,
  y: number,
): Html | null {
  if (value === null) return null;
  return html`<g class="row ${mark}">${
    interval === null
      ? null
      : html`<line class="interval" x1="${per(at(interval[0]))}" x2="${per(at(interval[1]))}" y1="${y}" y2="${y}"/>`
  }<circle class="mark" cx="${per(at(value))}" cy="${y}" r="${mark === "claim" ? 4.5 : 3.5}"/></g>`;
}

/** Per cent of the width: the largest linear scale on which everything fits around the fixed threshold. */
function stripScale(criterion: CriterionEntry): (value: number) => number {
  const { statistic, control, threshold } = criterion;
  const origin = threshold.above ?? 0;
  const anchor = threshold.above === undefined ? WITHIN_AT : ABOVE_AT;
  const offsets = [
    ...(statistic.interval ?? []),
    ...(control.interval ?? []),
    ...[statistic.value, control.value].filter((value) => value !== null),
    ...thresholdEdges(criterion),
  ].map((value) => value - origin);
  const right = Math.max(...offsets, 0);
  const left = Math.max(...offsets.map((offset) => -offset), 0);
  const scale = Math.min((96 - anchor) / (right || 1e-300), (anchor - 4) / (left || 1e-300), 1e9);
  return (value) => anchor + (value - origin) * scale;
}
