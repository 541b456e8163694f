import { rankable, type Sample } from "./sample.ts";

/**
 * Several samples on the same bases as ranks in one pool, so that a resample is counted instead of sorted:
 * O(n + distinct) each time.
 */
export interface RankCounter {
  /** Distinct values of all samples, ascending; the last is +Infinity when a value is missing. */
  readonly distinct: Float64Array;
  /** Per sample: how often each distinct value occurs among the bases counted last. Shape: [distinct]. */
  readonly counts: readonly Int32Array[];
  /** Counts the samples of these bases, repeats included, in place of what was counted before. */
  count(bases: Int32Array): void;
}

/** The same with every second base, by its place in the samples, counted apart: the even ones and the odd ones. */
export interface HalvesCounter {
  readonly distinct: Float64Array;
  /** As `RankCounter.counts`, of each half. */
  readonly counts: readonly [even: readonly Int32Array[], odd: readonly Int32Array[]];
  /** Gives how many of the bases are even ones. */
  count(bases: Int32Array): number;
}

/** Several samples on the same bases, and what each is called in an error. */
export type NamedSamples = readonly { readonly what: string; readonly sample: Sample }[];

/**
 * Ranks the samples together; ties share a rank and missing values (null) get the last one.
 *
 * Throws: EmptySampleError, NonFiniteError.
 */
export function rankCounter(samples: NamedSamples): RankCounter {
  const { distinct, counts, count } = countedInParts(samples, 1);
  return { distinct, counts: counts[0]!, count };
}

/** `rankCounter` by halves. Throws: as `rankCounter`. */
export function halvesCounter(samples: NamedSamples): HalvesCounter {
  const { distinct, counts, count } = countedInParts(samples, 2);
  return {
    distinct,
    counts: [counts[0]!, counts[1]!],
    count(bases) {
      count(bases);
      let odd = 0;
      for (let i = 0; i < bases.length; i++) odd += bases[i]! & 1;
      return bases.length - odd;
    },
  };
}

/** Base i is counted in part i % parts. */
function countedInParts(samples: NamedSamples, parts: number) {
  const values = samples.map(({ what, sample }) => rankable(what, sample));
  const distinct = Float64Array.from(new Set(values.flatMap((v) => Array.from(v)))).sort();
  const rank = new Map(Array.from(distinct, (value, i) => [value, i] as const));
  const groups = values.length;
  const size = distinct.length;
  const all = new Int32Array(parts * groups * size);
  // Where to count, all groups of one base side by side: neighbouring increments then do not wait for each other.
  const cells = new Int32Array(groups * (values[0]?.length ?? 0)); // [bases, groups]
  values.forEach((sample, g) => {
    sample.forEach((value, i) => {
      cells[i * groups + g] = ((i % parts) * groups + g) * size + rank.get(value)!;
    });
  });
  const from = (part: number, g: number) => (part * groups + g) * size;
  return {
    distinct,
    counts: Array.from({ length: parts }, (_, part) =>
      values.map((_, g) => all.subarray(from(part, g), from(part, g + 1))),
    ),
    count(bases: Int32Array): void {
      all.fill(0);
      for (let i = 0; i < bases.length; i++) {
        const at = bases[i]! * groups;
        for (let g = 0; g < groups; g++) all[cells[at + g]!]!++;
      }
    },
  };
}
