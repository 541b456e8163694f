/** The drawings of a report. */
import { curveBandPlot } from "../plots/curve-band.ts";
import { distributionPlot } from "../plots/distribution-functions.ts";
import { exampleCurvesPlot } from "../plots/example-curves.ts";
import { histogramsOf } from "../plots/histogram-of.ts";
import { ladderPlot } from "../plots/ladder-plot.ts";
import { meanCurvesPlot } from "../plots/mean-curves.ts";
import { replicateDots } from "../plots/replicate-dots.ts";
import { sketchPlot } from "../plots/sketch.ts";
import { specificationCurve } from "../plots/specification-curve.ts";
import { spreadPlot } from "../plots/spread-plot.ts";
import type { Report } from "../report.generated.ts";
import { bandsAlong } from "../sections/curves.ts";
import { distributionsOf } from "../sections/distributions.ts";
import { type GeometryQuantity, quantityAxis, typesOf } from "../sections/geometry.ts";
import type { Figure } from "../sections/section.ts";
import { slicePlot } from "../slices/slice-plot.ts";
import { type Html, html, raw } from "./html.ts";
import { swatch } from "./text-html.ts";

/** A drawing with its caption. */
export function figureHtml(figure: Figure, report: Report): Html {
  const note = figure.note === null ? null : html`<p class="note">${figure.note}</p>`;
  if ("curvesAlong" in figure.drawn)
    return html`<figure class="curves">${caption(figure)}${curves(figure.drawn.curvesAlong, report)}${note}</figure>`;
  if ("ladderBy" in figure.drawn)
    return html`<figure class="curves">${caption(figure)}${ladder(figure.drawn.ladderBy, report)}${note}</figure>`;
  if ("readingsOf" in figure.drawn)
    return html`<figure class="curves">${caption(figure)}${readings(figure.drawn.readingsOf, report)}${note}</figure>`;
  if ("replicatesOf" in figure.drawn)
    return html`<figure class="curves">${caption(figure)}${replicates(figure.drawn.replicatesOf, report)}${note}</figure>`;
  if ("sketchOf" in figure.drawn)
    return html`<figure class="sketched">${caption(figure)}${sketchPlot(figure.drawn.sketchOf)}${note}</figure>`;
  if ("examplesAlong" in figure.drawn)
    return html`<figure class="curves">${caption(figure)}${examples(figure.drawn, report)}${note}</figure>`;
  if ("sliceOf" in figure.drawn)
    return html`<figure>${caption(figure)}${slice(figure.drawn.sliceOf, report)}${note}</figure>`;
  if ("spreadOf" in figure.drawn)
    return html`<figure>${caption(figure)}${spreads(figure.drawn.spreadOf, report)}${note}</figure>`;
  return html`<figure>${caption(figure)}${distribution(figure.drawn.distributionOf, report)}${note}</figure>`;
}

function caption({ title, sub }: Figure): Html {
  return html`<figcaption>${title}${sub === null ? null : html` <span class="sub">${sub}</span>`}</figcaption>`;
}

/** All means in one plot, and a small panel with the band of each type. */
function curves(key: string, report: Report): Html | null {
  const { types } = report;
  const perturbation = report.perturbations.find((words) => words.key === key);
  if (perturbation === undefined) return null;
  const bands = bandsAlong(key, report);
  const reference = bands.find(({ type }) => type === report.reference) ?? null;
  const top = Math.max(...bands.flatMap(({ p90 }) => p90)) * 1.04;
  const panels = bands.map(
    (band) =>
      html`<div class="panel"><p class="panel-name">${swatch(types, band.type)}${band.type}</p>${raw(curveBandPlot(band, { perturbation, types, reference, top }))}</div>`,
  );
  return html`<div class="curve-row"><div class="plot-box">${raw(meanCurvesPlot(perturbation, bands, types))}</div>
<div class="panels">${panels}</div></div>`;
}

function ladder(key: string, report: Report): Html | null {
  const of = report.ladder?.metrics.find(({ metric }) => metric === key);
  return of === undefined ? null : ladderPlot(of, report.ladder!.reference);
}

function readings(key: string, report: Report): Html | null {
  const effect = report.readings?.effects.find((one) => one.key === key);
  return effect === undefined ? null : specificationCurve(effect, report.readings!);
}

function replicates(keys: readonly string[], { criteria, replicates: of, protocol }: Report): Html {
  const shown = criteria.filter(({ key }) => keys.includes(key));
  return replicateDots(shown, { own: of?.seeds.indexOf(protocol.seed) ?? 0, seeds: of?.seeds ?? [] });
}

/** A panel a type, all on one scale. */
function examples(
  { examplesAlong: key, examples: all }: Extract<Figure["drawn"], { examplesAlong: string }>,
  report: Report,
): Html | null {
  const { types } = report;
  const perturbation = report.perturbations.find((words) => words.key === key);
  if (perturbation === undefined) return null;
  const bands = bandsAlong(key, report);
  const top = Math.max(...all.flatMap(({ curve }) => curve), ...bands.flatMap(({ mean }) => mean)) * 1.04;
  const shown = types.filter(({ key: type }) => all.some((one) => one.type === type));
  return html`<div class="panels examples">${shown.map(({ key: type }) => {
    const mean = bands.find((band) => band.type === type) ?? null;
    const of = all.filter((one) => one.type === type);
    return html`<div class="panel"><p class="panel-name">${swatch(types, type)}${type}</p>${raw(exampleCurvesPlot({ type, perturbation, types, examples: of, mean, top }))}</div>`;
  })}</div>`;
}

function spreads(quantity: GeometryQuantity, report: Report): Html {
  const { types } = report;
  const of = typesOf(report).map((one) => ({ type: one.type, spread: one[quantity] }));
  const words = {
    name: `spread-${quantity}`,
    title: `Histogram: ${quantityAxis(quantity)}`,
    axis: quantityAxis(quantity),
  };
  return html`${raw(spreadPlot(words, of, types))}${legend(of, report)}`;
}

/** Which line is whose. */
function legend(of: readonly { readonly type: string }[], { types }: Report): Html {
  return html`<p class="legend">${of.map(({ type }) => html`<span>${swatch(types, type)}${type}</span> `)}</p>`;
}

/** The distribution functions, and below them the same values as histograms. */
function distribution(key: string, report: Report): Html | null {
  const metric = report.metrics.find((words) => words.key === key);
  if (metric === undefined) return null;
  const of = distributionsOf(key, report);
  const histograms = histogramsOf(of).map((spread, i) => ({ type: of[i]!.type, spread }));
  const words = {
    name: `histogram-${key.replaceAll(".", "-")}`,
    title: `Histogram: ${metric.title}`,
    axis: metric.axis,
  };
  return html`${raw(distributionPlot(metric, of, report.types))}<div class="histogram">${raw(spreadPlot(words, histograms, report.types))}</div>${legend(of, report)}`;
}

function slice(base: number, { slices = [] }: Report): Html | null {
  const found = slices.find((one) => one.base === base);
  return found ? slicePlot(found, `slice-${base}`) : null;
}
