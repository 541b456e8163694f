/** The drawings of a report. */
import { coActivationGraph } from "../plots/co-activation-graph.ts";
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
import { distributionsOf, marksOf } from "../sections/distributions.ts";
import { type GeometryQuantity, quantityAxis, typesOf } from "../sections/geometry.ts";
import type { Figure } from "../sections/section.ts";
import { slicePlot } from "../slices/slice-plot.ts";
import { type Html, html, raw } from "./html.ts";
import { tableHtml } from "./table-html.ts";
import { swatch } from "./text-html.ts";

/** A drawing with its caption, and with what it shows in words and numbers. */
export function figureHtml(figure: Figure, report: Report): Html {
  const { drawn, note } = figure;
  const id = figureId(drawn);
  const kind = "sketchOf" in drawn ? "sketched" : isWide(drawn) ? "curves" : "abreast";
  return html`<figure class="${kind}" aria-labelledby="${id}-caption" aria-describedby="${id}-said">${caption(figure, id)}${drawing(figure, report)}${note === null ? null : html`<p class="note">${note}</p>`}${inWords(figure, id, report)}</figure>`;
}

/** Whether a drawing stands alone in its row; others stand two abreast. */
export function isWide(drawn: Figure["drawn"]): boolean {
  return !("distributionOf" in drawn || "spreadOf" in drawn || "sliceOf" in drawn);
}

function drawing(figure: Figure, report: Report): Html | null {
  const { drawn } = figure;
  if ("curvesAlong" in drawn) return curves(drawn.curvesAlong, report);
  if ("ladderBy" in drawn) return ladder(drawn.ladderBy, report);
  if ("readingsOf" in drawn) return readings(drawn.readingsOf, report);
  if ("replicatesOf" in drawn) return replicates(drawn.replicatesOf, report);
  if ("sketchOf" in drawn) return sketchPlot(drawn.sketchOf);
  if ("examplesAlong" in drawn) return examples(drawn, report);
  if ("graphOf" in drawn) return graph(figure, report);
  if ("sliceOf" in drawn) return slice(drawn.sliceOf, report);
  if ("spreadOf" in drawn) return spreads(drawn.spreadOf, report);
  return distribution(drawn.distributionOf, report);
}

/** Unique in a page: by what is drawn of what. */
function figureId(drawn: Figure["drawn"]): string {
  const [kind, all] = Object.entries(drawn)[0]!;
  const of = Array.isArray(all) ? all[0] : all;
  return `figure-${kind}-${typeof of === "object" ? "" : String(of).replaceAll(/[./]/g, "-")}`;
}

function caption({ title, sub }: Figure, id: string): Html {
  return html`<figcaption id="${id}-caption">${title}${sub === null ? null : html` <span class="sub">${sub}</span>`}</figcaption>`;
}

/** For who cannot see the drawing, or wants its numbers. */
function inWords({ said, series, table }: Figure, id: string, report: Report): Html {
  const isNumeric = series.length > 0;
  const files = series.map((name, i) => html`${i === 0 ? "" : ", "}<a href="data/${name}">data/${name}</a>`);
  return html`<details class="in-words"><summary>In words${isNumeric ? " and numbers" : null}</summary><p id="${id}-said">${said}</p>${
    isNumeric
      ? html`${tableHtml(table, `${id}-caption`, report)}<p class="sub">As a file: ${files}</p>`
      : null
  }</details>`;
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

function graph({ title, said }: Figure, { coActivation }: Report): Html | null {
  return coActivation === undefined ? null : coActivationGraph(coActivation, { title, said });
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
  return html`${raw(distributionPlot(metric, of, report.types, marksOf(key, report)))}<div class="histogram">${raw(spreadPlot(words, histograms, report.types))}</div>${legend(of, report)}`;
}

function slice(base: number, { slices = [] }: Report): Html | null {
  const found = slices.find((one) => one.base === base);
  return found ? slicePlot(found, `slice-${base}`) : null;
}
