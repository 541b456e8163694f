import type { PairedDifference } from "../../claim/paired-difference.ts";
import { InvalidInputError } from "../../errors/index.ts";
import { standardErrorOf } from "../../stats/across/standard-error.ts";
import { calledBy, whatDiffers } from "../across/differences.ts";
import type { CommonVerdict, CriterionEntry, Report } from "../report.generated.ts";
import { criterionName } from "../words/criterion-words.ts";
import { type ComparedGroup, comparedGroups, type Run } from "./compared-groups.ts";
import { type Difference, unpaired } from "./difference.ts";
import { type DifferingFacts, differingFacts } from "./run-facts.ts";
import { type Sharing, sharedBases } from "./shared-bases.ts";

/** One criterion in both runs. */
export interface ComparedCriterion {
  readonly key: string;
  readonly name: string;
  readonly a: CriterionEntry;
  readonly b: CriterionEntry;
  /** null where a run has no value, or the runs measure by different statistics. */
  readonly difference: Difference | null;
  /** Why there is no difference, or why it is not paired though bases are shared; null where nothing is to be said. */
  readonly because: string | null;
}

/** Two runs of one paper's claims, side by side. */
export interface Compared {
  readonly paper: { readonly title: string; readonly arxiv: string };
  /** By what the runs are told apart: "SAE", "seed". */
  readonly differ: readonly string[];
  /** What each run goes by: these facts of it, "seed 1". */
  readonly runs: readonly [string, string];
  readonly sharing: Sharing;
  readonly facts: DifferingFacts;
  readonly hypotheses: readonly {
    readonly id: string;
    readonly says: string | null;
    readonly a: CommonVerdict;
    readonly b: CommonVerdict;
  }[];
  readonly criteria: readonly ComparedCriterion[];
  /** Names of criteria that one run has and the other has not. */
  readonly onlyIn: readonly [readonly string[], readonly string[]];
  readonly groups: readonly ComparedGroup[];
}

/** Fewest shared bases of which a difference is told. */
const FEWEST = 2;

/**
 * Two runs of one paper's claims: what differs between them, and every number of both with b minus a. Pure.
 *
 * `paired`: differences of criteria on shared bases, by key; what is not in it is compared as independent.
 * Throws: InvalidInputError where the runs are of different papers.
 */
export function compareRuns(a: Run, b: Run, paired: ReadonlyMap<string, PairedDifference>): Compared {
  checkSamePaper(a.report, b.report);
  const sharing = sharedBases(a.beside, b.beside);
  const { facts: differ } = whatDiffers([a.report, b.report]);
  const { title, arxiv } = a.report.paper;
  const inB = new Map(b.report.criteria.map((criterion) => [criterion.key, criterion]));
  const inA = new Set(a.report.criteria.map(({ key }) => key));
  return {
    paper: { title, arxiv },
    differ,
    runs: [calledBy(a.report, differ), calledBy(b.report, differ)],
    sharing,
    facts: differingFacts(a.report, b.report),
    hypotheses: (a.report.hypotheses ?? []).flatMap(({ id, says, verdict }) => {
      const other = b.report.hypotheses?.find((one) => one.id === id);
      return other ? [{ id, says, a: verdict, b: other.verdict }] : [];
    }),
    criteria: a.report.criteria.flatMap((criterion) => {
      const other = inB.get(criterion.key);
      return other ? [comparedCriterion(criterion, other, paired.get(criterion.key), sharing)] : [];
    }),
    onlyIn: [
      a.report.criteria.filter(({ key }) => !inB.has(key)).map(criterionName),
      b.report.criteria.filter(({ key }) => !inA.has(key)).map(criterionName),
    ],
    groups: comparedGroups(a, b, sharing.bases),
  };
}

/**
 * Makes sure that two reports can be compared, before their samples are read.
 *
 * Throws: InvalidInputError where they are of different papers.
 */
export function checkSamePaper({ paper: a }: Report, { paper: b }: Report): void {
  if (a.id !== b.id)
    throw new InvalidInputError({
      what: "the paper of the second report",
      got: b.id,
      want: `that of the first, ${a.id}: two runs are compared by the same claims`,
      hint: "Hint: npm run gallery shows reports of different papers in one page.",
    });
}

/** Keys of the criteria whose samples can be compared base by base. */
export function pairable(a: Run, b: Run): readonly string[] {
  if (sharedBases(a.beside, b.beside).bases.length < FEWEST) return [];
  const kept = ({ beside }: Run) => new Set(beside.evidence.map(({ key }) => key));
  const [inA, inB] = [kept(a), kept(b)];
  return a.report.criteria.map(({ key }) => key).filter((key) => inA.has(key) && inB.has(key));
}

function comparedCriterion(
  a: CriterionEntry,
  b: CriterionEntry,
  paired: PairedDifference | undefined,
  { bases: shared }: Sharing,
): ComparedCriterion {
  const { key } = a;
  const told = (difference: Difference | null, because: string | null): ComparedCriterion => ({
    ...{ key, name: criterionName(a), a, b, difference, because },
  });
  const [first, second] = [a.statistic, b.statistic];
  if (first.name !== second.name || first.unit !== second.unit)
    return told(null, `measured as “${first.name}” in a and as “${second.name}” in b`);
  if (first.value === null || second.value === null) return told(null, null);
  if (paired !== undefined && "value" in paired && paired.statistic === first.name) {
    const { value, interval, n } = paired;
    return told({ value, interval, paired: n }, null);
  }
  if (first.interval === null || second.interval === null) return told(null, null);
  const [valueA, valueB] = [first.value, second.value];
  const difference = unpaired(
    { value: valueA, standardError: standardErrorOf(first.interval) },
    { value: valueB, standardError: standardErrorOf(second.interval) },
  );
  return told(difference, shared.length < FEWEST ? null : whyUnpaired(paired, first.name));
}

/** Why bases that are shared do not help a criterion. */
function whyUnpaired(paired: PairedDifference | undefined, statistic: string): string {
  if (paired === undefined) return "samples are not kept in both runs, or this version has no such claim";
  if ("fails" in paired) return `samples cannot be compared: ${paired.fails}`;
  return `this version measures “${paired.statistic}”, and the runs “${statistic}”`;
}
