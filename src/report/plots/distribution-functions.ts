/** Empirical distribution functions of one measurement, one step line a type, each labelled beside it. */
import * as Plot from "@observablehq/plot";
import { inTypeOrder, typeStyle } from "../activation-types.ts";
import type { Distribution } from "../report.generated.ts";
import { plotSvg } from "./plot-svg.ts";

/** Words of one distribution plot. */
export interface DistributionWords {
  title: string;
  /** Horizontal axis with its unit. */
  x: string;
}

interface Point {
  x: number;
  share: number;
}

/** Where on the left and right of the curves labels are set, as shares of bases. */
const LEFT_LEVELS = [0.94, 0.8, 0.66];
const RIGHT_LEVELS = [0.34, 0.2, 0.06];
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

/** The smallest value that `share` of all bases do not exceed; null where too few bases had the event. */
export function distributionQuantile(distribution: Distribution, share: number): number | null {
  let seen = 0;
  for (const [i, value] of distribution.values.entries()) {
    seen += distribution.counts[i]!;
    if (seen >= share * distribution.n) return value;
  }
  return null;
}

/** The smallest value at which the function reaches `share`; its largest value where it never does. */
function reaches(points: readonly Point[], share: number): number {
  return (points.find((point) => point.share >= share) ?? points.at(-1))?.x ?? 0;
}

/** All types of one measurement as SVG. */
export function distributionPlot(
  distributions: readonly Distribution[],
  { title, x }: DistributionWords,
): string {
  const series = inTypeOrder(
    distributions.filter((distribution) => distribution.values.length > 0),
    (distribution) => distribution.type,
  ).map((distribution) => {
    const points = distributionFunction(distribution);
    return { type: distribution.type, points, median: reaches(points, 0.5) };
  });
  const first = Math.min(...series.map(({ points }) => points[0]!.x));
  const last = Math.max(...series.map(({ points }) => points.at(-1)!.x));
  const room = (last - first || 1) * 0.16;
  const domain: [number, number] = [first >= 0 ? Math.max(0, first - room) : first - room, last];
  return plotSvg({
    name: `distribution-${distributions[0]?.measurement.replace(".", "-") ?? "none"}`,
    title,
    description: `Share of bases at or below each value. Medians: ${series.map(({ type, median }) => `${type} ${median}`).join(", ")}.`,
    options: {
      width: 460,
      height: 330,
      marginTop: 28,
      marginBottom: 46,
      marginLeft: 44,
      marginRight: 12,
      style: { fontSize: "13px" },
      x: { domain, label: x, labelArrow: "none", labelAnchor: "center", labelOffset: 40 },
      y: { domain: [0, 1], label: "share of bases at or below", labelArrow: "none", ticks: 5, grid: true },
      marks: [
        ...series.map(({ type, points }) => {
          const { colour, dash } = typeStyle(type);
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
        ...labels(series, room),
      ],
    },
  });
}

/**
 * Labels outside the bundle of curves, with a leader to their own: the types with the smaller medians to the left,
 * high up, the others to the right, low down, where no curve passes.
 */
function labels(
  series: readonly { type: string; points: Point[]; median: number }[],
  room: number,
): Plot.Markish[] {
  const byMedian = [...series].sort((a, b) => a.median - b.median);
  const toLeft = Math.ceil(byMedian.length / 2);
  return byMedian.flatMap(({ type, points }, i) => {
    const left = i < toLeft;
    const share = left
      ? LEFT_LEVELS[i % LEFT_LEVELS.length]!
      : RIGHT_LEVELS[(i - toLeft) % RIGHT_LEVELS.length]!;
    const bundle = series.map((other) => reaches(other.points, share));
    const edge = left ? Math.min(...bundle) - room * 0.2 : Math.max(...bundle) + room * 0.2;
    const { colour } = typeStyle(type);
    return [
      Plot.line(
        [
          { x: edge, share },
          { x: reaches(points, share), share },
        ],
        { x: "x", y: "share", stroke: colour, strokeWidth: 0.75 },
      ),
      Plot.dot([{ x: reaches(points, share), share }], { x: "x", y: "share", r: 2.5, fill: colour }),
      Plot.text([{ x: edge, share }], {
        x: "x",
        y: "share",
        text: () => type,
        fill: colour,
        textAnchor: left ? "end" : "start",
        dx: left ? -3 : 3,
        fontWeight: 600,
      }),
    ];
  });
}
