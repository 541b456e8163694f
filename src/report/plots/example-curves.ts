/** Single curves of one type, each with its step marked, and the mean of all bases dashed. */
import * as Plot from "@observablehq/plot";
import type { ActivationType, CurveBand, Perturbation } from "../../experiment/record.generated.ts";
import type { ExampleCurve } from "../sections/section.ts";
import { typeStyle } from "./palette.ts";
import { plotSvg } from "./plot-svg.ts";

/** What a small panel shows. */
export interface ExamplesPanel {
  readonly type: string;
  readonly perturbation: Perturbation;
  readonly types: readonly ActivationType[];
  readonly examples: readonly ExampleCurve[];
  /** Over all bases; null where there is none. */
  readonly mean: CurveBand | null;
  /** The common end of the vertical axis of all panels of one perturbation. */
  readonly top: number;
}

/** A small panel. */
export function exampleCurvesPlot(panel: ExamplesPanel): string {
  const { type, perturbation, types, examples, mean, top } = panel;
  const { colour } = typeStyle(types, type);
  const last = Math.max(0, ...examples.map(({ curve }) => curve.length)) - 1;
  const dots = examples.flatMap(({ curve, at }) =>
    at === null || curve[at] === undefined ? [] : [{ n: at, l2: curve[at] }],
  );
  return plotSvg({
    name: `examples-${perturbation.key.replaceAll(".", "-")}-${type}`,
    title: `${type}, single curves: ${perturbation.title}`,
    description: `${examples.map(({ base, at, curve }) => `Base ${base}: ${at === null ? "no step" : `step ${at}`}, ${curve.at(-1)!.toPrecision(3)} at the end`).join(". ")}.`,
    options: {
      width: 208,
      height: 165,
      marginTop: 12,
      marginBottom: 24,
      marginLeft: 36,
      marginRight: 10,
      style: { fontSize: "12px" },
      x: { domain: [0, last], label: null, ticks: [0, 40, 80].filter((tick) => tick <= last) },
      y: { domain: [0, top], label: null, ticks: 4, grid: true },
      marks: [
        ...examples.map(({ curve }) =>
          Plot.line(
            curve.map((l2, n) => ({ n, l2 })),
            { x: "n", y: "l2", stroke: colour, strokeWidth: 1.1, strokeOpacity: 0.85 },
          ),
        ),
        mean === null
          ? null
          : Plot.line(
              mean.mean.map((l2, n) => ({ n, l2 })),
              { x: "n", y: "l2", stroke: "currentColor", strokeDasharray: "4 3", strokeWidth: 1.5 },
            ),
        Plot.dot(dots, {
          x: "n",
          y: "l2",
          r: 3.2,
          fill: "var(--plot-background)",
          stroke: colour,
          strokeWidth: 1.8,
        }),
      ],
    },
  });
}
