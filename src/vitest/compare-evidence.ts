import type { Pair, PairedDifference } from "../claim/paired-difference.ts";
import { askClaims } from "./ask-claims.ts";

/** Samples of two runs that are to be compared, base by base. */
export interface ToCompare {
  readonly pairs: readonly Pair[];
  /** The seed of the first run: resamples are drawn from it. */
  readonly seed: string;
  /** Resamples of every interval. */
  readonly resamples: number;
}

/** Compares samples with the claims of the checkout `root`, by key. A key that no claim has is not in the answer. */
export async function compareEvidence(
  root: string,
  toCompare: ToCompare,
): Promise<ReadonlyMap<string, PairedDifference>> {
  const keys = toCompare.pairs.map(({ key }) => key);
  const found = await askClaims(root, keys, {
    provide: (project) => project.provide("compare", toCompare),
    answer: ({ pairedDifference }) => pairedDifference,
  });
  return new Map(found.map((one) => [one.key, one]));
}
