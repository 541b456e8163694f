import { LARGEST_SHARE_OF_LOST_BASES } from "../../limits.ts";
import type { Sample } from "../../stats/sample.ts";
import type { TypeDraw } from "../draw.ts";
import type { GroupSample } from "../group-sample.ts";

/** Samples of the same bases, ascending by base. */
export interface CommonSamples {
  readonly n: number;
  /** Bases that one of them lost, and that are in none. */
  readonly lost: number;
  readonly samples: ReadonlyMap<TypeDraw, Sample>;
}

/**
 * The samples of one metric on the bases that all of them have; the order of their bases does not matter.
 *
 * A type that lost more bases than a verdict allows is left out, so that it costs the others nothing.
 */
export function commonSamples(measured: ReadonlyMap<TypeDraw, GroupSample>): CommonSamples {
  const whole = [...measured].filter(
    ([, { bases, lost = [] }]) => lost.length <= LARGEST_SHARE_OF_LOST_BASES * (bases.length + lost.length),
  );
  const lost = new Set(whole.flatMap(([, sample]) => sample.lost ?? []));
  const valuesOf = whole.map(
    ([type, { bases, values }]) => [type, new Map(bases.map((base, row) => [base, values[row]!]))] as const,
  );
  const [first] = whole;
  const bases = (first?.[1].bases ?? [])
    .filter((base) => valuesOf.every(([, values]) => values.has(base)))
    .toSorted((a, b) => a - b);
  return {
    n: bases.length,
    lost: lost.size,
    samples: new Map(valuesOf.map(([type, values]) => [type, bases.map((base) => values.get(base)!)])),
  };
}
