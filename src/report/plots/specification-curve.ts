/** A specification curve: effects by reading, sorted, with intervals, and below which choices made each of them. */
import type { EffectReadings, ReadingValue, RunReadings } from "../../experiment/record.generated.ts";
import { type Html, html } from "../html/html.ts";
import { formatNumber } from "../words/format.ts";
import { bearingDimensions, curveInWords, sortedReadings } from "../words/readings-words.ts";
import { niceTicks } from "./effect-axis.ts";
import { per } from "./effect-plot.ts";

const HEIGHT = 150;
const ROW = 15;
/** Share of the width left for the numbers of the axis, per cent. */
const LEFT = 8;

/** Laid out as an effect is: positions are per cent across and pixels down, so nothing shrinks on a phone. */
export function specificationCurve(effect: EffectReadings, all: RunReadings): Html {
  const readings = sortedReadings(effect).filter(({ value }) => value !== null);
  const x = (i: number) => per(LEFT + ((i + 0.5) / readings.length) * (100 - LEFT));
  return html`<div class="effect-plot readings" role="img" aria-label="${curveInWords(effect)}">
<span class="effect-label"><b>effect</b>, above 0: as claimed</span>${curve(readings, x)}
${bearingDimensions(effect, all).map(({ key, title, options }) =>
  options.map(
    (option) =>
      html`<span class="effect-label">${title}: ${option.title}</span>${dots(
        readings,
        (reading) => reading.choices[key] === option.key,
        x,
      )}`,
  ),
)}
</div>`;
}

function curve(readings: readonly ReadingValue[], x: (i: number) => string): Html {
  const ends = [0, ...readings.flatMap(({ value, interval }) => [value!, ...(interval ?? [])])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const span = high - low || 1;
  const y = (value: number) => Math.round((8 + ((high - value) / span) * (HEIGHT - 16)) * 10) / 10;
  const level = (kind: string, at: number) =>
    html`<line class="${kind}" x1="${per(LEFT)}" x2="100%" y1="${y(at)}" y2="${y(at)}"/>`;
  return html`<svg class="effect" width="100%" height="${HEIGHT}">${niceTicks(low, high, 6).map(
    (tick) =>
      html`${level("grid", tick)}<text class="tick" x="0" y="${y(tick) + 4}">${formatNumber(tick)}</text>`,
  )}${level("zero", 0)}${readings.map(({ value, interval, verdict, registered }, i) => {
    const line =
      interval &&
      html`<line class="interval" x1="${x(i)}" x2="${x(i)}" y1="${y(interval[0])}" y2="${y(interval[1])}"/>`;
    const mark = html`<circle class="mark" cx="${x(i)}" cy="${y(value!)}" r="${registered ? 4.5 : 2.5}"/>`;
    return html`<g class="reading v-${verdict}">${line}${mark}</g>`;
  })}</svg>`;
}

/** A dot where the choice was made; the registered readings have larger ones. */
function dots(
  readings: readonly ReadingValue[],
  isMade: (reading: ReadingValue) => boolean,
  x: (i: number) => string,
): Html {
  return html`<svg class="effect" width="100%" height="${ROW}">${readings.map((reading, i) =>
    isMade(reading)
      ? html`<g class="reading v-${reading.verdict}"><circle class="mark" cx="${x(i)}" cy="${ROW / 2}" r="${reading.registered ? 4 : 2}"/></g>`
      : null,
  )}</svg>`;
}
