import type { Rng } from "../math/rng.ts";
import { bootstrap } from "../stats/bootstrap.ts";
import type { Samples } from "../stats/sample.ts";
import { bothSets, secondMinusFirst } from "../stats/second-minus-first.ts";
import type { Criterion } from "./criterion.ts";
import { whyNot } from "./judged-again.ts";
import { type KeptSamples, keptGroups } from "./kept-samples.ts";

/** The samples of one criterion from two runs, as plain data. */
export interface Pair {
  readonly key: string;
  readonly first: KeptSamples;
  readonly second: KeptSamples;
  /** Bases that are of the same prompt in both runs. */
  readonly shared: readonly number[];
}

/** How far the criterion's value is from run to run, or why that cannot be told. */
export type PairedDifference =
  | {
      readonly key: string;
      /** Of the criterion whose statistic it is, so that a reader sees that both runs measured it. */
      readonly statistic: string;
      /** Second run minus first, in the statistic's unit, on the shared bases. */
      readonly value: number;
      /** 95 % bootstrap interval over the shared bases, a base drawn in both runs at once. */
      readonly interval: readonly [number, number];
      readonly n: number;
    }
  | { readonly key: string; readonly fails: string };

/**
 * The difference of a criterion between two runs, base by base. Pure.
 *
 * A base that one run lost is left out of both. Streams: `rng.fork(name)`, the name without its paper. What is wrong with
 * samples that may be anybody's file is said, and not thrown.
 */
export function pairedDifference(
  criterion: Pick<Criterion, "key" | "name" | "statistic">,
  { first, second, shared }: Pair,
  { rng, resamples }: { readonly rng: Rng; readonly resamples: number },
): PairedDifference {
  const { key, name, statistic } = criterion;
  try {
    const isShared = new Set(shared);
    const inSecond = new Set(basesOf(second));
    const bases = basesOf(first).filter((base) => isShared.has(base) && inSecond.has(base));
    const samples = bothSets(samplesOn(first, bases), samplesOn(second, bases));
    const { value, interval, n } = bootstrap(secondMinusFirst(statistic), samples, {
      rng: rng.fork(name),
      resamples,
    });
    return { key, statistic: statistic.name, value, interval, n };
  } catch (error) {
    return { key, fails: whyNot(error) };
  }
}

function basesOf(kept: KeptSamples): readonly number[] {
  return Object.values(keptGroups(kept))[0]?.bases ?? [];
}

/** The values of these bases, in their order; every one is there. */
function samplesOn(kept: KeptSamples, bases: readonly number[]): Samples<string> {
  const groups = Object.entries(keptGroups(kept)).map(([group, { bases: all, values }]) => {
    const found = new Map(all.map((base, row) => [base, values[row]!]));
    return [group, bases.map((base) => found.get(base)!)];
  });
  return Object.fromEntries(groups);
}
