import { InvalidInputError } from "../../errors/index.ts";
import { rankable, sharedLength } from "../sample.ts";
import { everyBase, type Statistic } from "../statistic.ts";

/**
 * How well groups are in order: over all neighbours of a list, the least share of bases on which the later one is larger.
 *
 * Formula: min over k of #{i: v_(k+1),i > v_k,i} / n, a tie counting half and a null as larger than every number. Of two
 * groups it is their probability of superiority on the same bases: 0.5 where they are exchangeable, 0.64 for two normal
 * ones half a standard deviation apart. Of more it is at most that of the neighbours that differ least, and below 0.5 on
 * average where all are exchangeable: a share above 0.5 is a rise at every step.
 * Unit: "share". Interval: percentile. Throws: InvalidInputError for fewer than two groups; UnequalGroupsError,
 * EmptySampleError, NonFiniteError.
 */
export function leastShareInOrder<G extends string>(groups: readonly G[], symbol?: string): Statistic<G> {
  if (groups.length < 2)
    throw new InvalidInputError({
      what: "the number of groups that are to be in order",
      got: groups.length,
      want: "at least 2",
      hint: "Hint: name them from the smallest to the largest.",
    });
  const prepare: NonNullable<Statistic<G>["prepare"]> = (samples) => {
    sharedLength(samples);
    const values = groups.map((group) => rankable(`group "${group}"`, samples[group]));
    const later = values.slice(1).map((above, k) => above.map((value, i) => won(value, values[k]![i]!)));
    return (bases) => {
      let least = 1;
      for (const shares of later) {
        let sum = 0;
        for (let i = 0; i < bases.length; i++) sum += shares[bases[i]!]!;
        least = Math.min(least, sum / bases.length);
      }
      return least;
    };
  };
  const label = (group: string) => (symbol === undefined ? group : `${symbol}(${group})`);
  const inOrder = groups.map(label).join(" < ");
  return {
    name: groups.length === 2 ? `share with ${inOrder}` : `least share of neighbours in order, ${inOrder}`,
    unit: "share",
    interval: "percentile",
    groups: [...groups],
    prepare,
    of: (samples) => prepare(samples)(everyBase(sharedLength(samples))),
  };
}

function won(later: number, before: number): number {
  return later > before ? 1 : later === before ? 0.5 : 0;
}
