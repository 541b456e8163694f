import { BagOfLatentsError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import type { Schedule } from "../papers/synthetic-activations/setup.ts";
import { ks } from "../stats/ks.ts";
import type { Sample } from "../stats/sample.ts";
import type { Claim, GroupSamples, PaperReference, Threshold } from "./claim.ts";
import { alignByBase, type Judgement, judge, withControl } from "./judge.ts";

/** A number that is reported beside the statistic and not judged. */
export interface BesideNumber {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
}

/** What one criterion left behind: everything a report says about it, and the samples to judge it again. */
export interface Evidence {
  readonly id: string;
  readonly hypothesis: string;
  readonly schedule: Schedule | null;
  readonly statement: string;
  readonly paper: PaperReference;
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
 * Judges a claim and its control and writes down what a report needs: pure, and the same for every caller. Samples
 * that cannot be judged give the verdict error.
 *
 * Streams: `rng.fork(claim id)` and `rng.fork(claim id).fork("control")`.
 */
export function collectEvidence<G extends string>(
  claim: Claim<G>,
  observed: Observed<G>,
  control: { readonly name: string; readonly observed: Observed<G> },
  options: { readonly rng: Rng; readonly resamples?: number },
): Evidence {
  const rng = options.rng.fork(claim.id);
  const own = judgeObserved(claim, observed, { ...options, rng });
  const controlled = judgeObserved(claim, control.observed, { ...options, rng: rng.fork("control") });
  const { id, hypothesis, schedule, statement, paper, statistic, threshold } = claim;
  const measured = "samples" in observed && own.verdict !== "error" ? observed.samples : undefined;
  return {
    id,
    hypothesis,
    schedule,
    statement,
    paper,
    statistic: { name: statistic.name, unit: statistic.unit, method: statistic.interval },
    threshold,
    judgement: withControl(own, controlled),
    control: { name: control.name, ...controlled },
    beside: measured ? besideNumbers(claim, measured) : [],
    samples: measured ? alignByBase(claim.groups, measured) : {},
  };
}

function judgeObserved<G extends string>(
  claim: Claim<G>,
  observed: Observed<G>,
  options: { readonly rng: Rng; readonly resamples?: number },
): Judgement {
  const none = { value: null, interval: null, n: 0 };
  if ("failed" in observed) return { verdict: observed.failed, reason: observed.because, ...none };
  try {
    return judge(claim, observed.samples, options);
  } catch (error) {
    if (!(error instanceof BagOfLatentsError)) throw error;
    return { verdict: "error", reason: `${error.message} ${error.hint}`, ...none }; // the other claims go on
  }
}

/** KS distances between all pairs of groups, mean target distances, and what the claim itself asks to see. */
function besideNumbers<G extends string>(claim: Claim<G>, measured: GroupSamples<G>): BesideNumber[] {
  const samples = alignByBase(claim.groups, measured);
  const pairs = claim.groups.flatMap((left, i) =>
    claim.groups.slice(i + 1).map((right) => ({ left, right })),
  );
  const ksDistances = pairs.map(({ left, right }) => ({
    name: `KS(${left}, ${right})`,
    unit: "probability",
    value: ks(samples[left], samples[right]),
  }));
  const distances = claim.groups.flatMap((group) => {
    const { meanDistance } = measured[group];
    return meanDistance === null
      ? []
      : [{ name: `mean distance to ${group}`, unit: "residual units", value: meanDistance }];
  });
  const asked = (claim.beside ?? []).map((statistic) => ({
    name: statistic.name,
    unit: statistic.unit,
    value: statistic.of(samples),
  }));
  return [...ksDistances, ...asked, ...distances];
}
