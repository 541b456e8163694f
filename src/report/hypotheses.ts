import {
  type HypothesisVerdict,
  hypothesisVerdict,
  type JudgedCriterion,
} from "../claim/hypothesis/hypothesis-verdict.ts";
import { type SentenceWord, sentenceWord } from "../claim/hypothesis/sentence-word.ts";
import type { Sentence } from "../paper/abstract.ts";
import type { Hypothesis } from "../paper/paper.ts";
import type {
  AbstractSentence,
  CommonVerdict,
  CriterionEntry,
  HypothesisEntry,
  Threshold,
} from "./report.generated.ts";
import { shortName } from "./words/criterion-words.ts";
import { firstVerdict } from "./words/hypothesis-words.ts";

/** The verdicts that single replicates gave of a hypothesis with these criteria; null where they are not known. */
export type VerdictsByReplicate = (
  id: string,
  criteria: readonly CriterionEntry[],
) => readonly CommonVerdict[] | null;

/** One entry a hypothesis that has criteria, in the order of the criteria. */
export function hypothesesOf(
  criteria: readonly CriterionEntry[],
  listed: readonly Pick<Hypothesis, "id" | "says">[],
  byReplicate: VerdictsByReplicate = () => null,
): HypothesisEntry[] {
  return [...new Set(criteria.map(({ hypothesis }) => hypothesis))].map((id) => {
    const own = criteria.filter(({ hypothesis }) => hypothesis === id);
    const says = listed.find((one) => one.id === id)?.says ?? null;
    const over = verdictOverReplicates(own);
    const verdicts = over && byReplicate(id, own);
    return {
      ...{ id, says, ...verdictOfCriteria(own), criteria: own.map(({ key }) => key) },
      ...(over && { replicates: { ...over, verdicts: verdicts && [...verdicts] } }),
    };
  });
}

/** The verdict of a hypothesis from its criteria as a report has them. */
export function verdictOfCriteria(criteria: readonly CriterionEntry[]): HypothesisVerdict {
  return hypothesisVerdict(
    criteria.map((criterion) =>
      judged(criterion, criterion.verdict, criterion.simultaneous?.interval ?? null),
    ),
  );
}

/** The same over replicates; null where one of its criteria has none. */
export function verdictOverReplicates(
  criteria: readonly CriterionEntry[],
): Pick<HypothesisVerdict, "verdict" | "reason"> | null {
  const over = criteria.flatMap((criterion) => {
    const { replicates } = criterion;
    return replicates === undefined ? [] : [judged(criterion, replicates.verdict, replicates.simultaneous)];
  });
  if (over.length < criteria.length) return null;
  const { verdict, reason } = hypothesisVerdict(over);
  return { verdict, reason };
}

function judged(
  criterion: CriterionEntry,
  verdict: CriterionEntry["verdict"],
  simultaneous: readonly [number, number] | null,
): JudgedCriterion {
  return {
    name: shortName(criterion),
    family: criterion.family ?? "exploratory",
    verdict,
    threshold: criterion.threshold as Threshold & { readonly above: number },
    simultaneous,
  };
}

/** What a report says of an abstract: every sentence with its word. */
export function abstractOf(
  sentences: readonly Sentence[],
  found: {
    readonly hypotheses: readonly HypothesisEntry[];
    /** Ids of those that no claim tests. */
    readonly untested: readonly string[];
  },
): AbstractSentence[] {
  return sentences.map(({ says, hypotheses = [], parts = [], noClaim = null }) => {
    const inParts = abstractOf(parts, found);
    const words = [...hypotheses.map((id) => wordOf(id, found)), ...inParts.map(({ word }) => word)];
    return { says, word: sentenceWord(words), reason: noClaim, hypotheses: [...hypotheses], parts: inParts };
  });
}

/** A hypothesis that is tested somewhere and not in this run is not-run. */
function wordOf(id: string, { hypotheses, untested }: Parameters<typeof abstractOf>[1]): SentenceWord {
  const entry = hypotheses.find((one) => one.id === id);
  if (entry) return firstVerdict(entry);
  return untested.includes(id) ? "untested" : "not-run";
}
