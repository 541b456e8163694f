/** A slice in colour: red, green and blue say how near the output at a point is to that of each corner. */
import type { RunSlice } from "../../experiment/record.generated.ts";
import { type Html, html } from "../html/html.ts";

const SIZE = 320;

/** The corners' colours, in their order. */
export const CORNER_COLOURS = ["red", "green", "blue"] as const;

/** A square of pixels with the three corners marked. The picture is a bitmap: its colours are data, the same in dark. */
export function slicePlot(slice: RunSlice, name: string): Html {
  const { from, to, side, third, types } = slice;
  const at = (x: number, y: number): readonly [number, number] => [
    (SIZE * (x - from)) / (to - from),
    SIZE - (SIZE * (y - from)) / (to - from),
  ];
  const corners = [at(0, 0), at(1, 0), at(third[0]!, third[1]!)];
  const labels = ["A", "B", "C"];
  const words = `Plane through the base (A), ${types[0]} (B) and ${types[1]} (C). Where a point is ${CORNER_COLOURS.join(", ")} the output is that of A, B or C.`;
  const pixel = SIZE / side;
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="plot slice" role="img" aria-labelledby="${name}-title ${name}-desc" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}"><title id="${name}-title">Slice of base ${slice.base}</title><desc id="${name}-desc">${words}</desc>
${runsOf(slice).map(
  ({ row, from: first, length, colour }) =>
    html`<rect x="${round(first * pixel)}" y="${round(row * pixel)}" width="${round(length * pixel + 0.3)}" height="${round(pixel + 0.3)}" fill="${colour}"/>`,
)}
${corners.map(
  ([x, y], k) =>
    html`<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="white" stroke="black"/><text x="${round(x + 7)}" y="${round(y - 6)}" fill="white" stroke="black" stroke-width="3" paint-order="stroke">${labels[k]!}</text>`,
)}</svg>`;
}

interface Run {
  readonly row: number;
  readonly from: number;
  readonly length: number;
  readonly colour: string;
}

/** Neighbours of one colour as one rectangle; colours in 32 steps, which an eye cannot tell from 256. */
function runsOf({ side, near }: RunSlice): readonly Run[] {
  const bytes = Buffer.from(near, "base64");
  const colourAt = (n: number) => {
    const part = (k: number) => ((bytes[3 * n + k] ?? 0) & 0xf8).toString(16).padStart(2, "0");
    return `#${part(0)}${part(1)}${part(2)}`;
  };
  const runs: Run[] = [];
  for (let row = 0; row < side; row++)
    for (let col = 0; col < side; ) {
      const colour = colourAt(row * side + col);
      let end = col + 1;
      while (end < side && colourAt(row * side + end) === colour) end++;
      runs.push({ row, from: col, length: end - col, colour });
      col = end;
    }
  return runs;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
