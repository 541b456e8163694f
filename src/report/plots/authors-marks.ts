/** The authors' values on a drawing of distribution functions. */
import * as Plot from "@observablehq/plot";
import type { ActivationType } from "../../experiment/record.generated.ts";
import type { AuthorsMark } from "../report.generated.ts";
import { typeStyle } from "./palette.ts";

/** Shape and filling say how a value is known; the colour says of which type it is. */
const LOOKS = {
  printed: { symbol: "diamond", filled: true },
  digitised: { symbol: "diamond", filled: false },
  inferred: { symbol: "times", filled: false },
} as const satisfies Record<AuthorsMark["trust"], object>;

/** Means stand on the axis, points of distribution functions at their share; those outside of the axis are left out. */
export function authorsMarks(
  marks: readonly AuthorsMark[],
  types: readonly ActivationType[],
  [low, high]: readonly [number, number],
): Plot.Markish[] {
  return marks.map(({ type, trust, at }) => {
    const { colour } = typeStyle(types, type);
    const { symbol, filled } = LOOKS[trust];
    const points = at
      .filter(({ value }) => value >= low && value <= high)
      .map(({ value, share }) => ({ value, share: share ?? 0 }));
    return Plot.dot(points, {
      x: "value",
      y: "share",
      symbol,
      r: 4,
      stroke: colour,
      strokeWidth: 1.5,
      fill: filled ? colour : "var(--plot-background)",
    });
  });
}
