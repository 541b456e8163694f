import { simultaneousBounds } from "../../stats/across/simultaneous.ts";
import type { JointColumn } from "./joint-column.ts";

/**
 * The chance that a whole family of bounds misses somewhere, at either end. At each end half of it is meant; what is
 * simulated at the thresholds must stay below it at one end alone (`golden/family-rules.json`).
 */
export const FAMILY_ERROR = 0.01;

/** Bounds of one criterion that hold together with those of the others of its family. */
export interface FamilyBounds {
  readonly interval: readonly [number, number];
  /** The chance that all of them hold. */
  readonly level: number;
  /** How many standard errors the bounds lie from the value. */
  readonly factor: number;
  /** Criteria of the family that are bounded together, of those it has. */
  readonly together: number;
  readonly registered: number;
}

/**
 * Max-t bounds of the criteria of a family that were measured, by key: at both ends and at the level 1 - error k / m, for
 * k measured of m. What was not measured keeps its share of the error, so that a run of some claims is no way to a
 * narrower bound.
 */
export function familyBounds(
  columns: ReadonlyMap<string, JointColumn>,
  registered: number,
): ReadonlyMap<string, FamilyBounds> {
  const together = columns.size;
  if (together === 0) return new Map();
  const of = Math.max(registered, together);
  const level = 1 - (FAMILY_ERROR * together) / of;
  const joint = [...columns.values()];
  const { intervals, factor } = simultaneousBounds(
    {
      values: joint.map(({ value }) => value),
      columns: joint.map(({ column }) => Float64Array.from(column)),
    },
    { level, bounds: "both" },
  );
  return new Map(
    [...columns.keys()].map((key, i) => [
      key,
      { interval: intervals[i]!, level, factor, together, registered: of },
    ]),
  );
}
