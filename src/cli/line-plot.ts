import { formatNumber } from "../report/words/format.ts";

/** What a picture of one line in a terminal is made of. */
export interface LinePlot {
  /** At equal distances from left to right. */
  readonly values: ArrayLike<number>;
  /** Below the picture: what stands at its left end, in the middle and at its right end. */
  readonly axis: readonly [left: string, middle: string, right: string];
  /** Characters; default: 64 and 12. */
  readonly size?: { readonly columns: number; readonly rows: number };
  /** An index to mark by a vertical line of dots. */
  readonly mark?: number | null;
}

/** Bit of each of a braille character's dots. Shape: [row of 4][column of 2]. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** A line as braille characters, from 0 (or the least value below it) to the largest, one string a line. */
export function linePlot({ values, axis, size, mark = null }: LinePlot): readonly string[] {
  const { columns, rows } = size ?? { columns: 64, rows: 12 };
  const all = Array.from(values);
  const top = Math.max(0, ...all);
  const bottom = Math.min(0, ...all);
  const cells = Array.from({ length: rows }, () => new Uint8Array(columns));
  const [wide, high] = [2 * columns - 1, 4 * rows - 1];
  const xOf = (i: number) => Math.round((all.length < 2 ? 0 : i / (all.length - 1)) * wide);
  const yOf = (value: number) => Math.round((top === bottom ? 0 : (value - bottom) / (top - bottom)) * high);
  const dot = (x: number, y: number) => {
    const down = high - y;
    cells[down >> 2]![x >> 1]! |= DOTS[down & 3]![x & 1]!;
  };
  let before: number | null = null;
  for (let x = 0; x <= wide; x++) {
    const place = (x / wide) * (all.length - 1);
    const i = Math.min(all.length - 1, Math.floor(place));
    const next = all[Math.min(all.length - 1, i + 1)]!;
    const y = yOf(all[i]! + (next - all[i]!) * (place - i));
    const from = before ?? y;
    for (let at = Math.min(from, y); at <= Math.max(from, y); at++) dot(x, at); // a steep line has no gaps
    before = y;
  }
  if (mark !== null) for (let y = 0; y <= high; y += 3) dot(xOf(mark), y);
  const labels = [formatNumber(top), formatNumber(bottom)];
  const margin = Math.max(...labels.map((label) => label.length));
  const lines = cells.map((cell, row) => {
    const label = row === 0 ? labels[0]! : row === rows - 1 ? labels[1]! : "";
    const dots = Array.from(cell, (bits) => String.fromCodePoint(0x2800 + bits)).join("");
    return `${label.padStart(margin)} ${row === 0 || row === rows - 1 ? "┤" : "│"}${dots}`;
  });
  return [...lines, `${" ".repeat(margin + 2)}${axisLine(axis, columns)}`];
}

function axisLine([left, middle, right]: LinePlot["axis"], columns: number): string {
  const room = columns - left.length - middle.length - right.length;
  const before = Math.max(1, Math.floor(room / 2));
  return `${left}${" ".repeat(before)}${middle}${" ".repeat(Math.max(1, room - before))}${right}`;
}
