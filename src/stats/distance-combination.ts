import { InvalidInputError } from "../errors/index.ts";
import type { Quantity } from "./quantity.ts";
import { type NamedSamples, type RankCounter, rankCounter } from "./ranks.ts";
import { type Samples, sharedLength, withNullAs } from "./sample.ts";
import { everyBase, type IntervalKind, type Statistic } from "./statistic.ts";

/** One term: `weight` times the distance of two groups. */
export interface DistanceTerm<G extends string> {
  readonly weight: number;
  readonly between: readonly [G, G];
}

/** The group whose spread is the unit. */
export interface OverSpread<G extends string> {
  readonly over: G;
}

/** A distance that is an integral over the gap of two distribution functions. */
export interface GapIntegral {
  /** As a statistic is named: "W1". */
  readonly symbol: string;
  readonly interval: IntervalKind;
  /** The integrand as a function of F_a(x) - F_b(x). */
  of(gap: number): number;
}

/**
 * A linear combination of distances between groups, over the standard deviation of one group.
 *
 * Formula: (sum over terms of weight x integral of f(F_a - F_b) dx) / sd(over), sd the population one (ddof 0).
 * A resample is counted, not sorted: O(n + distinct values), the integral being a sum over distinct values.
 * What it is for and where its interval comes from is said by the statistics that are made with it.
 */
export function distanceCombination<G extends string>(
  distance: GapIntegral,
  terms: readonly DistanceTerm<G>[],
  { symbol, ifNever = null }: Partial<Quantity>,
  { over }: OverSpread<G>,
): Statistic<G> {
  const { name, groups } = namedTerms(distance.symbol, terms, over, symbol);
  const prepare: NonNullable<Statistic<G>["prepare"]> = (samples) => {
    sharedLength(samples);
    const counter = countedTogether(groups, samples, ifNever, over);
    const countsOf = (group: G) => counter.counts[groups.indexOf(group)]!;
    const plan = terms.map(({ weight, between: [a, b] }) => ({ weight, a: countsOf(a), b: countsOf(b) }));
    const unit = countsOf(over);
    return (bases) => {
      counter.count(bases);
      let value = 0;
      for (const { weight, a, b } of plan)
        value += weight * gapIntegral(distance, counter.distinct, a, b, bases.length);
      return value / spreadOf(counter.distinct, unit, bases.length);
    };
  };
  return {
    name,
    unit: "sd",
    interval: distance.interval,
    groups,
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/** What a combination over the spread of `over` is called and whom it needs. Throws: InvalidInputError. */
export function namedTerms<G extends string>(
  distance: string,
  terms: readonly DistanceTerm<G>[],
  over: G,
  symbol: string | undefined,
): { name: string; groups: readonly G[] } {
  checkTerms(distance, terms);
  const combination = nameOf(distance, terms);
  const ratio = `${terms.length === 1 ? combination : `(${combination})`} / sd(${over})`;
  return {
    name: symbol === undefined ? ratio : `${ratio}, ${symbol}`,
    groups: [...new Set([...terms.flatMap((term) => [...term.between]), over])],
  };
}

/** The groups to be ranked in one pool. Throws: MissingValueError. */
export function namedSamples<G extends string>(
  groups: readonly G[],
  samples: Samples<G>,
  ifNever: number | null,
): NamedSamples {
  return groups.map((group) => {
    const what = `group "${group}"`;
    return { what, sample: Array.from(withNullAs(what, samples[group], ifNever)) };
  });
}

/** The groups ranked in one pool, `over` having a spread. Throws: InvalidInputError, MissingValueError. */
export function countedTogether<G extends string>(
  groups: readonly G[],
  samples: Samples<G>,
  ifNever: number | null,
  over: G,
): RankCounter {
  const counter = rankCounter(namedSamples(groups, samples, ifNever));
  const n = samples[over].length;
  counter.count(everyBase(n));
  if (spreadOf(counter.distinct, counter.counts[groups.indexOf(over)]!, n) === 0)
    throw new InvalidInputError({
      what: `the standard deviation of group "${over}"`,
      got: 0,
      want: "above 0, since distances are divided by it",
      hint: "Hint: every base has the same value; name another group as `over`, or compare means (meanCombination).",
    });
  return counter;
}

/** Integral of f(F_a - F_b) from counts per distinct value; both samples have n values. */
function gapIntegral(
  distance: GapIntegral,
  distinct: Float64Array,
  a: Int32Array,
  b: Int32Array,
  n: number,
): number {
  let area = 0;
  let gap = 0;
  for (let k = 0; k + 1 < distinct.length; k++) {
    gap += a[k]! - b[k]!;
    area += distance.of(gap / n) * (distinct[k + 1]! - distinct[k]!);
  }
  return area;
}

/** Population standard deviation from counts per distinct value, in two passes. */
export function spreadOf(distinct: Float64Array, counts: Int32Array, n: number): number {
  let sum = 0;
  for (let k = 0; k < distinct.length; k++) sum += counts[k]! * distinct[k]!;
  const centre = sum / n;
  let squares = 0;
  for (let k = 0; k < distinct.length; k++) squares += counts[k]! * (distinct[k]! - centre) ** 2;
  return Math.sqrt(squares / n);
}

/** "0.5 W1(real, random) - W1(real, structured)". */
function nameOf(distance: string, terms: readonly DistanceTerm<string>[]): string {
  return terms
    .map(({ weight, between }, i) => {
      const sign = weight < 0 ? (i === 0 ? "-" : " - ") : i === 0 ? "" : " + ";
      const size = Math.abs(weight) === 1 ? "" : `${Math.abs(weight)} `;
      return `${sign}${size}${distance}(${between.join(", ")})`;
    })
    .join("");
}

function checkTerms(distance: string, terms: readonly DistanceTerm<string>[]): void {
  if (terms.length === 0)
    throw new InvalidInputError({
      what: `the list of ${distance} terms`,
      got: terms,
      want: "at least one term",
      hint: 'Hint: [{ weight: 1, between: ["real", "random"] }] is the plain distance.',
    });
  for (const { weight, between } of terms)
    if (!Number.isFinite(weight))
      throw new InvalidInputError({
        what: `the weight of ${distance}(${between.join(", ")})`,
        got: weight,
        want: "a finite number",
        hint: "Hint: weights are fixed when the claim is written, never computed from samples.",
      });
}
