/** What the numbers of a sample are. */
export interface Quantity {
  /** Short name, as statistics are named by it: "MSS". */
  readonly symbol: string;
  /** "steps", "ratio", "residual units". */
  readonly unit: string;
  /** What a base without the event counts as in means; null where every base has a value. Rank statistics put it last. */
  readonly ifNever: number | null;
}
