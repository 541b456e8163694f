/** That a run is one draw of several, and what all of them come to, in words. */
import type { CriterionEntry, HypothesisEntry, Report } from "../report.generated.ts";
import { shortName, thresholdEdges } from "./criterion-words.ts";
import { count, decimalsFor, formatFixed, formatInterval, list, withUnit } from "./format.ts";

type Over = NonNullable<CriterionEntry["replicates"]>;

/** How many runs a report speaks of; 1 where it has its own alone. */
export function replicatesIn({ replicates }: Pick<Report, "replicates">): number {
  return replicates?.seeds.length ?? 1;
}

/** "one replicate", "one of 8 replicates". */
export function replicateCount(report: Pick<Report, "replicates">): string {
  const n = replicatesIn(report);
  return n === 1 ? "one replicate" : `one of ${n} replicates`;
}

/** " (E20 by this run alone)": hypotheses that were added after several runs were kept; "" where there is none, or one run. */
export function unreplicatedText(report: Pick<Report, "hypotheses" | "replicates">): string {
  if (replicatesIn(report) === 1) return "";
  const alone = (report.hypotheses ?? []).flatMap(({ id, replicates }) =>
    replicates === undefined ? [id] : [],
  );
  return alone.length === 0 ? "" : ` (${list(alone)} by this run alone)`;
}

/** What intervals of a single run do not hold; what is said over several, where there are. */
export function replicatesText({ protocol, replicates }: Report): string {
  if (replicates === undefined || replicates.seeds.length === 1)
    return `One replicate, seed ${protocol.seed}: intervals hold the draw of its bases, not what all of them share.`;
  const { seeds, date, commit } = replicates;
  return `${seeds.length} replicates, seeds ${seedsText(seeds)}: runs that differ in their seed alone. This is seed ${protocol.seed}; the others were kept on ${date}, of commit ${commit.slice(0, 12)}. Hypotheses are judged over all of them, by t intervals, which hold whatever differs between seeds. Value, interval and verdict of a criterion are this run’s, with the verdict over all beside.`;
}

/** "0 to 7" where they are consecutive, else each. */
function seedsText(seeds: readonly string[]): string {
  const follow = seeds.every((seed, i) => i === 0 || Number(seed) === Number(seeds[i - 1]) + 1);
  return follow && seeds.length > 2 ? `${seeds[0]} to ${seeds.at(-1)}` : list(seeds);
}

/**
 * Which verdicts over replicates are others than this run's: "Over replicates 1 criterion has another verdict than in this
 * run: E3 relative (inconclusive here, contradicted over all)."; null where there is one replicate.
 */
export function differsText(report: Report): string | null {
  if (replicatesIn(report) === 1) return null;
  const { criteria, hypotheses = [] } = report;
  const told = (name: string, { verdict, replicates }: CriterionEntry | HypothesisEntry) =>
    replicates === undefined || replicates.verdict === verdict
      ? []
      : [`${name} (${verdict} here, ${replicates.verdict} over all)`];
  const others = [
    { named: criteria.flatMap((one) => told(shortName(one), one)), one: "criterion", many: "criteria" },
    { named: hypotheses.flatMap((one) => told(one.id, one)), one: "hypothesis", many: "hypotheses" },
  ].filter(({ named }) => named.length > 0);
  if (others.length === 0) return "Over replicates every verdict is the one of this run.";
  const said = others.map(({ named, one, many }) => `${count(named.length, one, many)}: ${list(named)}`);
  return `Over replicates the verdict is another than in this run of ${said.join("; of ")}.`;
}

/** Why kept replicates are not used, a sentence a reason; none where all are. */
export function unusedTexts({ replicates, criteria, protocol }: Report): readonly string[] {
  const why = {
    "not-kept": () => "No replicates are kept of",
    "other-rule": () => "Kept replicates are of other criteria than are registered today:",
    "other-value": () =>
      `What was kept of seed ${protocol.seed} is not what this run measured, so kept replicates are of other code:`,
  };
  return (replicates?.unused ?? []).map(({ because, criteria: keys }) => {
    const named = criteria.filter(({ key }) => keys.includes(key)).map(shortName);
    const all = named.length === criteria.length && named.length > 1;
    return `${why[because]()} ${all ? `all ${named.length} criteria` : list(named)}.`;
  });
}

/** "over 8 replicates: supported (in 7 of 8)"; null where there is one. */
export function overText({ replicates }: CriterionEntry): string | null {
  if (replicates === undefined) return null;
  return `over ${replicates.of.values.length} replicates: ${replicates.verdict} (${agreeText(replicates)})`;
}

/** "in 7 of 8": those whose own verdict is the one over all. */
export function agreeText({ verdict, of: { verdicts } }: Over): string {
  return inOf(verdict, verdicts);
}

/** The same of a hypothesis; null where the verdicts of single replicates are not known. */
export function agreeOfHypothesis({ replicates }: HypothesisEntry): string | null {
  return replicates?.verdicts ? inOf(replicates.verdict, replicates.verdicts) : null;
}

function inOf(verdict: string, verdicts: readonly string[]): string {
  return `in ${verdicts.filter((one) => one === verdict).length} of ${verdicts.length}`;
}

/** "4.39 steps (4.21 to 4.57)": mean and t interval over replicates. */
export function meanText(criterion: CriterionEntry, { mean, interval }: Over): string {
  if (mean === null) return "no value";
  const decimals = decimalsFor(interval, thresholdEdges(criterion));
  return `${withUnit(formatFixed(mean, decimals), criterion.statistic.unit)} (${formatInterval(interval, decimals)})`;
}

/**
 * In which verdicts a run differs from the registered one, where it differs from it in its seed alone: "3 of 17 verdicts
 * are others than the registered run of this model gave: E3 relative (contradicted there, inconclusive here)."; null
 * elsewhere.
 */
export function otherSeedText({ criteria }: Report): string | null {
  const known = criteria.filter(({ ofOtherSeed }) => ofOtherSeed !== undefined);
  if (known.length === 0) return null;
  const others = known.filter(({ verdict, ofOtherSeed }) => verdict !== ofOtherSeed);
  if (others.length === 0)
    return "The registered run of this model, of another seed, gave the same verdicts.";
  const named = others.map(
    (criterion) => `${shortName(criterion)} (${criterion.ofOtherSeed} there, ${criterion.verdict} here)`,
  );
  const are = others.length === 1 ? "is another" : "are others";
  return `${others.length} of ${count(known.length, "verdict")} ${are} than the registered run of this model, of another seed, gave: ${named.join(", ")}.`;
}
