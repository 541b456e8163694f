import type { Evidence } from "../claim/evidence.ts";
import type { Verdict } from "../claim/judge.ts";
import type { StandingVerdict } from "../claim/standing.ts";
import type { LabRecord } from "../experiment/lab-record.ts";
import { BOOTSTRAP_RESAMPLES } from "../limits.ts";
import { isPaperHook, PAPER } from "../papers/synthetic-activations/setup.ts";
import { agreementWithAuthors } from "./agreement.ts";
import type { ClaimEntry, Provenance, Report } from "./report.generated.ts";

export type ModelKind = Report["model"]["kind"];

/** What a report is made of. */
export interface ReportSources {
  readonly lab: LabRecord;
  readonly kind: ModelKind;
  /** With the verdict expected of the model; null where nothing is. */
  readonly evidence: readonly (Evidence & { readonly expected: StandingVerdict | null })[];
  /** Deviations and remarks about the protocol. */
  readonly notes: readonly string[];
  readonly provenance: Provenance;
  /** The command that runs one claim again. */
  readonly rerun: (evidence: Evidence) => string;
}

/** Builds the report of a run: pure, so it can be built again from the same evidence without a model. */
export function buildReport(sources: ReportSources): Report {
  const { lab, kind } = sources;
  const asPaper = isPaperHook(lab.protocol.perturbAt);
  const evidence = [...sources.evidence].sort(byHypothesis);
  const claims = evidence.map((one) => claimEntry(one, sources));
  const byVerdict: Record<string, number> = {};
  for (const { verdict } of claims) byVerdict[verdict] = (byVerdict[verdict] ?? 0) + 1;
  return {
    schemaVersion: 1,
    scope: asPaper ? SCOPES[kind](lab.model.name) : scopeElsewhere(lab, kind),
    model: { ...lab.model, kind },
    sae: lab.sae,
    protocol: {
      ...lab.protocol,
      resamples: BOOTSTRAP_RESAMPLES,
      notes: [...sources.notes, ...lab.promptNotes, ...sparseGroups(lab)],
    },
    measurements: lab.measurements,
    claims,
    curves: [...lab.curves],
    distributions: [...lab.distributions],
    agreement: kind === "gpt2-small" && asPaper ? agreementWithAuthors(lab) : null,
    summary: {
      criteria: claims.length,
      byVerdict,
      unexpected: claims.filter(isUnexpected).map(({ id }) => id),
      complete: claims.every(({ verdict }) => verdict !== "not-run" && verdict !== "error"),
    },
    provenance: sources.provenance,
  };
}

/** Whether a criterion came out other than expected of this model. */
export function isUnexpected({ verdict, expected }: Pick<ClaimEntry, "verdict" | "expected">): boolean {
  return expected !== null && expected.verdict !== verdict;
}

const SCOPES: Readonly<Record<ModelKind, (name: string) => string>> = {
  "gpt2-small": () => "Evidence on GPT-2 small, the model the paper used.",
  organism: (name) =>
    `Evidence on the model organism "${name}", a small GPT-2 trained here to carry the phenomena. It says nothing about GPT-2 small, on which these claims have not run in this report.`,
  other: (name) =>
    `Evidence on "${name}". It says nothing about GPT-2 small, on which these claims have not run in this report.`,
};

/** The scope where another tensor than the paper's was perturbed. */
function scopeElsewhere({ model, protocol }: LabRecord, kind: ModelKind): string {
  if (kind !== "gpt2-small")
    return `${SCOPES[kind](model.name)} Its stream was perturbed at ${protocol.perturbAt}, not at the paper's ${PAPER.perturbAt}.`;
  return `Evidence on GPT-2 small at ${protocol.perturbAt}, another layer than the paper's. It says nothing about ${PAPER.perturbAt}, at which the paper perturbs and these claims have not run in this report.`;
}

function claimEntry(
  evidence: ReportSources["evidence"][number],
  { lab, kind, rerun }: ReportSources,
): ClaimEntry {
  const { judgement, control, statistic } = evidence;
  return {
    id: evidence.id,
    hypothesis: evidence.hypothesis,
    schedule: evidence.schedule,
    statement: evidence.statement,
    paper: evidence.paper,
    verdict: judgement.verdict,
    reason: judgement.reason,
    statistic: { ...statistic, value: judgement.value, interval: pair(judgement.interval) },
    threshold: evidence.threshold,
    n: judgement.n,
    control: {
      name: control.name,
      verdict: control.verdict,
      reason: control.reason,
      value: control.value,
      interval: pair(control.interval),
      n: control.n,
    },
    expected: evidence.expected,
    reproduction: reproductionOf(kind, lab.protocol.perturbAt, judgement.verdict),
    beside: [...evidence.beside],
    rerun: rerun(evidence),
  };
}

/** Reproduction is about the model and the layer the paper used: on any other it has not been tried. */
function reproductionOf(kind: ModelKind, perturbAt: string, verdict: Verdict): ClaimEntry["reproduction"] {
  if (kind !== "gpt2-small")
    return { status: "not-run", reason: "This claim has not run on GPT-2 small, the model the paper used." };
  if (!isPaperHook(perturbAt))
    return {
      status: "not-run",
      reason: `This claim has not run at ${PAPER.perturbAt} of GPT-2 small, where the paper perturbs.`,
    };
  const status = ({ supported: "reproduced", contradicted: "not-reproduced" } as const)[verdict as string];
  return {
    status: status ?? (verdict as Exclude<Verdict, "supported" | "contradicted">),
    reason: `The verdict on GPT-2 small is ${verdict}.`,
  };
}

/** A remark for every measurement in which some base never showed the event. */
function sparseGroups({ measurements }: LabRecord): string[] {
  return Object.entries(measurements).flatMap(([name, byType]) =>
    Object.entries(byType)
      .filter(([, { never }]) => never > 0)
      .map(
        ([type, { never, n }]) =>
          `${name}, ${type}: ${never} of ${n} bases never show the event; they rank last and count as step ${
            name === "plateauLength" ? PAPER.plateauLengthIfNever : PAPER.maxSlopeStepIfNever
          } in means.`,
      ),
  );
}

function pair(interval: readonly [number, number] | null): [number, number] | null {
  return interval && [interval[0], interval[1]];
}

/** E2 before E10, then by id. */
function byHypothesis(a: Evidence, b: Evidence): number {
  const number = ({ hypothesis }: Evidence) =>
    Number(/\d+/.exec(hypothesis)?.[0] ?? Number.POSITIVE_INFINITY);
  return number(a) - number(b) || (a.id < b.id ? -1 : 1);
}
