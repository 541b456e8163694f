import { InvalidInputError } from "../../errors/index.ts";
import { mean } from "../mean.ts";
import { checkNumbers } from "../sample.ts";
import { normalUpperTail } from "../tests/erfc.ts";

/** The mean of a few replicates and how well it is known. */
export interface TInterval {
  readonly mean: number;
  /** Standard deviation between replicates (n - 1); null for one replicate. */
  readonly sd: number | null;
  /** sd / sqrt(replicates); null for one replicate. */
  readonly standardError: number | null;
  /** Degrees of freedom: replicates - 1. */
  readonly df: number;
  /** [lo, hi] of the mean; null for one replicate, which says nothing about the spread between them. */
  readonly interval: readonly [number, number] | null;
}

/**
 * t interval of the mean over independent replicates, such as runs with other seeds: it holds every source of variance
 * that differs between them.
 *
 * Formula: m -+ t sd / sqrt(K), t the quantile at (1 + level) / 2 with K - 1 degrees of freedom, sd with K - 1.
 * Units: those of the values. Replicates that are all equal have an interval of no width.
 * Throws: InvalidInputError for a level outside 0..1; EmptySampleError, NonFiniteError.
 * Source: Student (1908); scipy.stats.t.interval.
 */
export function tInterval(values: ArrayLike<number>, level = 0.95): TInterval {
  checkNumbers("the values of the replicates", values);
  checkProbability("the level of a t interval", level);
  const df = values.length - 1;
  const centre = mean(values);
  if (df === 0) return { mean: centre, sd: null, standardError: null, df, interval: null };
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  const sd = Math.sqrt(squares / df);
  const standardError = sd / Math.sqrt(values.length);
  const reach = tQuantile((1 + level) / 2, df) * standardError;
  return { mean: centre, sd, standardError, df, interval: [centre - reach, centre + reach] };
}

/**
 * Quantile of Student's t with a whole number of degrees of freedom.
 *
 * Formula: with angle = atan(t / sqrt(df)) the distribution function is a finite sum in sin and cos; the angle is found
 * by bisection to the last bit. O(df) a step. Relative error below 1e-11 for p in 0.0001 .. 0.9999.
 * Throws: InvalidInputError for a p outside 0..1 (0 and 1 have no finite quantile) or a df that is not a whole number
 * of 1 .. 1 000 000.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4; equals scipy.stats.t.ppf.
 */
export function tQuantile(p: number, df: number): number {
  checkProbability("the probability of a t quantile", p);
  if (!Number.isSafeInteger(df) || df < 1 || df > 1_000_000)
    throw new InvalidInputError({
      what: "the degrees of freedom of a t quantile",
      got: df,
      want: "a whole number of 1 .. 1 000 000",
      hint: "Hint: replicates - 1; one replicate has no interval.",
    });
  if (p === 0.5) return 0;
  const central = Math.abs(2 * p - 1);
  let low = 0;
  let high = Math.PI / 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (centralShare(middle, df) < central) low = middle;
    else high = middle;
  }
  const t = Math.sqrt(df) * Math.tan(high);
  return p < 0.5 ? -t : t;
}

/** P(|T| < sqrt(df) tan(angle)). */
function centralShare(angle: number, df: number): number {
  const cos = Math.cos(angle);
  const odd = df % 2;
  let term = odd === 1 ? cos : 1;
  let sum = 0;
  for (let k = odd; k <= df - 2; k += 2) {
    sum += term;
    term *= (cos * cos * (k + 1)) / (k + 2);
  }
  return odd === 1 ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/**
 * The chance that a value of another draw of the same size lies on the other side of a threshold.
 *
 * Formula: P(Z > |value - threshold| / (se sqrt 2)): both draws miss the truth by se, so they differ by se sqrt 2. It is
 * 1/2 on the threshold and 0.24 at one standard error from it.
 * For a verdict, which turns where an interval's end meets the threshold, pass that end as the value: a draw moves it as
 * far as its value. It is then the probability of another verdict in an exact replicate (the same design and number of
 * bases, other bases), given what was found; not the probability that the verdict is wrong. A verdict whose end is less than one standard error past the threshold (above 0.24) is a narrow one.
 * Units: value, se and threshold share one. se = 0: 0, or 1/2 on the threshold.
 * Throws: InvalidInputError for a negative se or a number that is not finite.
 */
export function flipProbability(value: number, standardError: number, threshold: number): number {
  for (const [what, number, least] of [
    ["the value", value, Number.NEGATIVE_INFINITY],
    ["the standard error", standardError, 0],
    ["the threshold", threshold, Number.NEGATIVE_INFINITY],
  ] as const)
    if (!Number.isFinite(number) || number < least)
      throw new InvalidInputError({
        what: `${what} of a flip probability`,
        got: number,
        want: least === 0 ? "a finite number of at least 0" : "a finite number",
        hint: "Hint: pass the standard error of the value, not its interval.",
      });
  const distance = Math.abs(value - threshold);
  if (distance === 0) return 0.5;
  return standardError === 0 ? 0 : normalUpperTail(distance / (standardError * Math.SQRT2));
}

function checkProbability(what: string, p: number): void {
  if (!(p > 0 && p < 1))
    throw new InvalidInputError({
      what,
      got: p,
      want: "between 0 and 1, neither of them",
      hint: "Hint: 0.95 is 95 %.",
    });
}
