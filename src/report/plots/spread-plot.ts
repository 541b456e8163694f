/** Histograms of one quantity, a line a type, on bins that all share. */
import * as Plot from "@observablehq/plot";
import type { ActivationType, Spread } from "../../experiment/record.generated.ts";
import { typeStyle } from "./palette.ts";
import { plotSvg, plotText } from "./plot-svg.ts";

/** One type's counts. */
export interface SpreadOfType {
  readonly type: string;
  readonly spread: Spread;
}

/** The outline of every type's histogram, drawn in the order given; which line is whose stands in the legend beside. */
export function spreadPlot(
  words: { readonly name: string; readonly title: string; readonly axis: string },
  spreads: readonly SpreadOfType[],
  types: readonly ActivationType[],
): string {
  const ends = spreads.map(({ spread: { from, width, counts } }) => from + counts.length * width);
  const start = Math.min(
    ...spreads.map(({ spread: { from, width, counts } }) => from + firstFilled(counts) * width),
  );
  return plotSvg({
    name: words.name,
    title: words.title,
    description: `Bases by value. ${spreads.map(({ type, spread: { mean, sd } }) => `${type}: mean ${mean.toPrecision(3)}, sd ${sd.toPrecision(2)}`).join("; ")}.`,
    options: {
      width: 460,
      height: 240,
      marginTop: 28,
      marginBottom: 46,
      marginLeft: 44,
      marginRight: 12,
      style: { fontSize: "13px" },
      x: {
        domain: [start, Math.max(...ends)],
        label: plotText(words.axis),
        labelArrow: "none",
        labelAnchor: "center",
        labelOffset: 40,
      },
      y: { label: "bases", labelArrow: "none", ticks: 5, grid: true },
      marks: spreads.map(({ type, spread: { from, width, counts } }) => {
        const { colour, dash } = typeStyle(types, type);
        const outline = [
          { x: from, bases: 0 },
          ...counts.map((count, i) => ({ x: from + i * width, bases: count })),
          { x: from + counts.length * width, bases: 0 },
        ].slice(firstFilled(counts));
        return Plot.line(outline, {
          x: "x",
          y: "bases",
          stroke: colour,
          strokeDasharray: dash,
          strokeWidth: 1.75,
          curve: "step-after",
        });
      }),
    },
  });
}

function firstFilled(counts: readonly number[]): number {
  return Math.max(
    0,
    counts.findIndex((count) => count > 0),
  );
}
