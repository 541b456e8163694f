import { InvalidInputError } from "../errors/index.ts";
import { bootstrapErrorOf, columnsOf, overColumns } from "./replicates/replicate-columns.ts";
import type { CriterionEntry, Report, Verdict } from "./report.generated.ts";
import { criterionName } from "./words/criterion-words.ts";
import { formatNumber, withUnit } from "./words/format.ts";
import { VERDICT_LETTER } from "./words/verdict-letters.ts";

/** One criterion over several runs that differ in their seed alone. */
export interface ReplicatedCriterion {
  readonly key: string;
  readonly name: string;
  readonly statistic: string;
  readonly unit: string;
  readonly threshold: CriterionEntry["threshold"];
  /** By the order of the seeds; null where a run has no value. */
  readonly values: readonly (number | null)[];
  readonly verdicts: readonly Verdict[];
  readonly mean: number | null;
  /** 95 % t interval of the mean over seeds: it holds every source of variance that differs between runs. */
  readonly interval: readonly [number, number] | null;
  /** Standard deviation between seeds, and what the bootstrap of one run says it should be: its mean half width / 1.96. */
  readonly spread: number | null;
  readonly bootstrapError: number | null;
  /** What the t interval says of the threshold, with control and planted effect over the same runs. */
  readonly verdict: Verdict;
  readonly reason: string;
}

/** What is alike in all runs, and what each criterion came to. */
export interface Replicates {
  readonly paper: string;
  readonly model: string;
  readonly bases: number;
  readonly seeds: readonly string[];
  readonly criteria: readonly ReplicatedCriterion[];
}

/**
 * Several runs of one paper on one model as replicates of each other, by ascending seed.
 *
 * Throws: InvalidInputError for fewer than two, for two of one seed, or where anything differs but the seed: weights,
 * SAE, place, number of bases, prompts, criteria, statistics, thresholds.
 */
export function replicatesOf(reports: readonly Report[]): Replicates {
  const all = checkReplicates(reports);
  const [first] = all as readonly [Report, ...Report[]];
  return {
    paper: first.paper.title,
    model: first.model.name,
    bases: first.protocol.bases,
    seeds: all.map(({ protocol }) => protocol.seed),
    criteria: first.criteria.map((criterion) =>
      replicated(
        criterion,
        all.map(({ criteria }) => criteria.find(({ key }) => key === criterion.key)!),
      ),
    ),
  };
}

/** The same reports by ascending seed, seen to be replicates of each other. Throws: as `replicatesOf`. */
export function checkReplicates(reports: readonly Report[]): readonly Report[] {
  const [first, ...others] = [...reports].sort((a, b) => bySeed(a.protocol.seed, b.protocol.seed));
  if (first === undefined || others.length === 0)
    throw new InvalidInputError({
      what: "the number of reports to compare",
      got: reports.length,
      want: "at least 2",
      hint: "Hint: run reproduce with --seed 1, --seed 2, ... and give each its own --out.",
    });
  for (const other of others) checkReplicate(first, other);
  const all = [first, ...others];
  const seeds = all.map(({ protocol }) => protocol.seed);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice !== undefined)
    throw new InvalidInputError({
      what: "the seed of a replicate",
      got: twice,
      want: "one that no other has",
      hint: "Hint: equal seeds give equal runs; leave one of them out.",
    });
  return all;
}

function replicated(criterion: CriterionEntry, runs: readonly CriterionEntry[]): ReplicatedCriterion {
  const { key, statistic, threshold } = criterion;
  const of = columnsOf(runs);
  const { sd, ...over } = overColumns(threshold, of, statistic.unit);
  return {
    key,
    name: criterionName(criterion),
    statistic: statistic.name,
    unit: statistic.unit,
    threshold,
    values: of.values,
    verdicts: of.verdicts,
    ...over,
    spread: sd,
    bootstrapError: bootstrapErrorOf(of),
  };
}

/** What must be alike, in words and as it is compared. */
function factsOf({ model, sae, paper, protocol, criteria }: Report): Readonly<Record<string, unknown>> {
  return {
    paper: paper.id,
    "the model's weights": model.weightsDigest,
    "the residual convention": model.convention,
    "the SAE's weights": sae?.weightsDigest ?? null,
    "the perturbed point": protocol.perturbAt,
    "the read point": protocol.readAt,
    "the number of bases": protocol.bases,
    "the number of points": protocol.points,
    "the source of prompts": protocol.promptSource,
    "the criteria, their statistics and thresholds": criteria.map(({ key, statistic, threshold }) => [
      key,
      statistic.name,
      threshold.above ?? null,
      threshold.within ?? null,
    ]),
  };
}

function checkReplicate(first: Report, other: Report): void {
  const theirs = factsOf(other);
  for (const [what, value] of Object.entries(factsOf(first))) {
    const [wanted, got] = [JSON.stringify(value), JSON.stringify(theirs[what])];
    if (wanted !== got)
      throw new InvalidInputError({
        what: `${what} of the run with seed ${other.protocol.seed}`,
        got: theirs[what],
        want: `as in the run with seed ${first.protocol.seed}: replicates differ in their seed alone`,
        hint: "Hint: run both with the same options but --seed and --out.",
      });
  }
}

function bySeed(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : 1);
}

/** The columns of a table of replicates. */
export const REPLICATE_COLUMNS = [
  "criterion",
  "mean over seeds",
  "95 % t interval",
  "verdict over seeds",
  "verdicts by seed",
  "sd over seeds / bootstrap se",
] as const;

/** A row a criterion: verdicts by seed are s(upported), c(ontradicted), i(nconclusive). */
export function replicateRows({ criteria }: Replicates): readonly (readonly string[])[] {
  return criteria.map((one) => [
    one.name,
    one.mean === null ? "no value" : withUnit(formatNumber(one.mean), one.unit),
    one.interval === null ? "" : `${formatNumber(one.interval[0])} to ${formatNumber(one.interval[1])}`,
    one.verdict,
    one.verdicts.map((verdict) => VERDICT_LETTER[verdict]).join(""),
    one.spread === null || !one.bootstrapError ? "" : (one.spread / one.bootstrapError).toFixed(1),
  ]);
}
