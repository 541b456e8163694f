/** Empirical distribution functions of one metric, one step line a type, each labelled beside it. */
import * as Plot from "@observablehq/plot";
import type { ActivationType, Distribution, Metric } from "../../experiment/record.generated.ts";
import type { AuthorsMark } from "../report.generated.ts";
import { authorsMarks } from "./authors-marks.ts";
import { typeStyle } from "./palette.ts";
import { plotSvg, plotText } from "./plot-svg.ts";

interface Point {
  x: number;
  share: number;
}

const WIDTH = 460;
const MARGIN = { left: 44, right: 12 };
/** Labels are set at these shares of bases: to the left from the first one down, to the right from the second up. */
const LEVELS = { highest: 0.86, lowest: 0.12, apart: 0.13 };
/** Half the height of a label and some air, as a share of bases. */
const LABEL_HALF = 0.05;
/** Width of a letter of a label, px: a little more than any browser takes. */
const LETTER = 8;
/** More points than this cannot be told apart at this size. */
const MOST_POINTS = 240;

/** F(x) = bases with a value <= x / all bases; bases without the event keep the line below 1. */
export function distributionFunction({ values, counts, n }: Distribution): Point[] {
  let seen = 0;
  const points = values.map((x, i) => {
    seen += counts[i]!;
    return { x, share: seen / n };
  });
  const stride = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1);
}

/** The smallest value at which the function reaches `share`; its largest value where it never does. */
function reaches(points: readonly Point[], share: number): number {
  return (points.find((point) => point.share >= share) ?? points.at(-1))?.x ?? 0;
}

/** All types of one metric as SVG, drawn in the order given; none is empty. */
export function distributionPlot(
  metric: Pick<Metric, "key" | "title" | "axis">,
  distributions: readonly Distribution[],
  types: readonly ActivationType[],
  authors: readonly AuthorsMark[] = [],
): string {
  const series: Series[] = distributions.map((distribution) => {
    const { type } = distribution;
    const points = distributionFunction(distribution);
    return { type, colour: typeStyle(types, type).colour, points, median: reaches(points, 0.5) };
  });
  const first = Math.min(...series.map(({ points }) => points[0]!.x));
  const last = Math.max(
    ...series.map(({ points }) => points.at(-1)!.x),
    ...authors.flatMap(({ at }) => at.map(({ value }) => value)),
  );
  const room = (last - first || 1) * 0.16;
  const domain: [number, number] = [first >= 0 ? Math.max(0, first - room) : first - room, last];
  return plotSvg({
    name: `distribution-${metric.key.replaceAll(".", "-")}`,
    title: `Distribution functions: ${metric.title}`,
    description: `Share of bases at or below each value. Medians: ${series.map(({ type, median }) => `${type} ${median}`).join(", ")}.`,
    options: {
      width: WIDTH,
      height: 330,
      marginTop: 28,
      marginBottom: 46,
      marginLeft: MARGIN.left,
      marginRight: MARGIN.right,
      style: { fontSize: "13px" },
      x: { domain, label: plotText(metric.axis), labelArrow: "none", labelAnchor: "center", labelOffset: 40 },
      y: { domain: [0, 1], label: "share of bases at or below", labelArrow: "none", ticks: 5, grid: true },
      marks: [
        ...series.map(({ type, points }) => {
          const { colour, dash } = typeStyle(types, type);
          const ends = [{ x: domain[0], share: 0 }, ...points, { x: domain[1], share: points.at(-1)!.share }];
          return Plot.line(ends, {
            x: "x",
            y: "share",
            stroke: colour,
            strokeDasharray: dash,
            strokeWidth: 2,
            curve: "step-after",
          });
        }),
        ...authorsMarks(authors, types, domain),
        ...labels(series, domain),
      ],
    },
  });
}

interface Series {
  type: string;
  colour: string;
  points: Point[];
  median: number;
}

/**
 * Labels outside the bundle of curves, with a leader to their own: the types with the smaller medians to the left,
 * high up, as far as there is room before the axis; the others to the right, low down, where no curve passes.
 */
function labels(series: readonly Series[], domain: readonly [number, number]): Plot.Markish[] {
  const perPixel = (domain[1] - domain[0]) / (WIDTH - MARGIN.left - MARGIN.right) || 1;
  const byMedian = [...series].sort((a, b) => a.median - b.median);
  const left: { at: Series; share: number; edge: number }[] = [];
  const right: Series[] = [];
  for (const at of byMedian) {
    const share = LEVELS.highest - LEVELS.apart * left.length;
    const edge = Math.min(...series.map(({ points }) => reaches(points, share - LABEL_HALF))) - 10 * perPixel;
    const fits = edge - (at.type.length * LETTER + 6) * perPixel > domain[0];
    if (right.length === 0 && left.length < Math.ceil(byMedian.length / 2) && fits)
      left.push({ at, share, edge });
    else right.push(at);
  }
  return [
    ...left.flatMap(({ at, share, edge }) => label(at, share, edge, "end")),
    ...right.flatMap((at, i) => {
      const share = LEVELS.lowest + LEVELS.apart * (right.length - 1 - i);
      const edge =
        Math.max(...series.map(({ points }) => reaches(points, share + LABEL_HALF))) + 10 * perPixel;
      return label(at, share, edge, "start");
    }),
  ];
}

function label(
  { type, colour, points }: Series,
  share: number,
  edge: number,
  textAnchor: "start" | "end",
): Plot.Markish[] {
  const own = reaches(points, share);
  const at = { x: "x", y: "share" };
  return [
    Plot.line(
      [
        { x: edge, share },
        { x: own, share },
      ],
      { ...at, stroke: colour, strokeWidth: 0.75 },
    ),
    Plot.dot([{ x: own, share }], { ...at, r: 2.5, fill: colour }),
    Plot.text([{ x: edge, share }], {
      ...at,
      text: () => plotText(type),
      fill: colour,
      textAnchor,
      dx: textAnchor === "end" ? -3 : 3,
      fontWeight: 600,
    }),
  ];
}
