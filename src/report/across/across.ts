import { InvalidInputError } from "../../errors/index.ts";
import { type BetweenWithin, betweenWithin } from "../../stats/across/between-within.ts";
import type { Measured } from "../../stats/across/difference-of-two.ts";
import { standardErrorOf } from "../../stats/across/standard-error.ts";
import type { CommonVerdict, CriterionEntry, Report, Verdict } from "../report.generated.ts";
import { criterionName } from "../words/criterion-words.ts";
import { differencesOf } from "./differences.ts";
import { type Trend, trendOf } from "./trend.ts";

/** One criterion over several runs. */
export interface AcrossCriterion {
  readonly key: string;
  readonly name: string;
  readonly statistic: string;
  readonly unit: string;
  readonly threshold: CriterionEntry["threshold"];
  /** In the order of the runs. */
  readonly found: readonly {
    readonly value: number | null;
    readonly interval: readonly [number, number] | null;
    readonly verdict: Verdict;
  }[];
  /** Runs that support it, of those that came to a verdict. */
  readonly supported: number;
  readonly judged: number;
  /** Random-effects mean over runs, and their spread beside the noise within one; null for fewer than two values. */
  readonly overall: BetweenWithin | null;
  /** Null where no trend was asked for, or there are fewer than two values. */
  readonly trend: Trend | null;
}

/** One hypothesis over several runs: its verdict in each of them alone. */
export interface AcrossHypothesis {
  readonly id: string;
  /** What the paper says; null for one that the paper does not list. */
  readonly says: string | null;
  /** In the order of the runs; null where a run has none of its criteria. */
  readonly verdicts: readonly (CommonVerdict | null)[];
  /** Runs that support it, of those that came to a verdict. */
  readonly supported: number;
  readonly judged: number;
}

/** Several runs of one paper, side by side. */
export interface Across {
  readonly paper: { readonly title: string; readonly arxiv: string };
  /** What differs: "model", "perturbed at". */
  readonly differ: readonly string[];
  /** What each run goes by. */
  readonly runs: readonly string[];
  /** True where the order of the runs means something. */
  readonly ordered: boolean;
  readonly hypotheses: readonly AcrossHypothesis[];
  readonly criteria: readonly AcrossCriterion[];
}

/**
 * Runs of one paper's claims that differ in model, place, SAE or prompts, in the order given. Pure.
 *
 * `ordered`: the order means something, and every criterion has a trend.
 * Throws: InvalidInputError for fewer than two, for two that differ in nothing, or where paper, criteria, statistics or
 * thresholds differ.
 */
export function across(reports: readonly Report[], { ordered }: { readonly ordered: boolean }): Across {
  const [first, ...others] = reports;
  if (first === undefined || others.length === 0)
    throw new InvalidInputError({
      what: "the number of reports to compare",
      got: reports.length,
      want: "at least 2",
      hint: "Hint: run reproduce on each model or at each place, and give each run its own --out.",
    });
  for (const other of others) checkSameClaims(first, other);
  const { facts, names } = differencesOf(reports);
  const { title, arxiv } = first.paper;
  return {
    paper: { title, arxiv },
    differ: facts,
    runs: names,
    ordered,
    hypotheses: (first.hypotheses ?? []).map(({ id, says }) =>
      hypothesisOverRuns(
        { id, says },
        reports.map(({ hypotheses }) => hypotheses?.find((one) => one.id === id)?.verdict ?? null),
      ),
    ),
    criteria: first.criteria.map((criterion) =>
      overRuns(
        criterion,
        reports.map(({ criteria }) => criteria.find(({ key }) => key === criterion.key)!),
        ordered,
      ),
    ),
  };
}

function hypothesisOverRuns(
  named: Pick<AcrossHypothesis, "id" | "says">,
  verdicts: AcrossHypothesis["verdicts"],
): AcrossHypothesis {
  const supported = verdicts.filter((verdict) => verdict === "supported").length;
  return { ...named, verdicts, supported, judged: verdicts.filter(isJudgement).length };
}

/** Whether a run came to a verdict. */
function isJudgement(verdict: CommonVerdict | null): boolean {
  return verdict !== null && verdict !== "not-run" && verdict !== "error";
}

function overRuns(
  criterion: CriterionEntry,
  runs: readonly CriterionEntry[],
  ordered: boolean,
): AcrossCriterion {
  const { key, statistic, threshold } = criterion;
  const measured = runs.flatMap((run) => measuredOf(run) ?? []);
  const verdicts = runs.map(({ verdict }) => verdict);
  return {
    key,
    name: criterionName(criterion),
    statistic: statistic.name,
    unit: statistic.unit,
    threshold,
    found: runs.map(({ statistic: { value, interval }, verdict }) => ({ value, interval, verdict })),
    supported: verdicts.filter((verdict) => verdict === "supported").length,
    judged: verdicts.filter(isJudgement).length,
    overall: measured.length < 2 ? null : betweenWithin(measured),
    trend: ordered ? trendOf(measured) : null,
  };
}

/** Null where there is no value, or no noise to weigh it by. */
function measuredOf({ statistic: { value, interval } }: CriterionEntry): Measured | null {
  if (value === null || interval === null || interval[1] <= interval[0]) return null;
  return { value, standardError: standardErrorOf(interval) };
}

function checkSameClaims(first: Report, other: Report): void {
  const theirs = claimsOf(other);
  for (const [what, value] of Object.entries(claimsOf(first))) {
    const got = theirs[what]!;
    if (JSON.stringify(value) !== JSON.stringify(got))
      throw new InvalidInputError({
        what: `${what} of the run on ${other.model.name}`,
        got: got.filter((one, i) => one !== value[i]).join("; ") || `only ${got.length} of ${value.length}`,
        want: `as in the run on ${first.model.name}: runs are compared by the same claims`,
        hint: "Hint: run both anew with this version, with the same --paper and --claim.",
      });
  }
}

function claimsOf({ paper, criteria }: Report): Readonly<Record<string, readonly string[]>> {
  return {
    "the paper": [paper.id],
    "the criteria, their statistics and thresholds": criteria.map(({ key, statistic, threshold }) =>
      [key.slice(key.indexOf("/") + 1), threshold.above ?? `within ${threshold.within}`, statistic.name].join(
        " ",
      ),
    ),
  };
}
