/** Mean sensitivity curves: every type in one plot, labelled at its end. */
import * as Plot from "@observablehq/plot";
import type { ActivationType, CurveBand, Perturbation } from "../../experiment/record.generated.ts";
import { typeStyle } from "./palette.ts";
import { plotSvg, plotText } from "./plot-svg.ts";
import { spreadLabels } from "./spread-labels.ts";

const WIDTH = 460;
const HEIGHT = 330;
const LABEL_GAP_PX = 15;

/** One perturbation's mean curves as SVG, drawn in the order given. Shapes: mean [N], N steps from 0. */
export function meanCurvesPlot(
  { key, title, axis }: Perturbation,
  bands: readonly CurveBand[],
  types: readonly ActivationType[],
): string {
  const top = Math.max(...bands.flatMap((band) => band.mean)) * 1.04;
  const last = Math.max(...bands.map((band) => band.mean.length)) - 1;
  const inner = { top: 28, bottom: 46 };
  const perPixel = top / (HEIGHT - inner.top - inner.bottom);
  const ends = bands.map((band) => band.mean.at(-1) ?? 0);
  const places = spreadLabels(ends, LABEL_GAP_PX * perPixel, 0, top);
  return plotSvg({
    name: `curves-${key.replaceAll(".", "-")}`,
    title: `Mean sensitivity curves: ${title}`,
    description: `Mean L2 distance at the read point by step. At the last step: ${bands.map((band, i) => `${band.type} ${ends[i]!.toPrecision(3)}`).join(", ")}.`,
    options: {
      width: WIDTH,
      height: HEIGHT,
      marginTop: inner.top,
      marginBottom: inner.bottom,
      marginLeft: 44,
      marginRight: 122,
      style: { fontSize: "13px" },
      x: {
        domain: [0, last],
        label: plotText(axis),
        labelArrow: "none",
        labelAnchor: "center",
        labelOffset: 40,
      },
      y: { domain: [0, top], label: "L2 distance from step 0", labelArrow: "none", ticks: 5, grid: true },
      marks: bands.flatMap((band, i) => {
        const { colour, dash } = typeStyle(types, band.type);
        const line = band.mean.map((l2, n) => ({ n, l2 }));
        const leader = [
          { n: band.mean.length - 1, l2: ends[i]! },
          { n: last * 1.035, l2: places[i]! },
        ];
        return [
          Plot.line(line, { x: "n", y: "l2", stroke: colour, strokeDasharray: dash, strokeWidth: 2 }),
          Plot.line(leader, { x: "n", y: "l2", stroke: colour, strokeWidth: 0.75 }),
          Plot.text([leader[1]!], {
            x: "n",
            y: "l2",
            text: () => plotText(band.type),
            fill: colour,
            textAnchor: "start",
            dx: 3,
            fontWeight: 600,
          }),
        ];
      }),
    },
  });
}
