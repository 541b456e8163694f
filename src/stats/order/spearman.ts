import { rankable, sharedLength } from "../sample.ts";
import { everyBase, type Statistic } from "../statistic.ts";

/**
 * Spearman's rank correlation of two groups over the bases: Pearson's correlation of their ranks.
 *
 * Ties get the mean of their ranks; a null ranks after every value and ties with other nulls. -1..1; NaN where all values
 * of a group tie, which `bootstrap` refuses. Unit: "correlation". Interval: percentile. A resample is ranked again.
 * Throws: UnequalGroupsError, EmptySampleError, NonFiniteError.
 */
export function spearman<L extends string, R extends string>(left: L, right: R): Statistic<L | R> {
  const prepare: NonNullable<Statistic<L | R>["prepare"]> = (samples) => {
    sharedLength(samples);
    const a = ranker(rankable(`group "${left}"`, samples[left]));
    const b = ranker(rankable(`group "${right}"`, samples[right]));
    return (bases) => correlation(a(bases), b(bases));
  };
  return {
    name: `Spearman correlation of ${left} and ${right}`,
    unit: "correlation",
    interval: "percentile",
    groups: [left, right],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/**
 * Mean ranks of the values of some bases, less the mean rank (n + 1) / 2. Counted instead of sorted: a resample costs no
 * sort. Every call gives the same array, filled anew.
 */
function ranker(values: Float64Array): (bases: Int32Array) => Float64Array {
  const distinct = Float64Array.from(new Set(values)).sort();
  const placeOf = new Map(Array.from(distinct, (value, place) => [value, place] as const));
  const places = Int32Array.from(values, (value) => placeOf.get(value)!);
  const counts = new Int32Array(distinct.length);
  const rankOf = new Float64Array(distinct.length);
  let ranks = new Float64Array(values.length);
  return (bases) => {
    const n = bases.length;
    const middle = (n + 1) / 2;
    if (ranks.length !== n) ranks = new Float64Array(n);
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[places[bases[i]!]!]!++;
    let before = 0;
    for (let place = 0; place < counts.length; place++) {
      rankOf[place] = before + (counts[place]! + 1) / 2 - middle;
      before += counts[place]!;
    }
    for (let i = 0; i < n; i++) ranks[i] = rankOf[places[bases[i]!]!]!;
    return ranks;
  };
}

/** Pearson's correlation of two lists of ranks, each less its mean. */
function correlation(a: Float64Array, b: Float64Array): number {
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return both / Math.sqrt(ofA * ofB);
}
