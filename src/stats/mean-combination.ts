import { InvalidInputError } from "../errors/index.ts";
import type { Quantity } from "./quantity.ts";
import { type Samples, sharedLength, withNullAs } from "./sample.ts";
import { everyBase, type Statistic } from "./statistic.ts";

/** One term: `weight` times the mean of a group. */
export interface MeanTerm<G extends string> {
  readonly weight: number;
  readonly of: G;
}

/**
 * A linear combination of group means, such as `AP(real) - AP(recon) - 0.25 (AP(real) - AP(structured))`: below 0,
 * reconstruction explains less than a quarter of the deficit of structured.
 *
 * Formula: sum over terms of weight x mean(group). A group may stand in several terms; its weights add up.
 * Unit: that of the quantity. Missing values count as its `ifNever`. Interval: percentile.
 * Throws: InvalidInputError for no terms or a weight that is not finite; MissingValueError for a null where `ifNever`
 * is null; UnequalGroupsError, EmptySampleError, NonFiniteError.
 * Source: the equivalence test of Schuirmann (1987) with a margin that is a share of the effect to be explained.
 */
export function meanCombination<const G extends string>(
  terms: readonly MeanTerm<G>[],
  { symbol, unit = "steps", ifNever = null }: Partial<Quantity> = {},
): Statistic<G> {
  checkTerms(terms);
  const weights = new Map<G, number>();
  for (const { weight, of } of terms) weights.set(of, (weights.get(of) ?? 0) + weight);
  const prepare: NonNullable<Statistic<G>["prepare"]> = (samples) => {
    const sumOf = summed([...weights.keys()], samples, ifNever);
    return (bases) => {
      const sums = sumOf(bases);
      let value = 0;
      let g = 0;
      for (const weight of weights.values()) value += weight * sums[g++]!;
      return value / bases.length;
    };
  };
  return {
    name: nameOf(terms, symbol),
    unit,
    interval: "percentile",
    groups: [...weights.keys()],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/**
 * A difference of two means as a share of a third: `(mean left - mean right) / mean over`, such as the deficit of
 * structured in shares of real's plateau length.
 *
 * Formula: (sum left - sum right) / sum over, all over the same bases, so that the unit of the quantity cancels.
 * Unit: "share". Missing values count as the quantity's `ifNever`. Interval: percentile, numerator and denominator
 * resampled together.
 * Edge cases: the mean in the denominator must be above 0, or a larger difference would be a smaller share. A resample
 * on which it is 0 or below has no finite value (NaN), which `bootstrap` refuses.
 * Throws: InvalidInputError when mean(over) is not above 0; otherwise as `meanCombination`.
 */
export function shareOfMean<L extends string, R extends string, O extends string>(
  left: L,
  right: R,
  over: O,
  { symbol, ifNever = null }: Partial<Quantity> = {},
): Statistic<L | R | O> {
  const label = (group: string) => `mean ${symbol === undefined ? group : `${symbol}(${group})`}`;
  const prepare: NonNullable<Statistic<L | R | O>["prepare"]> = (samples) => {
    const sumOf = summed<L | R | O>([left, right, over], samples, ifNever);
    const n = sharedLength(samples);
    const whole = sumOf(everyBase(n))[2]! / n;
    if (!(whole > 0))
      throw new InvalidInputError({
        what: `the mean of group "${over}"`,
        got: whole,
        want: "above 0, since a difference is taken as a share of it",
        hint: "Hint: name a group whose mean is the size of the effect, or use meanDifference.",
      });
    return (bases) => {
      const [a, b, unit] = sumOf(bases) as unknown as [number, number, number];
      return unit > 0 ? (a - b) / unit : Number.NaN;
    };
  };
  return {
    name: `(${label(left)} - ${label(right)}) / ${label(over)}`,
    unit: "share",
    interval: "percentile",
    groups: [...new Set([left, right, over])],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

/** The sum of every group over the bases given; the array is written anew each time. */
function summed<G extends string>(
  groups: readonly G[],
  samples: Samples<G>,
  ifNever: number | null,
): (bases: Int32Array) => Float64Array {
  sharedLength(samples);
  const values = groups.map((group) => withNullAs(`group "${group}"`, samples[group], ifNever));
  const sums = new Float64Array(groups.length);
  return (bases) => {
    values.forEach((sample, g) => {
      let sum = 0;
      for (let i = 0; i < bases.length; i++) sum += sample[bases[i]!]!;
      sums[g] = sum;
    });
    return sums;
  };
}

/** "mean AP(real) - 0.25 mean AP(structured)". */
function nameOf(terms: readonly MeanTerm<string>[], symbol: string | undefined): string {
  return terms
    .map(({ weight, of }, i) => {
      const sign = weight < 0 ? (i === 0 ? "-" : " - ") : i === 0 ? "" : " + ";
      const size = Math.abs(weight) === 1 ? "" : `${Math.abs(weight)} `;
      return `${sign}${size}mean ${symbol === undefined ? of : `${symbol}(${of})`}`;
    })
    .join("");
}

function checkTerms(terms: readonly MeanTerm<string>[]): void {
  if (terms.length === 0)
    throw new InvalidInputError({
      what: "the list of terms of a combination of means",
      got: terms,
      want: "at least one term",
      hint: 'Hint: meanCombination([{ weight: 1, of: "real" }]) is the plain mean.',
    });
  for (const { weight, of } of terms)
    if (!Number.isFinite(weight))
      throw new InvalidInputError({
        what: `the weight of the mean of "${of}"`,
        got: weight,
        want: "a finite number",
        hint: "Hint: weights are fixed when the claim is written, never computed from samples.",
      });
}
