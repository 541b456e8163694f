import { BagOfLatentsError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { ks } from "../stats/ks.ts";
import { alignByBase } from "./common-bases.ts";
import type { Criterion, GroupSamples, Threshold } from "./criterion.ts";
import { doubtOf, type Judgement, judge, withControl, withPlanted } from "./judge.ts";
import { type KeptSamples, keepSamples, keptGroups } from "./kept-samples.ts";

/** A number that is reported beside the statistic and not judged. */
export interface BesideNumber {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
}

/** What one criterion left behind: everything a report says about it, and the samples to judge it again. */
export interface Evidence {
  /** `paper/name`. */
  readonly key: string;
  /** Id of the paper. */
  readonly paper: string;
  readonly hypothesis: string;
  readonly schedule: string | null;
  readonly statement: string;
  readonly where: string;
  readonly authors: number | null;
  readonly statistic: {
    readonly name: string;
    readonly unit: string;
    readonly method: "percentile" | "basic";
  };
  readonly threshold: Threshold;
  /** With the control taken into account. */
  readonly judgement: Judgement;
  readonly control: Judgement & { readonly name: string };
  /** null where the criterion plants no effect. */
  readonly planted: (Judgement & { readonly name: string }) | null;
  readonly beside: readonly BesideNumber[];
  /** All that was judged; null for what did not run. */
  readonly samples: Readonly<Record<Judged, KeptSamples | null>>;
}

/** What of a criterion is judged: its own measurement, its control's, and that of the planted effect. */
export type Judged = "own" | "control" | "planted";

/** How a measurement ended: with samples, or without them for a reason. */
export type Observed<G extends string> =
  | { readonly samples: GroupSamples<G> }
  | { readonly failed: "not-run" | "error"; readonly because: string };

/** What was measured for one criterion. */
export interface Measured<G extends string> {
  readonly own: Observed<G>;
  readonly control: Observed<G>;
  /** Left out where the criterion plants no effect. */
  readonly planted?: Observed<G>;
}

export interface EvidenceOptions {
  readonly rng: Rng;
  readonly resamples?: number;
}

/**
 * Judges a criterion, its control and its planted effect, and writes down what a report needs: pure, and the same for
 * every caller. Samples that cannot be judged give the verdict error, and a claim without samples has no control.
 *
 * Streams: `rng.fork(name)`, and of it `.fork("control")` and `.fork("planted")`; the name without its paper.
 */
export function collectEvidence<G extends string>(
  criterion: Criterion<G>,
  measured: Measured<G>,
  options: EvidenceOptions,
): Evidence {
  const rng = options.rng.fork(criterion.name);
  const { own: observed } = measured;
  const beside = (one: Observed<G>) => ("failed" in observed ? CLAIM_DID_NOT_RUN : one);
  const own = judgeObserved(criterion, observed, { ...options, rng });
  const control = judgeObserved(criterion, beside(measured.control), {
    ...options,
    rng: rng.fork("control"),
  });
  const planted =
    measured.planted &&
    judgeObserved(criterion, beside(measured.planted), { ...options, rng: rng.fork("planted") });
  const { key, paper, hypothesis, schedule, statement, where, authors, statistic, threshold } = criterion;
  return {
    key,
    paper,
    hypothesis,
    schedule,
    statement,
    where,
    authors,
    statistic: { name: statistic.name, unit: statistic.unit, method: statistic.interval },
    threshold,
    judgement: verdictOf(own, control, planted),
    control: { name: criterion.control.name, ...told(control) },
    planted: planted ? { name: criterion.planted?.name ?? "an effect", ...told(planted) } : null,
    beside: own.groups ? besideNumbers(criterion, own.groups) : [],
    samples: { own: own.kept, control: control.kept, planted: planted?.kept ?? null },
  };
}

/**
 * Judges evidence again, from its samples alone: the verdicts that `collectEvidence` gave.
 *
 * `criterion`: the one of the evidence's key; its statistic is code, and stands in no file.
 */
export function judgeAgain<G extends string>(
  criterion: Criterion<G>,
  { samples, judgement, control, planted }: Pick<Evidence, "samples" | "judgement" | "control" | "planted">,
  options: EvidenceOptions,
): Pick<Evidence, "judgement" | "control" | "planted"> {
  const observed = (kept: KeptSamples | null, told: Judgement): Observed<G> =>
    kept
      ? { samples: keptGroups(kept) as GroupSamples<G> }
      : { failed: told.verdict === "error" ? "error" : "not-run", because: told.reason };
  const again = collectEvidence(
    { ...criterion, control: { ...criterion.control, name: control.name } },
    {
      own: observed(samples.own, judgement),
      control: observed(samples.control, control),
      ...(planted && { planted: observed(samples.planted, planted) }),
    },
    options,
  );
  return { judgement: again.judgement, control: again.control, planted: again.planted };
}

/** How the control of a claim without samples ends: there is nothing that it could control. */
export const CLAIM_DID_NOT_RUN = {
  failed: "not-run",
  because: "The claim itself did not run, so there is nothing to control.",
} as const;

/** A judgement with what it was made of. */
interface JudgedSamples<G extends string> extends Judgement {
  /** undefined where nothing could be judged. */
  readonly groups?: GroupSamples<G>;
  readonly kept: KeptSamples | null;
  /** Why nothing can be concluded from the judged groups. */
  readonly doubt: string | null;
}

function judgeObserved<G extends string>(
  criterion: Criterion<G>,
  observed: Observed<G>,
  options: EvidenceOptions,
): JudgedSamples<G> {
  const none = { value: null, interval: null, standardError: null, n: 0, kept: null, doubt: null };
  if ("failed" in observed) return { verdict: observed.failed, reason: observed.because, ...none };
  const { samples: groups } = observed;
  const doubt = doubtOf(criterion.statistic.groups ?? (Object.keys(groups) as G[]), groups);
  try {
    return { ...judge(criterion, groups, options), groups, kept: keepSamples(groups), doubt };
  } catch (error) {
    if (!(error instanceof BagOfLatentsError)) throw error;
    return { ...none, verdict: "error", reason: `${error.message} ${error.hint}`, doubt }; // the other claims go on
  }
}

function verdictOf<G extends string>(
  own: JudgedSamples<G>,
  control: JudgedSamples<G>,
  planted: JudgedSamples<G> | undefined,
): Judgement {
  const controlled = withControl(told(own), told(control), control.doubt);
  return planted ? withPlanted(controlled, told(planted)) : controlled;
}

function told({ verdict, reason, value, interval, standardError = null, n }: Judgement): Judgement {
  return { verdict, reason, value, interval, standardError, n };
}

/** KS distances between all pairs of groups of one quantity, mean target distances, and what the claim itself asks to see. */
function besideNumbers<G extends string>(criterion: Criterion<G>, measured: GroupSamples<G>): BesideNumber[] {
  const samples = alignByBase(measured);
  const groups = Object.keys(measured) as G[];
  const alike = criterion.alsoShown?.ofAnotherQuantity ? (criterion.statistic.groups ?? groups) : groups;
  const pairs = alike.flatMap((left, i) => alike.slice(i + 1).map((right) => ({ left, right })));
  const ksDistances = pairs.map(({ left, right }) => ({
    name: `KS(${left}, ${right})`,
    unit: "probability",
    value: ks(samples[left], samples[right]),
  }));
  const distances = groups.flatMap((group) => {
    const { meanDistance } = measured[group];
    return meanDistance === null
      ? []
      : [{ name: `mean distance to ${group}`, unit: "residual units", value: meanDistance }];
  });
  const ofShown = (criterion.alsoShown?.beside ?? []).filter(
    (statistic) => statistic.groups?.every((group) => Object.hasOwn(samples, group)) ?? true,
  );
  const asked = [...(criterion.beside ?? []), ...ofShown].map((statistic) => ({
    name: statistic.name,
    unit: statistic.unit,
    value: statistic.of(samples),
  }));
  return [...ksDistances, ...asked, ...distances];
}
