/** One line as an SVG file of its own: outside a report's page there are no colours to follow. */
import * as Plot from "@observablehq/plot";
import { PALETTE } from "./palette.ts";
import { plotSvg } from "./plot-svg.ts";

/** One line and its words. */
export interface LineFile {
  readonly title: string;
  /** The picture in words, for who cannot see it. */
  readonly description: string;
  readonly values: readonly number[];
  readonly x: string;
  readonly y: string;
  /** An index to mark, and what it is. */
  readonly mark?: { readonly at: number; readonly label: string } | null;
}

/** The whole text of the file. */
export function lineFile({ title, description, values, x, y, mark = null }: LineFile): string {
  const line = values.map((value, n) => ({ n, value }));
  const top = Math.max(...values, 0) * 1.05 || 1;
  const svg = plotSvg({
    name: "line",
    title,
    description,
    options: {
      width: 640,
      height: 400,
      marginLeft: 60,
      marginBottom: 44,
      marginTop: 34,
      style: { fontSize: "13px", fontFamily: "system-ui, sans-serif", background: "white", color: "#222" },
      x: { label: x, labelArrow: "none", labelAnchor: "center", labelOffset: 38 },
      y: { domain: [Math.min(0, ...values), top], label: y, labelArrow: "none", ticks: 6, grid: true },
      marks: [
        mark === null ? null : Plot.ruleX([mark.at], { stroke: "#666", strokeDasharray: "4 3" }),
        mark === null
          ? null
          : Plot.text([mark], { x: "at", y: () => top, text: "label", textAnchor: "start", dx: 5, dy: 8 }),
        Plot.line(line, { x: "n", y: "value", stroke: PALETTE[0]!.light, strokeWidth: 2 }),
      ],
    },
  });
  return `${svg}\n`;
}
