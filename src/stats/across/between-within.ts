import { EmptySampleError, InvalidInputError } from "../../errors/index.ts";
import { checkFinite } from "../../math/vec.ts";
import { tQuantile } from "./t-interval.ts";

/** One model's, or one training's, value and its standard error. */
export interface ReplicatedValue {
  readonly value: number;
  readonly standardError: number;
}

/** The mean over models and how much of the spread is theirs. */
export interface BetweenWithin {
  /** Random-effects mean. */
  readonly mean: number;
  readonly standardError: number;
  /** Standard deviation of the true values between models (tau); 0 where the spread is no more than noise. */
  readonly between: number;
  /** Root mean square of the standard errors: the noise within a model. */
  readonly within: number;
  /** Share of the spread that noise does not explain (I squared), 0..1. */
  readonly heterogeneity: number;
  /** 95 % interval of the mean, t with models - 1 degrees of freedom; null for one model. */
  readonly interval: readonly [number, number] | null;
}

/**
 * Random-effects mean of a value over models.
 *
 * Formula: w_i = 1 / se_i^2, Q = sum w_i (y_i - y_w)^2 about the w mean, tau^2 = max(0, (Q - (k - 1)) / (sum w - sum w^2
 * / sum w)); then weights u_i = 1 / (se_i^2 + tau^2), mean = sum u y / sum u; I^2 = max(0, 1 - (k - 1) / Q).
 * The standard error is the larger of 1 / sqrt(sum u) and Hartung and Knapp's sqrt(sum u (y - mean)^2 / ((k - 1) sum
 * u)): with a handful of models the former alone is too small.
 * Units: those of the values. One model: its own value and standard error, no spread between, no interval.
 * Throws: InvalidInputError for a standard error that is not above 0; EmptySampleError, NonFiniteError.
 * Source: DerSimonian and Laird, Controlled Clinical Trials 7 (1986) 177-188; Hartung and Knapp, Statistics in Medicine
 * 20 (2001) 3875-3889.
 */
export function betweenWithin(models: readonly ReplicatedValue[]): BetweenWithin {
  checkModels(models);
  const df = models.length - 1;
  const fixed = weighted(models, 0);
  const spread = fixed.sum - models.reduce((sum, m) => sum + m.standardError ** -4, 0) / fixed.sum;
  const tauSquared = df === 0 ? 0 : Math.max(0, (fixed.squares - df) / spread);
  const { mean, sum, squares } = weighted(models, tauSquared);
  const standardError = Math.sqrt(Math.max(1, df === 0 ? 0 : squares / df) / sum);
  const reach = df === 0 ? 0 : tQuantile(0.975, df) * standardError;
  return {
    mean,
    standardError,
    between: Math.sqrt(tauSquared),
    within: Math.sqrt(models.reduce((all, m) => all + m.standardError ** 2, 0) / models.length),
    heterogeneity: df > 0 && fixed.squares > df ? 1 - df / fixed.squares : 0,
    interval: df === 0 ? null : [mean - reach, mean + reach],
  };
}

/** Sum of the weights 1 / (se^2 + tau^2), the mean under them and the weighted squares about it. */
function weighted(models: readonly ReplicatedValue[], tauSquared: number) {
  const weights = models.map((m) => 1 / (m.standardError ** 2 + tauSquared));
  const sum = weights.reduce((all, w) => all + w, 0);
  const mean = models.reduce((all, m, i) => all + weights[i]! * m.value, 0) / sum;
  const squares = models.reduce((all, m, i) => all + weights[i]! * (m.value - mean) ** 2, 0);
  return { sum, mean, squares };
}

function checkModels(models: readonly ReplicatedValue[]): void {
  if (models.length === 0) throw new EmptySampleError({ what: "the list of models" });
  checkFinite(
    "the list of models' values",
    models.map((m) => m.value),
  );
  for (const [i, { standardError }] of models.entries())
    if (!(standardError > 0 && standardError < Number.POSITIVE_INFINITY))
      throw new InvalidInputError({
        what: `the standard error of model ${i}`,
        got: standardError,
        want: "a number above 0",
        hint: "Hint: a value without noise would outweigh all others; take it from the bootstrap or from replicates.",
      });
}
