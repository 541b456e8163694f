import { InvalidInputError, NonFiniteError } from "../errors/index.ts";
import { LARGEST_SHARE_OF_LOST_BASES, MIN_BASES_FOR_VERDICT } from "../limits.ts";
import type { Rng } from "../math/rng.ts";
import { bootstrap, type Estimate } from "../stats/bootstrap.ts";
import { type Samples, sharedLength } from "../stats/sample.ts";
import { alignByBase, lostBases, outsideBases } from "./common-bases.ts";
import { compare } from "./compare.ts";
import type { Criterion, GroupSamples } from "./criterion.ts";

export type Verdict = "supported" | "contradicted" | "inconclusive" | "not-run" | "error";

/** A verdict with the numbers it came from. `value` and `interval` are null where nothing was measured. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence: which rule gave the verdict. */
  readonly reason: string;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  /** Of the value, over the resamples that gave the interval; absent in evidence of before it was kept. */
  readonly standardError?: number | null;
  readonly n: number;
}

/** Above this share of bases without the event, means and medians say little and decide nothing. */
const LARGEST_SHARE_WITHOUT_EVENT = 0.05;
/** Above this share of values at the end of their paths, where the event may come later, a group is called censored. */
const LARGEST_SHARE_AT_END = 0.1;
/** Beyond this difference in mean distance, equal relative steps are unequal absolute ones. */
const LARGEST_DISTANCE_DIFFERENCE = 0.05;

/**
 * Judges one criterion: a pure function of its samples, its statistic, its threshold and a named random stream.
 *
 * The order of the samples does not matter: they are sorted by base first. A base that one group lost, or says nothing of,
 * is left out of all.
 * What makes its groups doubtful, or too many lost bases, make it inconclusive.
 * Throws: UnequalBasesError when the groups were not measured on the same bases; EmptySampleError when nothing was
 * observed; what the statistic throws.
 */
export function judge<G extends string>(
  { statistic, threshold }: Pick<Criterion<G>, "statistic" | "threshold">,
  measured: GroupSamples<G>,
  options: { readonly rng: Rng; readonly resamples?: number },
): Judgement {
  const groups = Object.keys(measured) as G[];
  const judged = statistic.groups ?? groups;
  const samples = alignByBase(measured);
  const n = samples[groups[0]!].length;
  const outside = outsideBases(measured);
  const lost = lostBases(measured).filter((base) => !outside.includes(base));
  const doubt = doubtOf(judged, measured);
  const leftOut =
    lost.length === 0
      ? ""
      : `${lost.length} of ${n + lost.length} bases could not be measured and ${lost.length === 1 ? "is" : "are"} left out of every group.`;
  const sparse = groupWithoutEvents(judged, samples);
  if (statistic.interval === "percentile" && sparse)
    return {
      verdict: "inconclusive",
      reason: doubt ?? sparse,
      value: null,
      interval: null,
      standardError: null,
      n,
    };

  const estimate = estimateOf(statistic, samples, options);
  if (estimate === null)
    return {
      verdict: "inconclusive",
      reason: `n = ${n} is below the ${MIN_BASES_FOR_VERDICT} bases a verdict needs, and too few for this statistic.`,
      value: null,
      interval: null,
      standardError: null,
      n,
    };
  const { value, interval, standardError } = estimate;
  const { verdict, reason: where } = compare(threshold, interval, statistic.unit);
  const ofOthers =
    outside.length === 0
      ? ""
      : `It is about the bases that have such a pair: ${outside.length} of ${n + lost.length + outside.length} have none.`;
  const reason = [where, leftOut, ofOthers].filter(Boolean).join(" ");
  const undecided = (because: string): Judgement => ({
    verdict: "inconclusive",
    reason: `${because} The interval alone says ${verdict}.`,
    value,
    interval,
    standardError,
    n,
  });
  if (doubt !== null) return undecided(doubt);
  if (n < MIN_BASES_FOR_VERDICT)
    return {
      verdict: "inconclusive",
      reason: `n = ${n} is below the ${MIN_BASES_FOR_VERDICT} bases a verdict needs; the interval alone says ${verdict}.`,
      value,
      interval,
      standardError,
      n,
    };
  if (lost.length > LARGEST_SHARE_OF_LOST_BASES * (n + lost.length))
    return undecided(
      `${leftOut} That is more than ${100 * LARGEST_SHARE_OF_LOST_BASES} %, and which bases are lost is no accident.`,
    );
  const caveats = [distanceConfound(judged, measured), censoring(judged, measured)];
  return {
    verdict,
    reason: [reason, ...caveats].filter(Boolean).join(" "),
    value,
    interval,
    standardError,
    n,
  };
}

/** The statistic with its interval; null where it has none because the bases are too few for any verdict. */
function estimateOf<G extends string>(
  statistic: Criterion<G>["statistic"],
  samples: Samples<G>,
  options: { readonly rng: Rng; readonly resamples?: number },
): Estimate | null {
  try {
    return bootstrap(statistic, samples, options);
  } catch (error) {
    const mayBeFew = error instanceof NonFiniteError || error instanceof InvalidInputError;
    if (!mayBeFew || sharedLength(samples) >= MIN_BASES_FOR_VERDICT) throw error;
    return null;
  }
}

/**
 * The verdict of a claim once its control is known. A control that is supported shows the same "effect" where there
 * is none to show; a control that did not come to a judgement, or of whose groups there is a doubt, is no control.
 */
export function withControl(claim: Judgement, control: Judgement, doubt: string | null = null): Judgement {
  if (claim.verdict === "error" || claim.verdict === "not-run") return claim;
  if (doubt !== null && claim.verdict !== "inconclusive")
    return {
      ...claim,
      verdict: "inconclusive",
      reason: `The control cannot be judged: ${doubt} Without it: ${claim.verdict}.`,
    };
  if (control.verdict === "supported")
    return {
      ...claim,
      verdict: "inconclusive",
      reason: `Not specific: the control shows it too. Without the control: ${claim.verdict}. ${claim.reason}`,
    };
  if (control.verdict === "error" || control.verdict === "not-run")
    return {
      ...claim,
      verdict: "inconclusive",
      reason: `The control is missing (${control.verdict}: ${control.reason}). Without it: ${claim.verdict}.`,
    };
  return claim;
}

/**
 * The verdict of a claim once its planted effect is known: a measurement that does not find an effect that is there
 * can refute nothing.
 */
export function withPlanted(claim: Judgement, planted: Judgement): Judgement {
  if (claim.verdict !== "contradicted" || planted.verdict === "supported") return claim;
  return {
    ...claim,
    verdict: "inconclusive",
    reason: `Not sensitive: the planted effect is ${planted.verdict}. Without it: contradicted. ${claim.reason}`,
  };
}

/** Why nothing can be concluded from groups, the first reason given; null where none is. */
export function doubtOf<G extends string>(groups: readonly G[], measured: GroupSamples<G>): string | null {
  for (const group of groups) {
    const doubt = measured[group]?.doubt; // groups that are missing are refused by the judge
    if (doubt !== undefined) return doubt;
  }
  return null;
}

function groupWithoutEvents<G extends string>(groups: readonly G[], samples: Samples<G>): string | undefined {
  for (const group of groups) {
    const never = samples[group].filter((value) => value === null).length;
    const share = never / samples[group].length;
    if (share > LARGEST_SHARE_WITHOUT_EVENT)
      return `${never} of ${samples[group].length} bases of "${group}" never show the event (more than ${100 * LARGEST_SHARE_WITHOUT_EVENT} %), so their mean decides nothing.`;
  }
  return undefined;
}

/** A sentence where many values of a group lie where its curves end: the event may come later. */
function censoring<G extends string>(groups: readonly G[], measured: GroupSamples<G>): string | undefined {
  const censored = groups.flatMap((group) => {
    const { atEnd = 0, values } = measured[group];
    const share = atEnd / values.length;
    return share > LARGEST_SHARE_AT_END ? [`${(100 * share).toFixed(0)} % of "${group}"`] : [];
  });
  if (censored.length === 0) return undefined;
  return `Censored: ${censored.join(", ")} lie at the end of the path, where the event may come later.`;
}

/** A sentence when steps are shares of the way and the groups' targets lie at different distances. */
function distanceConfound<G extends string>(
  groups: readonly G[],
  measured: GroupSamples<G>,
): string | undefined {
  const known = groups.flatMap((group) => {
    const { meanDistance, stepsGrowWithDistance } = measured[group];
    return meanDistance === null || !stepsGrowWithDistance ? [] : [{ group, meanDistance }];
  });
  if (known.length < 2) return undefined;
  const byDistance = known.sort((a, b) => a.meanDistance - b.meanDistance);
  const [near, far] = [byDistance[0]!, byDistance.at(-1)!];
  const difference = far.meanDistance / near.meanDistance - 1;
  if (difference <= LARGEST_DISTANCE_DIFFERENCE) return undefined;
  return `Confounded: the mean distance to "${far.group}" targets is ${(100 * difference).toFixed(0)} % above that to "${near.group}", so equal relative steps are unequal lengths.`;
}
