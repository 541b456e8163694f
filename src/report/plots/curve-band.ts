/** One type's sensitivity curve with its 10th to 90th percentile band, and the reference's mean to compare with. */
import * as Plot from "@observablehq/plot";
import type { ActivationType, CurveBand, Perturbation } from "../../experiment/record.generated.ts";
import { typeStyle } from "./palette.ts";
import { plotSvg } from "./plot-svg.ts";

/** What a small panel shows besides its own band. */
export interface PanelWords {
  readonly perturbation: Perturbation;
  readonly types: readonly ActivationType[];
  /** The curve to compare with; null where there is none. */
  readonly reference: CurveBand | null;
  /** The common end of the vertical axis of all panels of one perturbation. */
  readonly top: number;
}

/** A small panel. */
export function curveBandPlot(band: CurveBand, { perturbation, types, reference, top }: PanelWords): string {
  const { colour, dash } = typeStyle(types, band.type);
  const rows = band.mean.map((mean, n) => ({ n, mean, p10: band.p10[n]!, p90: band.p90[n]! }));
  const middle = rows[Math.floor(rows.length / 2)] ?? { n: 0, mean: 0, p10: 0, p90: 0 };
  return plotSvg({
    name: `band-${band.perturbation.replaceAll(".", "-")}-${band.type}`,
    title: `${band.type}: ${perturbation.title}`,
    description: `Mean with the band from the 10th to the 90th percentile over ${band.n} bases. At step ${middle.n}: mean ${middle.mean.toPrecision(3)}, band ${middle.p10.toPrecision(3)} to ${middle.p90.toPrecision(3)}.`,
    options: {
      width: 176,
      height: 130,
      marginTop: 12,
      marginBottom: 24,
      marginLeft: 36,
      marginRight: 10,
      style: { fontSize: "12px" },
      x: {
        domain: [0, rows.length - 1],
        label: null,
        ticks: [0, 40, 80].filter((tick) => tick < rows.length),
      },
      y: { domain: [0, top], label: null, ticks: 3, grid: true },
      marks: [
        Plot.areaY(rows, { x: "n", y1: "p10", y2: "p90", fill: colour, fillOpacity: 0.2 }),
        reference === null || reference.type === band.type
          ? null
          : Plot.line(
              reference.mean.map((l2, n) => ({ n, l2 })),
              { x: "n", y: "l2", stroke: "currentColor", strokeOpacity: 0.55, strokeWidth: 1.25 },
            ),
        Plot.line(rows, { x: "n", y: "mean", stroke: colour, strokeDasharray: dash, strokeWidth: 2 }),
      ],
    },
  });
}
