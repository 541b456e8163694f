/** How far the types of a ladder lie from the reference, each with its interval, over the band of the floor. */
import type { LadderOfMetric, LadderValue } from "../../experiment/record.generated.ts";
import { type Html, html } from "../html/html.ts";
import { ladderInWords, ladderRows, nameOf } from "../sections/ladder.ts";
import { formatNumber } from "../words/format.ts";
import { ladderNumbers } from "../words/ladder-words.ts";
import { axisOver, type EffectAxis } from "./effect-axis.ts";
import { per } from "./effect-plot.ts";

const ROW = 26;
const FOOT = 20;

/** One strip a row on a common axis, laid out as an effect is: nothing shrinks on a phone. */
export function ladderPlot(of: LadderOfMetric, reference: string): Html {
  const rows = ladderRows(of);
  const axis = axisOver([
    0,
    ...rows.flatMap(({ value, interval }) => [...(value === null ? [] : [value]), ...(interval ?? [])]),
  ]);
  return html`<div class="effect-plot ladder" role="img" aria-label="${ladderInWords(of, reference)}">
${rows.map(
  (row) =>
    html`<span class="effect-label"><b>${nameOf(row, of)}</b> ${ladderNumbers(row)}</span>${strip(row, of, axis)}`,
)}
<span class="effect-label"></span><svg class="effect" width="100%" height="${FOOT}">${axis.ticks.map(
    (tick) =>
      html`<text class="tick" x="${per(axis.at(tick))}" y="14" text-anchor="middle">${formatNumber(tick)}</text>`,
  )}</svg>
</div>`;
}

function strip(row: LadderValue, { floor }: LadderOfMetric, axis: EffectAxis): Html {
  const { value, interval } = row;
  const y = ROW / 2;
  const upright = (kind: string, at: number, from = 0, to = ROW) =>
    html`<line class="${kind}" x1="${per(axis.at(at))}" x2="${per(axis.at(at))}" y1="${from}" y2="${to}"/>`;
  return html`<svg class="effect" width="100%" height="${ROW}">${band(floor, axis)}${axis.ticks.map((tick) =>
    upright("grid", tick),
  )}${upright("zero", 0)}<g class="${row === floor ? "control" : "claim"}">${
    interval === null
      ? null
      : html`<line class="interval" x1="${per(axis.at(interval[0]))}" x2="${per(axis.at(interval[1]))}" y1="${y}" y2="${y}"/>${interval.map((end) => upright("cap", end, y - 4, y + 4))}`
  }${value === null ? null : html`<circle class="mark" cx="${per(axis.at(value))}" cy="${y}" r="${row === floor ? 4.5 : 5}"/>`}</g></svg>`;
}

function band(floor: LadderValue | null, axis: EffectAxis): Html | null {
  if (!floor?.interval) return null;
  const [from, to] = floor.interval.map(axis.at) as [number, number];
  return html`<rect class="floor" x="${per(from)}" y="0" width="${per(to - from)}" height="${ROW}"/>`;
}
