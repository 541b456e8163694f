import type { Cell } from "./csv.ts";
import type { SeriesName } from "./series-names.ts";

/** One file of numbers before it is written. */
export interface Rows {
  readonly name: SeriesName;
  /** What its rows are, in a few words. */
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
