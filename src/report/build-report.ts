import type { FamilyBounds } from "../claim/joint/family-bounds.ts";
import type { Registration } from "../claim/registration/deviation.ts";
import type { Family } from "../claim/registration/ledger.generated.ts";
import type { RunRecord } from "../experiment/record.generated.ts";
import { BOOTSTRAP_RESAMPLES } from "../limits.ts";
import type { Sentence } from "../paper/abstract.ts";
import type { AuthorsMark } from "../paper/authors-marks.ts";
import type { Hypothesis } from "../paper/paper.ts";
import type { SubjectFinding } from "../paper/subject.ts";
import { abstractOf, hypothesesOf } from "./hypotheses.ts";
import { keptVerdicts, type ReplicatesAtHand, withReplicates } from "./replicates/with-replicates.ts";
import type {
  AgreementRow,
  CriterionEntry,
  Provenance,
  Report,
  Threshold,
  Verdict,
} from "./report.generated.ts";
import { sensitivityOf } from "./sensitivity.ts";
import { reproductionOf, scopeText, type Whose } from "./words/subject-words.ts";
import { isUnexpected } from "./words/verdict-words.ts";

/** What was found of one criterion, or of its control. */
interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly standardError?: number | null;
  readonly n: number;
}

/** What a report needs to know of one criterion. */
export interface CriterionFacts {
  /** `<paper>/<file>[.<part>]`. */
  readonly key: string;
  readonly hypothesis: string;
  readonly schedule: string | null;
  readonly statement: string;
  /** Where the paper says it. */
  readonly where: string;
  /** The authors' value on the paper's subject. */
  readonly authors: number | null;
  readonly statistic: Readonly<Pick<CriterionEntry["statistic"], "name" | "unit" | "method">>;
  readonly threshold: Readonly<Threshold>;
  /** With the control taken into account. */
  readonly judgement: Judged;
  readonly control: Judged & { readonly name: string };
  /** null where no effect is planted. */
  readonly planted: (Judged & { readonly name: string }) | null;
  readonly beside: readonly Readonly<CriterionEntry["beside"][number]>[];
  /** The verdict expected of the model; null where nothing is. */
  readonly expected: Readonly<NonNullable<CriterionEntry["expected"]>> | null;
  /** Default: exploratory. */
  readonly family?: Family;
  /** null where nothing was registered; left out where nobody asked. */
  readonly registered?: Registration | null;
  /** Bounds that hold for the primary family at once; null where there are none. */
  readonly simultaneous?: FamilyBounds | null;
  /** The verdict of the registered run, where this one differs from it in its seed alone. Default: null. */
  readonly ofOtherSeed?: Verdict | null;
}

/** What a report is made of. */
export interface ReportSources<F extends CriterionFacts = CriterionFacts> {
  readonly record: RunRecord;
  /** Whether the run is on what the paper is about. */
  readonly subject: Pick<SubjectFinding, "same" | "differs">;
  /** What the paper says, in the order of the page, with why what is untested is. */
  readonly hypotheses: readonly Hypothesis[];
  /** The sentences of the paper's abstract; null where it declares none. */
  readonly abstract?: readonly Sentence[] | null;
  readonly evidence: readonly F[];
  /** The authors' magnitudes beside ours; null where the run is not on the paper's subject. */
  readonly agreement: readonly Readonly<AgreementRow>[] | null;
  /** The authors' values to be drawn; null where the run is not on what they measured; left out where they left none. */
  readonly authorsMarks?: readonly Readonly<AuthorsMark>[] | null;
  /** Deviations and remarks about the protocol. */
  readonly notes: readonly string[];
  readonly provenance: Provenance;
  /** Those that are kept of this model; null, or left out, where there are none. */
  readonly replicates?: ReplicatesAtHand | null;
  /** The command that runs one criterion again. */
  readonly rerun: (evidence: F) => string;
}

/** Builds the report of a run: pure, so it can be built again from the same evidence without a model. */
export function buildReport<F extends CriterionFacts>(sources: ReportSources<F>): Report {
  const { record, hypotheses, agreement, provenance, rerun } = sources;
  const { paper, model, sae, protocol, notes: promptNotes, ...shown } = record;
  const subject = { same: sources.subject.same, differs: [...sources.subject.differs] };
  const whose: Whose = { paper, model, protocol, subject };
  const atHand = sources.replicates ?? null;
  const alone = [...sources.evidence]
    .sort(inOrderOf(hypotheses.map(({ id }) => id)))
    .map((facts) => criterionEntry(facts, whose, rerun(facts)));
  const run = { seed: protocol.seed, bases: protocol.bases, sae: sae?.weightsDigest ?? null };
  const { criteria, replicates } = atHand
    ? withReplicates(alone, atHand, run)
    : { criteria: alone, replicates: null };
  const judged = hypothesesOf(
    criteria,
    hypotheses,
    (id, own) => atHand && keptVerdicts(atHand.kept, id, own),
  );
  const untested = hypotheses.flatMap(({ id, says, untested }) =>
    untested === undefined ? [] : [{ hypothesis: id, says, because: untested }],
  );
  const found = { hypotheses: judged, untested: untested.map(({ hypothesis }) => hypothesis) };
  return {
    schemaVersion: 2,
    scope: scopeText(whose),
    paper,
    subject,
    model,
    sae,
    protocol,
    judging: { resamples: BOOTSTRAP_RESAMPLES },
    notes: [...sources.notes, ...promptNotes, ...sparseGroups(record)],
    ...shown,
    criteria: [...criteria],
    hypotheses: judged,
    ...(sources.abstract && { abstract: abstractOf(sources.abstract, found) }),
    untested,
    agreement: agreement && [...agreement],
    ...(replicates && { replicates }),
    ...(sources.authorsMarks !== undefined && {
      authorsMarks: sources.authorsMarks?.map((mark) => ({ ...mark, at: [...mark.at] })) ?? null,
    }),
    summary: summaryOf(criteria),
    provenance,
  };
}

function criterionEntry(facts: CriterionFacts, whose: Whose, rerun: string): CriterionEntry {
  const { key, hypothesis, schedule, statement, where, authors, judgement, control } = facts;
  return {
    key,
    hypothesis,
    schedule,
    statement,
    where,
    authors,
    verdict: judgement.verdict,
    reason: judgement.reason,
    statistic: { ...facts.statistic, value: judgement.value, interval: pair(judgement.interval) },
    threshold: facts.threshold,
    ...sensitivityOf(facts.threshold, judgement),
    n: judgement.n,
    control: controlEntry(control),
    planted: facts.planted && controlEntry(facts.planted),
    expected: facts.expected,
    ...(facts.ofOtherSeed && { ofOtherSeed: facts.ofOtherSeed }),
    reproduction: reproductionOf(whose, judgement.verdict),
    beside: [...facts.beside],
    rerun,
    family: facts.family ?? "exploratory",
    ...(facts.registered !== undefined && { registered: registrationEntry(facts.registered) }),
    simultaneous: facts.simultaneous
      ? { ...facts.simultaneous, interval: [...facts.simultaneous.interval] }
      : null,
  };
}

function registrationEntry(
  registered: Registration | null,
): NonNullable<CriterionEntry["registered"]> | null {
  return registered && { ...registered, history: [...registered.history] };
}

function controlEntry(control: CriterionFacts["control"]): CriterionEntry["control"] {
  const { name, verdict, reason, value, interval, n } = control;
  return { name, verdict, reason, value, interval: pair(interval), n };
}

/** How a run came out over its criteria. */
export function summaryOf(criteria: readonly CriterionEntry[]): Report["summary"] {
  const byVerdict: Record<string, number> = {};
  for (const { verdict } of criteria) byVerdict[verdict] = (byVerdict[verdict] ?? 0) + 1;
  return {
    criteria: criteria.length,
    byVerdict,
    unexpected: criteria.filter(isUnexpected).map(({ key }) => key),
    complete: criteria.every(({ verdict }) => verdict !== "not-run" && verdict !== "error"),
  };
}

/** A remark for every metric and type of which some base never showed the event. */
function sparseGroups({ measurements, metrics }: RunRecord): string[] {
  return Object.entries(measurements).flatMap(([key, byType]) => {
    const ifNever = metrics.find((metric) => metric.key === key)?.ifNever ?? null;
    const counts = ifNever === null ? "" : ` and count as step ${ifNever} in means`;
    return Object.entries(byType)
      .filter(([, { never }]) => never > 0)
      .map(
        ([type, { never, n }]) =>
          `${key}, ${type}: ${never} of ${n} bases never show the event; they rank last${counts}.`,
      );
  });
}

function pair(interval: readonly [number, number] | null): [number, number] | null {
  return interval && [interval[0], interval[1]];
}

/** By the paper's order of hypotheses, others after them, then by key. */
function inOrderOf(hypotheses: readonly string[]): (a: CriterionFacts, b: CriterionFacts) => number {
  const rank = ({ hypothesis }: CriterionFacts) => {
    const at = hypotheses.indexOf(hypothesis);
    return at < 0 ? hypotheses.length : at;
  };
  return (a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1);
}
