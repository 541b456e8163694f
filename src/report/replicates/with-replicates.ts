import { simultaneousOver } from "../../claim/replicates/over-replicates.ts";
import type {
  CommonVerdict,
  CriterionEntry,
  CriterionOverReplicates,
  ReplicatesOfRun,
  ReplicateValues,
} from "../report.generated.ts";
import type { KeptReplicates } from "./kept-replicates.generated.ts";
import { columnsOf, overColumns, withOwn } from "./replicate-columns.ts";

/** Replicates that are kept for a model, and what tells whether they are of the criteria of today. */
export interface ReplicatesAtHand {
  readonly kept: KeptReplicates;
  /** Digests of what is registered today, by the criterion's name. */
  readonly digests: ReadonlyMap<string, string>;
  /** Primary criteria of the paper. */
  readonly primaries: number;
  /** How far a value may be from the one that was kept of its seed. */
  readonly tolerance: (criterion: CriterionEntry, kept: number) => number;
}

/** The run whose criteria they may be replicates of. */
export interface RunOfCriteria {
  readonly seed: string;
  readonly bases: number;
  /** sha256 of the SAE's weights; null without one. */
  readonly sae: string | null;
}

/** Criteria, those that have replicates with what they come to; `replicates`: null where the kept ones are of other runs. */
export interface WithReplicates {
  readonly criteria: readonly CriterionEntry[];
  readonly replicates: ReplicatesOfRun | null;
}

/**
 * Lays the kept replicates beside the criteria of a run whose seed is one of theirs. Pure.
 *
 * A criterion's are used where it is registered as it was when they were made, and where its own value is the one that was
 * kept of its seed: a digest holds no code, and another value says that the code is another.
 */
export function withReplicates(
  criteria: readonly CriterionEntry[],
  { kept, digests, primaries, tolerance }: ReplicatesAtHand,
  run: RunOfCriteria,
): WithReplicates {
  const at = kept.seeds.indexOf(run.seed);
  if (at < 0 || run.bases !== kept.bases || run.sae !== kept.sae) return { criteria, replicates: null };
  const unused = new Map<ReplicatesOfRun["unused"][number]["because"], string[]>();
  const found = criteria.map((criterion) => {
    const name = nameOf(criterion, kept);
    const one = Object.hasOwn(kept.criteria, name) ? kept.criteria[name]! : null;
    const because =
      one === null
        ? "not-kept"
        : one.sha256 !== digests.get(name) || !isAsRegistered(criterion)
          ? "other-rule"
          : isSameValue(criterion, one.of.values[at]!, tolerance)
            ? null
            : "other-value";
    if (because === null)
      return {
        ...criterion,
        replicates: overOf(criterion, withOwn(one!.of, columnsOf([criterion]), at), primaries),
      };
    unused.set(because, [...(unused.get(because) ?? []), criterion.key]);
    return criterion;
  });
  const { date, because, commit } = kept.made;
  const used = found.some((criterion) => "replicates" in criterion);
  return {
    criteria: found,
    replicates: {
      seeds: used ? [...kept.seeds] : [run.seed],
      primaries,
      date,
      because,
      commit,
      unused: [...unused].map(([why, keys]) => ({ because: why, criteria: keys })),
    },
  };
}

/** A criterion over its replicates, as a report has it. */
export function overOf(
  { threshold, statistic, family }: CriterionEntry,
  of: ReplicateValues,
  primaries: number,
): CriterionOverReplicates {
  const { interval, ...over } = overColumns(threshold, of, statistic.unit);
  const simultaneous = family === "primary" ? simultaneousOver(of.values, primaries) : null;
  return { of, ...over, interval: pair(interval), simultaneous: pair(simultaneous) };
}

/** The verdicts of a hypothesis by replicate, where the replicates had these criteria of it and no others; else null. */
export function keptVerdicts(
  kept: KeptReplicates,
  id: string,
  own: readonly CriterionEntry[],
): readonly CommonVerdict[] | null {
  const one = Object.hasOwn(kept.hypotheses, id) ? kept.hypotheses[id]! : null;
  const names = own.map((criterion) => nameOf(criterion, kept));
  return one && [...one.criteria].sort().join() === names.sort().join() ? one.verdicts : null;
}

/** A criterion's name without its paper. */
export function nameOf(
  { key }: Pick<CriterionEntry, "key">,
  { paper }: Pick<KeptReplicates, "paper">,
): string {
  return key.slice(paper.length + 1);
}

/** Whether a run had the criterion as the ledger has it. */
export function isAsRegistered({ registered }: CriterionEntry): boolean {
  return registered?.deviation === null;
}

function isSameValue(
  criterion: CriterionEntry,
  kept: number | null,
  tolerance: ReplicatesAtHand["tolerance"],
): boolean {
  const { value } = criterion.statistic;
  if (value === null || kept === null) return value === kept;
  return Math.abs(value - kept) <= tolerance(criterion, kept);
}

function pair(interval: readonly [number, number] | null): [number, number] | null {
  return interval && [interval[0], interval[1]];
}
