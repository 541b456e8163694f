import type { Sample, Samples } from "./sample.ts";
import { type Evaluate, evaluatorOf, type Statistic } from "./statistic.ts";

/** Which of two sets a group is of; it stands before the group's name. */
const FIRST = "first/";
const SECOND = "second/";

/**
 * A statistic of two sets of samples of the same bases: its value on the second set minus its value on the first.
 *
 * Its samples are those of `bothSets`. A bootstrap of it draws a base in both sets at once, so that what the sets share
 * does not widen the interval. Units, and how the interval is read: those of the statistic.
 */
export function secondMinusFirst<G extends string>(statistic: Statistic<G>): Statistic<string> {
  const { name, unit, interval, prepare } = statistic;
  const both = (samples: Samples<string>) => [setOf<G>(samples, FIRST), setOf<G>(samples, SECOND)] as const;
  return {
    name: `second minus first: ${name}`,
    unit,
    interval,
    of(samples) {
      const [first, second] = both(samples);
      return statistic.of(second) - statistic.of(first);
    },
    ...(prepare && {
      prepare(samples: Samples<string>): Evaluate {
        const [first, second] = both(samples).map((set) => evaluatorOf(statistic, set));
        return (bases) => second!(bases) - first!(bases);
      },
    }),
  };
}

/** Two sets of samples as one, entry i of every group being of the same base. */
export function bothSets(first: Samples<string>, second: Samples<string>): Samples<string> {
  return { ...named(first, FIRST), ...named(second, SECOND) };
}

function named(samples: Samples<string>, set: string): Samples<string> {
  return Object.fromEntries(Object.entries(samples).map(([group, values]) => [`${set}${group}`, values]));
}

function setOf<G extends string>(samples: Samples<string>, set: string): Samples<G> {
  const of = Object.entries(samples).filter(([name]) => name.startsWith(set));
  return Object.fromEntries(
    of.map(([name, values]): [string, Sample] => [name.slice(set.length), values]),
  ) as Samples<G>;
}
