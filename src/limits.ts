/** Every bound of the product, each with its reason. */

/** Fewer bases than this and no verdict is given: the KS distance alone has a sampling sd above 0.07. */
export const MIN_BASES_FOR_VERDICT = 200;

/** Bootstrap resamples: the Monte-Carlo error of a 95 % end is then under 2 % of the interval's width. */
export const BOOTSTRAP_RESAMPLES = 10_000;
