import { InvalidInputError } from "../errors/index.ts";
import type { Quantity } from "./quantity.ts";
import { rankCounter } from "./ranks.ts";
import { sharedLength } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/** One term: `weight` times the KS distance of two groups. */
export interface KsTerm<G extends string> {
  readonly weight: number;
  readonly between: readonly [G, G];
}

/**
 * A linear combination of KS distances, such as `0.5 KS(real, random) - KS(real, structured)`.
 *
 * Formula: sum over terms of weight x ks(a, b); n is shared, so each distance is max |count_a - count_b| / n over
 * the cumulative counts. Unit: probability. Missing values rank last.
 * Interval: basic. Resampling biases a KS distance upward, and a combination by what its terms do not cancel.
 * Never a ratio: a ratio of two biased distances is not centred by any interval.
 * Throws: InvalidInputError for no terms or a weight that is not finite; UnequalGroupsError, EmptySampleError,
 * NonFiniteError.
 */
export function ksCombination<const G extends string>(
  terms: readonly KsTerm<G>[],
  { symbol }: Partial<Quantity> = {},
): Statistic<G> {
  checkTerms(terms);
  const groups = [...new Set(terms.flatMap((term) => [...term.between]))];
  const prepare: NonNullable<Statistic<G>["prepare"]> = (samples) => {
    sharedLength(samples);
    const counter = rankCounter(groups.map((g) => ({ what: `group "${g}"`, sample: samples[g] })));
    const plan = terms.map(({ weight, between: [a, b] }) => ({
      weight,
      a: counter.counts[groups.indexOf(a)]!,
      b: counter.counts[groups.indexOf(b)]!,
    }));
    return (bases) => {
      counter.count(bases);
      let value = 0;
      for (const { weight, a, b } of plan) value += weight * largestGap(a, b);
      return value / bases.length;
    };
  };
  return {
    name: `${nameOf(terms)}${symbol === undefined ? "" : `, ${symbol}`}`,
    unit: "probability",
    interval: "basic",
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/** max over ranks of |cumulative count of a - cumulative count of b|: the KS distance times n. */
function largestGap(a: Int32Array, b: Int32Array): number {
  let gap = 0;
  let most = 0;
  let least = 0;
  for (let k = 0; k < a.length; k++) {
    gap += a[k]! - b[k]!;
    if (gap > most) most = gap;
    else if (gap < least) least = gap;
  }
  return Math.max(most, -least);
}

/** "0.5 KS(real, random) - KS(real, structured)". */
function nameOf(terms: readonly KsTerm<string>[]): string {
  return terms
    .map(({ weight, between }, i) => {
      const sign = weight < 0 ? (i === 0 ? "-" : " - ") : i === 0 ? "" : " + ";
      const size = Math.abs(weight) === 1 ? "" : `${Math.abs(weight)} `;
      return `${sign}${size}KS(${between.join(", ")})`;
    })
    .join("");
}

function checkTerms(terms: readonly KsTerm<string>[]): void {
  if (terms.length === 0)
    throw new InvalidInputError({
      what: "the list of KS terms",
      got: terms,
      want: "at least one term",
      hint: 'Hint: ksCombination([{ weight: 1, between: ["real", "random"] }]) is the plain distance.',
    });
  for (const { weight, between } of terms)
    if (!Number.isFinite(weight))
      throw new InvalidInputError({
        what: `the weight of KS(${between.join(", ")})`,
        got: weight,
        want: "a finite number",
        hint: "Hint: weights are fixed when the claim is written, never computed from samples.",
      });
}
