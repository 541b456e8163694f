/** Measurements by activation type: tables, curves and distributions. */

import { curveBandPlot } from "../plots/curve-band.ts";
import { distributionPlot } from "../plots/distribution-functions.ts";
import { EXPERIMENTS, meanCurvesPlot } from "../plots/mean-curves.ts";
import { MEASUREMENTS } from "../plots/measurement-words.ts";
import type { CurveBand, Distribution, GroupSummary, Measurements, Report } from "../report.generated.ts";
import { inTypeOrder, typeStyle } from "../words/activation-types.ts";
import { formatFixed, formatNumber } from "../words/format.ts";
import { descriptionOf, titleOf } from "../words/schema-titles.ts";
import { type Html, html, raw } from "./html.ts";

const COLUMNS = [
  "mean",
  "sd",
  "median",
  "n",
  "never",
  "ksToReal",
] as const satisfies readonly (keyof GroupSummary)[];
const HEADS = { mean: "mean", sd: "sd", median: "median", n: "n", never: "never", ksToReal: "KS to real" };

/** The measurements of a report in the order of the page. */
export const MEASUREMENT_KEYS = Object.keys(MEASUREMENTS) as (keyof Measurements)[];

/** One table a measurement. */
export function measurementsSection({ measurements }: Report): Html {
  return html`<section id="measurements" aria-labelledby="measurements-h"><h2 id="measurements-h">Measurements by activation type</h2>
<dl class="types">${inTypeOrder(typesOf(measurements), (type) => type).map((type) => html`<div><dt>${swatch(type)}${type}</dt><dd>${typeStyle(type).long}</dd></div>`)}</dl>
<p class="note">Mean: ${descriptionOf("GroupSummary", "mean") ?? ""} Never: ${descriptionOf("GroupSummary", "never") ?? ""} sd: ${titleOf("GroupSummary", "sd").toLowerCase()}.</p>
<div class="tables">${MEASUREMENT_KEYS.map((key) => measurementTable(key, measurements))}</div></section>`;
}

function measurementTable(key: keyof Measurements, measurements: Measurements): Html {
  const { title, unit, meaning } = MEASUREMENTS[key];
  const groups = inTypeOrder(Object.entries(measurements[key]), ([type]) => type);
  const id = `m-${key.replace(".", "-")}`;
  return html`<div><p class="caption" id="${id}"><b>${title}</b>, ${unit}. ${meaning}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="numbers" aria-labelledby="${id}">
<thead><tr><th scope="col">type</th>${COLUMNS.map((column) => html`<th scope="col" title="${titleOf("GroupSummary", column)}">${HEADS[column]}</th>`)}</tr></thead>
<tbody>${groups.map(([type, group]) => html`<tr><th scope="row">${swatch(type)}${type}</th>${COLUMNS.map((column) => html`<td class="num">${cell(column, group)}</td>`)}</tr>`)}</tbody></table>${
    groups.length === 0 ? html`<p class="none">Not measured in this run.</p>` : null
  }</div></div>`;
}

/** A number of a measurement table. */
export function cell(column: (typeof COLUMNS)[number], group: GroupSummary): string {
  const value = group[column];
  if (column === "n" || column === "never" || value === null) return formatNumber(value);
  return formatFixed(value, column === "ksToReal" ? 3 : 2);
}

/** Mean curves and bands. */
export function curvesSection({ curves, protocol }: Report): Html {
  const experiments = (Object.keys(EXPERIMENTS) as CurveBand["experiment"][]).filter((experiment) =>
    curves.some((curve) => curve.experiment === experiment),
  );
  return html`<section id="curves" aria-labelledby="curves-h"><h2 id="curves-h">Sensitivity curves</h2>
<p class="note">L2 distance of the output (${protocol.readAt}) from its value at step 0, as the activation at ${protocol.perturbAt} is moved. Means over bases; small panels: mean with the band from the 10th to the 90th percentile, and the real mean as a thin grey line.</p>
${experiments.length === 0 ? html`<p class="none">No curves were recorded.</p>` : experiments.map((experiment) => curveFigure(experiment, curves))}</section>`;
}

function curveFigure(experiment: CurveBand["experiment"], all: readonly CurveBand[]): Html {
  const curves = inTypeOrder(
    all.filter((curve) => curve.experiment === experiment),
    (curve) => curve.type,
  );
  const real = curves.find((curve) => curve.type === "real") ?? null;
  const top = Math.max(...curves.flatMap((curve) => curve.p90)) * 1.04;
  return html`<figure class="curves"><figcaption>${EXPERIMENTS[experiment].title} <span class="sub">${basesText(curves)}</span></figcaption>
<div class="curve-row"><div class="plot-box">${raw(meanCurvesPlot(experiment, curves))}</div>
<div class="panels">${curves.map((curve) => html`<div class="panel"><p class="panel-name">${swatch(curve.type)}${curve.type}</p>${raw(curveBandPlot(curve, real, top))}</div>`)}</div></div></figure>`;
}

/** Distribution functions of the four measurements. */
export function distributionsSection({ distributions }: Report): Html {
  const measured = MEASUREMENT_KEYS.filter((key) =>
    distributions.some((d) => d.measurement === key && d.values.length > 0),
  );
  return html`<section id="distributions" aria-labelledby="distributions-h"><h2 id="distributions-h">Distributions over bases</h2>
<p class="note">A line further right is a type that blows up, or leaves its plateau, later. The KS distance between two types is the largest upright gap between their lines.</p>
<div class="figures">${measured.length === 0 ? html`<p class="none">No distributions were recorded.</p>` : measured.map((key) => distributionFigure(key, distributions))}</div></section>`;
}

function distributionFigure(key: keyof Measurements, all: readonly Distribution[]): Html {
  const { title, axis } = MEASUREMENTS[key];
  const of = all.filter((distribution) => distribution.measurement === key);
  return html`<figure><figcaption>${title}</figcaption>${raw(distributionPlot(of, { title: `Distribution functions: ${title}`, x: axis }))}${neverNote(key, of)}</figure>`;
}

function neverNote(key: keyof Measurements, of: readonly Distribution[]): Html | null {
  const some = of.filter((distribution) => distribution.never > 0);
  if (some.length === 0) return null;
  return html`<p class="note">${some.map(({ type, never, n }) => `${type}: ${formatNumber(never)} of ${formatNumber(n)} bases ${MEASUREMENTS[key].never}`).join("; ")}. Their lines end below 1.</p>`;
}

function typesOf(measurements: Measurements): string[] {
  return [...new Set(MEASUREMENT_KEYS.flatMap((key) => Object.keys(measurements[key])))];
}

/** A piece of the type's line. */
function swatch(type: string): Html {
  const { colour, dash } = typeStyle(type);
  return html`<svg class="swatch" width="26" height="10" aria-hidden="true"><line x1="1" x2="25" y1="5" y2="5" style="stroke:${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/></svg>`;
}

/** "n = 1000 bases of each type", or n by type where they differ. */
function basesText(curves: readonly CurveBand[]): string {
  const n = curves[0]?.n ?? 0;
  return curves.every((curve) => curve.n === n)
    ? `n = ${formatNumber(n)} bases of each type`
    : curves.map((curve) => `${curve.type} n = ${formatNumber(curve.n)}`).join(", ");
}
