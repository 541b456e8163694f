import type { GeometryOfType, Spread } from "../../experiment/record.generated.ts";
import type { Report } from "../report.generated.ts";
import { formatFixed, formatNumber } from "../words/format.ts";
import { inTypeOrder } from "../words/type-order.ts";
import type { Figure, Section } from "./section.ts";

const QUANTITIES = {
  norm: { title: "Norms", axis: "norm (residual units)" },
  distance: { title: "Distances from the base", axis: "distance from the base (residual units)" },
  cosine: { title: "Cosines to the base", axis: "cosine to the base" },
} as const;

export type GeometryQuantity = keyof typeof QUANTITIES;

/** Where the activations of every type lie, seen from their bases; none in reports of before it was told. */
export function geometrySections(report: Report): readonly Section[] {
  const { geometry } = report;
  if (geometry === undefined || geometry.types.length === 0) return [];
  const meanAndSd = ({ mean, sd }: Spread) => [formatFixed(mean, 3), formatFixed(sd, 3)];
  const section: Section = {
    id: "geometry",
    title: "Norms, distances and cosines",
    short: "Geometry",
    blocks: [
      {
        kind: "note",
        text: "Of the activations as they are drawn. A path leads to them, or begins at them: then they stand in the place of the base, in its prompt, which is foreign to all of them, real ones too. Steps that are shares of the way are comparable where distances are alike.",
      },
      {
        kind: "table",
        id: "geometry-table",
        title: "Means and standard deviations",
        note: "In residual units; cosines have none.",
        table: {
          head: [
            { label: "type" },
            ...["norm", "distance", "cosine"].flatMap((name) => [
              { label: `${name}, mean` },
              { label: "sd", title: `Standard deviation of the ${name}` },
            ]),
            { label: "n" },
          ],
          numeric: [1, 2, 3, 4, 5, 6, 7],
          rows: [
            [
              "the bases",
              ...meanAndSd(geometry.baseNorm),
              ...Array.from({ length: 4 }, () => formatNumber(null)),
              formatNumber(geometry.baseNorm.counts.reduce((sum, one) => sum + one, 0)),
            ],
            ...typesOf(report).map((one) => [
              [{ type: one.type }],
              ...meanAndSd(one.norm),
              ...meanAndSd(one.distance),
              ...meanAndSd(one.cosine),
              formatNumber(one.n),
            ]),
          ],
        },
      },
      ...(["distance", "cosine", "norm"] as const).map((quantity) => spreadFigure(quantity, report)),
    ],
  };
  return [section];
}

/** In the order of types. */
export function typesOf({ geometry, types }: Report): readonly GeometryOfType[] {
  return inTypeOrder(types, geometry?.types ?? [], ({ type }) => type);
}

/** What a quantity is called along an axis. */
export function quantityAxis(quantity: GeometryQuantity): string {
  return QUANTITIES[quantity].axis;
}

function spreadFigure(quantity: GeometryQuantity, report: Report): Figure {
  return {
    kind: "figure",
    drawn: { spreadOf: quantity },
    title: QUANTITIES[quantity].title,
    sub: "bases in bins of one width",
    note: null,
    said: spreadInWords(quantity, report),
    series: ["geometry-bins.csv"],
    table: {
      head: ["type", "mean", "sd", "smallest bin", "largest bin"].map((label) => ({ label })),
      numeric: [1, 2, 3, 4],
      rows: typesOf(report).map((one) => {
        const { mean, sd, from, width, counts } = one[quantity];
        const first = counts.findIndex((count) => count > 0);
        return [
          [{ type: one.type }],
          formatFixed(mean, 3),
          formatFixed(sd, 3),
          formatNumber(from + first * width),
          formatNumber(from + (counts.length - 1) * width),
        ];
      }),
    },
  };
}

function spreadInWords(quantity: GeometryQuantity, report: Report): string {
  const said = typesOf(report).map(
    (one) => `${one.type} ${formatFixed(one[quantity].mean, 3)} (${formatFixed(one[quantity].sd, 3)})`,
  );
  return `The outline of a histogram a type, on common bins: how many bases have which ${quantityAxis(quantity)}. Mean and standard deviation: ${said.join("; ")}.`;
}
