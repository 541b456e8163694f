import { InvalidInputError, UnequalGroupsError } from "../../errors/index.ts";
import { BOOTSTRAP_RESAMPLES } from "../../limits.ts";
import { checkFinite } from "../../math/vec.ts";
import type { BootstrapOptions } from "../bootstrap.ts";
import { quantileOfSorted } from "../quantile.ts";
import { type Samples, sharedLength } from "../sample.ts";
import { populationStandardDeviation } from "../standard-deviation.ts";
import { evaluatorOf, type Statistic } from "../statistic.ts";

/** One statistic of several that are judged together, on samples of the bases they share. */
export interface JointStatistic<G extends string = string> {
  readonly statistic: Statistic<G>;
  readonly samples: Samples<G>;
}

/** Several statistics on the sample and on one and the same resamples. */
export interface JointResamples {
  /** Shape: [statistics]. */
  readonly values: readonly number[];
  /** One column a statistic; entry r of every column is of the same resampled bases. Shape: [statistics][resamples]. */
  readonly columns: readonly Float64Array[];
}

/** How the bounds are read. */
export interface SimultaneousOptions {
  /** The chance that all bounds hold at once, between 0 and 1; default 0.95. */
  readonly level?: number;
  /** Which bounds: both ends (the default), only lower or only upper ones. */
  readonly bounds?: "both" | "lower" | "upper";
}

/** Bounds that hold for all statistics at once. */
export interface SimultaneousBounds {
  /** Bootstrap standard errors, in the units of each statistic. Shape: [statistics]. */
  readonly standardErrors: readonly number[];
  /** How many standard errors every bound lies from its value; 0 where nothing has a spread. */
  readonly factor: number;
  /** [lo, hi] per statistic; the end that was not asked for is -Infinity or +Infinity. */
  readonly intervals: readonly (readonly [number, number])[];
}

/**
 * Evaluates statistics jointly: every resample draws bases once and all statistics see the same ones, so that their
 * dependence is kept.
 *
 * The bases are drawn as `bootstrap` draws them, in the same order from an equal stream.
 * Throws: UnequalGroupsError when the statistics do not share their bases (all samples must be aligned by base);
 * NonFiniteError when one is not finite on some resample; InvalidInputError for no statistics; what they throw.
 */
export function resampleJointly(
  joint: readonly JointStatistic[],
  { rng, resamples = BOOTSTRAP_RESAMPLES }: BootstrapOptions,
): JointResamples {
  const first = joint[0];
  if (first === undefined) throw noStatistics();
  const n = sharedLength(first.samples);
  for (const { statistic, samples } of joint)
    if (sharedLength(samples) !== n)
      throw new UnequalGroupsError({
        left: first.statistic.name,
        leftLength: n,
        right: statistic.name,
        rightLength: sharedLength(samples),
      });
  const evaluate = joint.map(({ statistic, samples }) => evaluatorOf(statistic, samples));
  const columns = joint.map(() => new Float64Array(resamples));
  const bases = new Int32Array(n);
  for (let r = 0; r < resamples; r++) {
    rng.fill(bases, n);
    for (let s = 0; s < joint.length; s++) columns[s]![r] = evaluate[s]!(bases);
  }
  joint.forEach(({ statistic }, s) => {
    checkFinite(`${statistic.name} on the bootstrap resamples`, columns[s]!);
  });
  return { values: joint.map(({ statistic, samples }) => statistic.of(samples)), columns };
}

/**
 * Max-t bounds: intervals that hold for several dependent statistics at once.
 *
 * Formula: with v_j the values, x_rj the resamples and s_j the standard deviation of column j, the factor is the
 * quantile (type 7) at `level` over r of max_j of |x_rj - v_j| / s_j for both ends, (x_rj - v_j) / s_j for lower bounds,
 * (v_j - x_rj) / s_j for upper ones. Bounds: v_j - factor s_j, v_j + factor s_j.
 * With independent statistics the factor is nearly Bonferroni's, with equal ones that of a single statistic. It does
 * not move when a statistic is scaled by a positive number or shifted. A lower bound at level 0.975 is the one-sided
 * counterpart of a two-sided 95 % interval.
 * Resampling bias (W1 or KS near 0) counts as distance from v_j: the factor grows, and bounds stay centred on v_j,
 * so for a statistic with such a bias the upper bound may be too low.
 * A statistic without spread has the bounds [v, v] and no say in the factor.
 * Throws: InvalidInputError for no statistics, columns of other length or number, or a level outside 0..1;
 * EmptySampleError, NonFiniteError.
 * Source: Westfall and Young, Resampling-Based Multiple Testing (1993); Romano and Wolf, Econometrica 73 (2005)
 * 1237-1282, single step; Efron and Tibshirani (1993), chapter 12, for one statistic.
 */
export function simultaneousBounds(
  { values, columns }: JointResamples,
  { level = 0.95, bounds = "both" }: SimultaneousOptions = {},
): SimultaneousBounds {
  checkTable(values, columns, level);
  const standardErrors = columns.map((column) => populationStandardDeviation(column));
  const spread = standardErrors.flatMap((error, s) => (error > 0 ? [s] : []));
  const resamples = columns[0]!.length;
  const largest = new Float64Array(resamples).fill(Number.NEGATIVE_INFINITY);
  for (const s of spread) {
    const [column, value, error] = [columns[s]!, values[s]!, standardErrors[s]!];
    for (let r = 0; r < resamples; r++) {
      const t = (column[r]! - value) / error;
      const size = bounds === "both" ? Math.abs(t) : bounds === "lower" ? t : -t;
      if (size > largest[r]!) largest[r] = size;
    }
  }
  const factor = spread.length === 0 ? 0 : quantileOfSorted(largest.sort(), level);
  return {
    standardErrors,
    factor,
    intervals: values.map((value, s) => {
      const reach = factor * standardErrors[s]!;
      return [
        bounds === "upper" ? Number.NEGATIVE_INFINITY : value - reach,
        bounds === "lower" ? Number.POSITIVE_INFINITY : value + reach,
      ] as const;
    }),
  };
}

function checkTable(values: readonly number[], columns: readonly Float64Array[], level: number): void {
  if (values.length === 0) throw noStatistics();
  checkFinite("the list of values that are judged together", values);
  for (const [what, got, want] of [
    ["the number of columns of resamples", columns.length, values.length],
    ...columns.map((column, s) => [
      `the length of column ${s} of resamples`,
      column.length,
      columns[0]!.length,
    ]),
  ] as [string, number, number][])
    if (got !== want)
      throw new InvalidInputError({
        what,
        got,
        want: `${want}, as for the others`,
        hint: "Hint: resampleJointly makes one column a statistic, all on the same resamples.",
      });
  if (!(level > 0 && level < 1))
    throw new InvalidInputError({
      what: "the level of simultaneous bounds",
      got: level,
      want: "between 0 and 1",
      hint: "Hint: 0.95, not 95.",
    });
}

function noStatistics(): InvalidInputError {
  return new InvalidInputError({
    what: "the list of statistics that are judged together",
    got: [],
    want: "at least one",
    hint: "Hint: pass every statistic of a family with the samples it is computed from.",
  });
}
