import { shapley } from "../../stats/across/shapley.ts";
import type { Combination } from "./distances.ts";
import type { Rung } from "./ladder.ts";

/** What the loss of one feature does, as weights of the distances of rungs. */
export interface Loss {
  readonly feature: string;
  /** Weights by the index of a rung; empty where no two rungs differ by this feature alone. */
  readonly weights: Combination;
  /** How many pairs of rungs do. */
  readonly pairs: number;
}

/**
 * What losing each feature does to a distance: Shapley values over those sets of features that a rung keeps, with the
 * sign turned, so that a loss that leads away from the reference is positive.
 *
 * Only pairs of rungs that differ by one feature have a say, and those of equal size count alike; sets that no rung keeps
 * are unknown. So the losses need not add up to the distance between the ends, and a feature that is only ever lost
 * together with others has none. Being linear, they are read off with a distance of 1 for one rung and 0 for the others.
 * `isKnown`: which rungs have a distance. Throws: as `shapley`.
 */
export function lossesOf(
  features: readonly string[],
  rungs: readonly Rung[],
  isKnown: readonly boolean[],
): readonly Loss[] {
  const indexOf = new Map(
    rungs.flatMap(({ keeps }, i) => (isKnown[i] ? [[setKey(features, keeps), i] as const] : [])),
  );
  const shares = rungs.map((_, unit) =>
    shapley(features, (on) => {
      const i = indexOf.get(setKey(features, on));
      return i === undefined ? null : Number(i === unit);
    }),
  );
  return features.map((feature) => ({
    feature,
    pairs: shares[0]?.[feature]?.pairs ?? 0,
    weights: new Map(
      shares.flatMap((share, i) => {
        const weight = share[feature]?.value ?? 0;
        return weight === 0 ? [] : [[i, -weight] as const];
      }),
    ),
  }));
}

/** The same for equal sets, whatever order they are listed in. */
function setKey(features: readonly string[], keeps: readonly string[]): string {
  return features.filter((feature) => keeps.includes(feature)).join("\n");
}
