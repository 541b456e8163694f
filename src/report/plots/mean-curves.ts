/** Mean sensitivity curves: every type in one plot, labelled at its end. */
import * as Plot from "@observablehq/plot";
import type { CurveBand } from "../report.generated.ts";
import { inTypeOrder, typeStyle } from "../words/activation-types.ts";
import { plotSvg } from "./plot-svg.ts";
import { spreadLabels } from "./spread-labels.ts";

/** What an experiment is called, and what its horizontal axis counts. */
export const EXPERIMENTS = {
  "towards.relative": {
    title: "Towards a target, relative step",
    x: "step n (n/99 of the way to the target)",
    short: "relative step",
  },
  "towards.absolute": {
    title: "Towards a target, absolute step",
    x: "step n (fixed length; goes past the target)",
    short: "absolute step",
  },
  plateau: {
    title: "Away from a base of each type, absolute step",
    x: "step n away from the base",
    short: "plateau",
  },
} as const satisfies Record<CurveBand["experiment"], { title: string; x: string; short: string }>;

const WIDTH = 460;
const HEIGHT = 330;
const LABEL_GAP_PX = 15;

/** One experiment's mean curves as SVG. Shapes: mean [N], N steps from 0. */
export function meanCurvesPlot(experiment: CurveBand["experiment"], curves: readonly CurveBand[]): string {
  const bands = inTypeOrder(curves, (curve) => curve.type);
  const top = Math.max(...bands.flatMap((band) => band.mean)) * 1.04;
  const last = Math.max(...bands.map((band) => band.mean.length)) - 1;
  const inner = { top: 28, bottom: 46 };
  const perPixel = top / (HEIGHT - inner.top - inner.bottom);
  const ends = bands.map((band) => band.mean.at(-1) ?? 0);
  const places = spreadLabels(ends, LABEL_GAP_PX * perPixel, 0, top);
  return plotSvg({
    name: `curves-${experiment.replace(".", "-")}`,
    title: `Mean sensitivity curves: ${EXPERIMENTS[experiment].title}`,
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
        label: EXPERIMENTS[experiment].x,
        labelArrow: "none",
        labelAnchor: "center",
        labelOffset: 40,
      },
      y: { domain: [0, top], label: "L2 distance from step 0", labelArrow: "none", ticks: 5, grid: true },
      marks: bands.flatMap((band, i) => {
        const { colour, dash } = typeStyle(band.type);
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
            text: () => band.type,
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
