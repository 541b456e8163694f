import type { CurveBand, Perturbation } from "../../experiment/record.generated.ts";
import type { Report } from "../report.generated.ts";
import { formatFixed, formatNumber } from "../words/format.ts";
import { inTypeOrder } from "../words/type-order.ts";
import type { Figure, Section } from "./section.ts";

/** Every how many steps a curve stands in a table. */
const STRIDE = 20;

/** Mean curves and bands. */
export function curvesSection(report: Report): Section {
  const { curves, perturbations, protocol, reference } = report;
  const shown = perturbations.filter(({ key }) => curves.some(({ perturbation }) => perturbation === key));
  const beside = reference === null ? "" : `, and the ${reference} mean as a thin grey line`;
  return {
    id: "curves",
    title: "Sensitivity curves",
    short: "Curves",
    blocks: [
      {
        kind: "note",
        text: `L2 distance of the output (${protocol.readAt}) from its value at step 0, as the activation at ${protocol.perturbAt} is moved. Means over bases, with the 10th and the 90th percentile.`,
      },
      {
        kind: "key",
        text: `Small panels: the mean with the band between those percentiles${beside}.`,
      },
      ...(shown.length === 0
        ? [{ kind: "paragraph" as const, text: "No curves were recorded." }]
        : shown.map((perturbation) => curveFigure(perturbation, report))),
    ],
  };
}

/** The bands of one perturbation, in the order of types. */
export function bandsAlong(perturbation: string, { curves, types }: Report): CurveBand[] {
  const along = curves.filter((curve) => curve.perturbation === perturbation);
  return inTypeOrder(types, along, ({ type }) => type);
}

function curveFigure({ key, title, axis }: Perturbation, report: Report): Figure {
  const bands = bandsAlong(key, report);
  const length = Math.max(0, ...bands.map(({ mean }) => mean.length));
  const steps = Array.from({ length }, (_, n) => n).filter((n) => n % STRIDE === 0 || n === length - 1);
  return {
    kind: "figure",
    drawn: { curvesAlong: key },
    title,
    sub: basesText(bands),
    note: null,
    said: curvesInWords(bands, axis),
    series: ["curves.csv"],
    table: {
      head: ["step", ...bands.map(({ type }) => type)].map((label) => ({ label })),
      numeric: bands.map((_, i) => i + 1),
      rows: steps.map((n) => [String(n), ...bands.map((band) => point(band, n))]),
    },
  };
}

/** Where each mean curve ends, how wide its band is there, and at which step it is half way up. */
function curvesInWords(bands: readonly CurveBand[], axis: string): string {
  const said = bands
    .filter(({ mean }) => mean.length > 0)
    .map((band) => {
      const [end] = band.mean.slice(-1) as [number];
      const half = band.mean.findIndex((value) => value >= end / 2);
      return `${band.type} ends at ${point(band, band.mean.length - 1)} and has half of that at step ${half}`;
    });
  return `To the left the mean curve of every type, to the right each in a panel of its own with the band that holds eight of ten bases. Across: ${axis}; upwards: L2 distance from step 0. Mean and band: ${said.join("; ")}.`;
}

/** "12.3 (8.1 to 15.0)": mean and percentiles at a step. */
function point({ mean, p10, p90 }: CurveBand, n: number): string {
  const [m, low, high] = [mean[n], p10[n], p90[n]];
  if (m === undefined || low === undefined || high === undefined) return "";
  return `${formatFixed(m, 2)} (${formatFixed(low, 2)} to ${formatFixed(high, 2)})`;
}

/** "n = 1000 bases of each type", or n by type where they differ. */
function basesText(bands: readonly CurveBand[]): string {
  const n = bands[0]?.n ?? 0;
  return bands.every((band) => band.n === n)
    ? `n = ${formatNumber(n)} bases of each type`
    : bands.map((band) => `${band.type} n = ${formatNumber(band.n)}`).join(", ");
}
