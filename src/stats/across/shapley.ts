import { InvalidInputError } from "../../errors/index.ts";
import { checkFinite } from "../../math/vec.ts";

/** The share of one feature. */
export interface Attribution {
  /** In the units of the value; null where no pair of sets differs by this feature alone. */
  readonly value: number | null;
  /** How many pairs (set, set with the feature) were given, of 2^(features - 1). */
  readonly pairs: number;
}

/** 2^16 sets are read in well under a second; a longer list of features is a mistake or wants sampling. */
export const MOST_FEATURES = 16;

/**
 * Shapley attribution: what each feature adds, averaged over all orders in which features can be switched on.
 *
 * Formula: with v the value of a set, D(S) = v(S and i) - v(S) for every set S without i: the mean over sizes
 * 0 .. features - 1 of the mean of D over the sets of that size. Units: those of the value.
 * `measured` gets the features that are on, in the order listed; null where a set was not measured. Sizes without a pair
 * are left out of the mean: then the attributions need not add up to v(all) - v(none), as they do on a full table.
 * Throws: InvalidInputError for more than 16 features or one listed twice; NonFiniteError.
 * Source: Shapley, Contributions to the Theory of Games II (1953) 307-317.
 */
export function shapley<F extends string>(
  features: readonly F[],
  measured: (on: readonly F[]) => number | null,
): Record<F, Attribution> {
  checkFeatures(features);
  const sets = 2 ** features.length; // bit i of a set: feature i is on
  const values = Array.from({ length: sets }, (_, set) => {
    const on = features.filter((_, i) => (set >> i) & 1);
    const value = measured(on);
    if (value !== null) checkFinite(`the value of the features {${on.join(", ")}}`, [value]);
    return value;
  });
  return Object.fromEntries(features.map((feature, i) => [feature, attributionOf(i)])) as Record<
    F,
    Attribution
  >;

  function attributionOf(i: number): Attribution {
    const sums = new Float64Array(features.length);
    const counts = new Int32Array(features.length);
    for (let set = 0; set < sets; set++) {
      const without = values[set]!;
      const having = values[set | (1 << i)]!;
      if ((set >> i) & 1 || without === null || having === null) continue;
      const size = onesIn(set);
      sums[size]! += having - without;
      counts[size]!++;
    }
    let sum = 0;
    let sizes = 0;
    let pairs = 0;
    counts.forEach((count, size) => {
      pairs += count;
      if (count === 0) return;
      sum += sums[size]! / count;
      sizes++;
    });
    return { value: sizes === 0 ? null : sum / sizes, pairs };
  }
}

function onesIn(set: number): number {
  let ones = 0;
  for (let rest = set; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
}

function checkFeatures(features: readonly string[]): void {
  if (features.length > MOST_FEATURES)
    throw new InvalidInputError({
      what: "the number of features of an attribution",
      got: features.length,
      want: `at most ${MOST_FEATURES}, since every set of them is read`,
      hint: "Hint: join features that are switched together.",
    });
  const twice = features.find((feature, i) => features.indexOf(feature) !== i);
  if (twice !== undefined)
    throw new InvalidInputError({
      what: "a feature that is listed twice",
      got: twice,
      want: "listed once",
      hint: "Hint: a feature is on or off; list every name once.",
    });
}
