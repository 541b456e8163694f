/** One picture that stands alone: mean curves of some types, each with where it rises most. For README. */
import * as Plot from "@observablehq/plot";
import type { CurveBand } from "../../experiment/record.generated.ts";
import { escapeHtml } from "../html/html.ts";
import type { Report } from "../report.generated.ts";
import { bandsAlong } from "../sections/curves.ts";
import { formatNumber } from "../words/format.ts";
import { paletteVariables, typeStyle } from "./palette.ts";
import { plotSvg, plotText } from "./plot-svg.ts";

const [WIDTH, HEIGHT] = [760, 340];
/** Where the names of the lines stand: left of the first and below the second, this far up. */
const NAME_AT = [0.62, 0.85] as const;

/** Where its words stand beside the dot, px: the first line rises from below left, the second goes on above right. */
const BESIDE_DOT = { end: { dx: -14, dy: -3 }, start: { dx: 12, dy: 14 } } as const;

/** What the height of a curve is. */
const UPWARDS = "upwards: how far the output has moved from where it was (L2 distance)";

/** What is drawn of a report. */
export interface ResponseWords {
  /** Key of a metric whose mean is a step of its curves. */
  readonly metric: string;
  /** Two types: the first rises sooner. */
  readonly types: readonly [string, string];
  /** What the picture is of, in a few words. */
  readonly title: string;
}

/** The picture as a file of its own, in light and dark; null where the report has no such curves. */
export function responseFigure(report: Report, { metric, types, title }: ResponseWords): string | null {
  const words = report.metrics.find(({ key }) => key === metric);
  const along = report.perturbations.find(({ key }) => key === words?.along);
  const lines = types.flatMap((type) => {
    const band = bandsAlong(along?.key ?? "", report).find((one) => one.type === type);
    const mean = report.measurements[metric]?.[type]?.mean ?? null;
    return band === undefined || mean === null ? [] : [{ band, mean }];
  });
  if (words === undefined || along === undefined || lines.length < types.length) return null;
  const top = Math.max(...lines.flatMap(({ band }) => band.mean)) * 1.08;
  const svg = plotSvg({
    name: "response",
    title,
    description: lines
      .map(
        ({ band, mean }) =>
          `${band.type}: ${plotText(words.symbol)} ${formatNumber(mean)} ${words.unit} in the mean.`,
      )
      .join(" "),
    options: {
      width: WIDTH,
      height: HEIGHT,
      ...{ marginTop: 56, marginBottom: 48, marginLeft: 48, marginRight: 20 },
      style: { fontSize: "14px" },
      x: { label: plotText(along.axis), labelArrow: "none", labelAnchor: "center", labelOffset: 40 },
      y: {
        domain: [0, top],
        label: null,
        labelArrow: "none",
        ticks: 4,
        grid: true,
      },
      marks: lines.flatMap((line, i) => marksOf(line, i, report, words.unit)),
    },
  });
  return `${standingAlone(svg, title)}\n`;
}

function marksOf(
  { band, mean }: { readonly band: CurveBand; readonly mean: number },
  i: number,
  { types }: Report,
  unit: string,
): Plot.Markish[] {
  const { colour, dash } = typeStyle(types, band.type);
  const points = band.mean.map((moved, n) => ({ n, moved }));
  const at = { n: mean, moved: heightAt(band.mean, mean) };
  const name = {
    n: stepAt(band.mean, NAME_AT[i === 0 ? 0 : 1] * band.mean.at(-1)!),
    side: i === 0 ? "end" : "start",
  } as const;
  const text = {
    fill: colour,
    fontWeight: 600,
    textAnchor: name.side,
    dx: i === 0 ? -14 : 0,
    dy: i === 0 ? 0 : 24,
  };
  const xy = { x: "n", y: "moved" };
  return [
    Plot.line(points, { ...xy, stroke: colour, strokeDasharray: dash, strokeWidth: 2.5 }),
    Plot.line([{ n: mean, moved: 0 }, at], { ...xy, stroke: colour, strokeDasharray: "2 3" }),
    Plot.dot([at], { ...xy, r: 5, fill: colour }),
    Plot.text([{ n: name.n, moved: heightAt(band.mean, name.n) }], {
      ...xy,
      ...text,
      text: () => plotText(`towards a ${band.type} activation`),
    }),
    Plot.text([at], {
      ...{ ...xy, fill: colour, textAnchor: name.side, ...BESIDE_DOT[name.side] },
      text: () => `on average steepest at ${formatNumber(mean)} ${plotText(unit)}`,
    }),
  ];
}

/** The curve between its steps. */
function heightAt(curve: readonly number[], step: number): number {
  const n = Math.min(Math.floor(step), curve.length - 2);
  return curve[n]! + (step - n) * (curve[n + 1]! - curve[n]!);
}

function stepAt(curve: readonly number[], height: number): number {
  return Math.max(
    0,
    curve.findIndex((moved) => moved >= height),
  );
}

/** With the colours that a page would give it, and its title to be read. */
function standingAlone(svg: string, title: string): string {
  const colours = `svg{color:#1d2129;background:#fff;font-family:system-ui,sans-serif;${paletteVariables("light")}}`;
  const dark = `@media (prefers-color-scheme:dark){svg{color:#e4e6ea;background:#14171b;${paletteVariables("dark")}}}`;
  const heading = `<text text-anchor="start" x="12" y="20" font-size="15" font-weight="600" fill="currentColor">${escapeHtml(plotText(title))}</text><text text-anchor="start" x="12" y="38" font-size="13" fill="currentColor">${UPWARDS}</text>`;
  return svg
    .replace("</desc>", `</desc><style>${colours}${dark}</style>`)
    .replace(/<\/svg>$/, `${heading}</svg>`);
}
