import { BagOfLatentsError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { ks } from "../stats/ks.ts";
import type { Sample } from "../stats/sample.ts";
import type { Criterion, GroupSamples, Threshold } from "./criterion.ts";
import { alignByBase, doubtOf, type Judgement, judge, withControl } from "./judge.ts";

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
  readonly beside: readonly BesideNumber[];
  /** One value per base in ascending order of base; null where there is no event. Empty where nothing ran. */
  readonly samples: Readonly<Record<string, Sample>>;
}

/** How a measurement ended: with samples, or without them for a reason. */
export type Observed<G extends string> =
  | { readonly samples: GroupSamples<G> }
  | { readonly failed: "not-run" | "error"; readonly because: string };

/**
 * Judges a criterion and its control and writes down what a report needs: pure, and the same for every caller. Samples
 * that cannot be judged give the verdict error, and a claim without samples has no control.
 *
 * Streams: `rng.fork(name)` and `rng.fork(name).fork("control")`, the name without its paper.
 */
export function collectEvidence<G extends string>(
  criterion: Criterion<G>,
  observed: Observed<G>,
  control: Observed<G>,
  options: { readonly rng: Rng; readonly resamples?: number },
): Evidence {
  const rng = options.rng.fork(criterion.name);
  const own = judgeObserved(criterion, observed, { ...options, rng });
  const controlled =
    "failed" in observed
      ? judgeObserved(criterion, CLAIM_DID_NOT_RUN, { ...options, rng })
      : judgeObserved(criterion, control, { ...options, rng: rng.fork("control") });
  const doubt =
    "samples" in control
      ? doubtOf(criterion.statistic.groups ?? (Object.keys(control.samples) as G[]), control.samples)
      : null;
  const { key, paper, hypothesis, schedule, statement, where, authors, statistic, threshold } = criterion;
  const measured = "samples" in observed && own.verdict !== "error" ? observed.samples : undefined;
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
    judgement: withControl(own, controlled, doubt),
    control: { name: criterion.control.name, ...controlled },
    beside: measured ? besideNumbers(criterion, measured) : [],
    samples: measured ? alignByBase(measured) : {},
  };
}

/** How the control of a claim without samples ends: there is nothing that it could control. */
export const CLAIM_DID_NOT_RUN = {
  failed: "not-run",
  because: "The claim itself did not run, so there is nothing to control.",
} as const;

function judgeObserved<G extends string>(
  criterion: Criterion<G>,
  observed: Observed<G>,
  options: { readonly rng: Rng; readonly resamples?: number },
): Judgement {
  const none = { value: null, interval: null, n: 0 };
  if ("failed" in observed) return { verdict: observed.failed, reason: observed.because, ...none };
  try {
    return judge(criterion, observed.samples, options);
  } catch (error) {
    if (!(error instanceof BagOfLatentsError)) throw error;
    return { verdict: "error", reason: `${error.message} ${error.hint}`, ...none }; // the other claims go on
  }
}

/** KS distances between all pairs of groups, mean target distances, and what the claim itself asks to see. */
function besideNumbers<G extends string>(criterion: Criterion<G>, measured: GroupSamples<G>): BesideNumber[] {
  const samples = alignByBase(measured);
  const groups = Object.keys(measured) as G[];
  const pairs = groups.flatMap((left, i) => groups.slice(i + 1).map((right) => ({ left, right })));
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
