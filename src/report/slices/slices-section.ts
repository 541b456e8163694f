import type { RunSlice } from "../../experiment/record.generated.ts";
import type { Report } from "../report.generated.ts";
import type { Figure, Section } from "../sections/section.ts";
import { formatFixed } from "../words/format.ts";

/** Planes through three activations in colour; none where none were measured. */
export function slicesSections(report: Report): readonly Section[] {
  const { slices = [] } = report;
  if (slices.length === 0) return [];
  const section: Section = {
    id: "slices",
    title: "Two-dimensional slices",
    short: "Slices",
    blocks: [
      {
        kind: "note",
        text: "Each picture is a plane of activations through the base's own (A) and two others (B, C). A point's red, green and blue say how near the output there is to that of A, B and C; black is far from all three. A region is a field of one colour, its boundary where colours change within a few points. A picture decides nothing.",
      },
      ...slices.map(sliceFigure),
    ],
  };
  return [section];
}

function sliceFigure(slice: RunSlice): Figure {
  const bytes = Buffer.from(slice.near, "base64");
  const points = slice.side ** 2;
  const share = (k: number) => {
    let own = 0;
    for (let n = 0; n < points; n++) {
      const all = [bytes[3 * n]!, bytes[3 * n + 1]!, bytes[3 * n + 2]!];
      if (all[k]! > 0 && all[k] === Math.max(...all)) own++;
    }
    return own / points;
  };
  const corners = [
    ["A: the base", [0, 0]],
    [`B: ${slice.types[0]}`, [1, 0]],
    [`C: ${slice.types[1]}`, slice.third],
  ] as const;
  return {
    kind: "figure",
    drawn: { sliceOf: slice.base },
    title: `Base ${slice.base}`,
    sub: `plane through A, ${slice.types.join(" and ")}; ${slice.side} points a side`,
    note: null,
    said: `Colours of a plane of activations: red where the output is near that of A, green of B, blue of C, black far from all. ${corners.map(([corner], k) => `${formatFixed(100 * share(k), 0)} % of the points are nearest to ${corner}`).join(", ")}.`,
    series: ["slices.csv"],
    table: {
      head: [{ label: "corner" }, { label: "place" }, { label: "share of points nearest to it" }],
      numeric: [2],
      rows: corners.map(([corner, place], k) => [
        corner,
        place.map((value) => formatFixed(value, 2)).join(", "),
        formatFixed(share(k), 3),
      ]),
    },
  };
}
