/** The drawings of a report. */
import { curveBandPlot } from "../plots/curve-band.ts";
import { distributionPlot } from "../plots/distribution-functions.ts";
import { ladderPlot } from "../plots/ladder-plot.ts";
import { meanCurvesPlot } from "../plots/mean-curves.ts";
import { sketchPlot } from "../plots/sketch.ts";
import type { Report } from "../report.generated.ts";
import { bandsAlong } from "../sections/curves.ts";
import { distributionsOf } from "../sections/distributions.ts";
import type { Figure } from "../sections/section.ts";
import { type Html, html, raw } from "./html.ts";
import { swatch } from "./text-html.ts";

/** A drawing with its caption. */
export function figureHtml(figure: Figure, report: Report): Html {
  const note = figure.note === null ? null : html`<p class="note">${figure.note}</p>`;
  if ("curvesAlong" in figure.drawn)
    return html`<figure class="curves">${caption(figure)}${curves(figure.drawn.curvesAlong, report)}${note}</figure>`;
  if ("ladderBy" in figure.drawn)
    return html`<figure class="curves">${caption(figure)}${ladder(figure.drawn.ladderBy, report)}${note}</figure>`;
  if ("sketchOf" in figure.drawn)
    return html`<figure class="sketched">${caption(figure)}${sketchPlot(figure.drawn.sketchOf)}${note}</figure>`;
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

function distribution(key: string, report: Report): Html | null {
  const metric = report.metrics.find((words) => words.key === key);
  return metric === undefined
    ? null
    : raw(distributionPlot(metric, distributionsOf(key, report), report.types));
}
