import type { Threshold } from "../claim/criterion.ts";
import type { Evidence } from "../claim/evidence.ts";
import type { Verdict } from "../claim/judge.ts";
import type { Report } from "../report/report.generated.ts";
import { checkGolden } from "./golden-check.ts";
import { type GoldenStore, parseGolden, readIfThere } from "./golden-store.ts";
import type { GoldenValue, Tolerance } from "./golden-values.ts";

/** What one criterion's golden holds: `golden/organism/<paper>/<file>[.<part>].json`. */
export interface OrganismStatistic {
  readonly [key: string]: GoldenValue;
  /** First 12 digits of the weights' sha256: other weights are another organism. */
  readonly weights: string;
  readonly value: number | null;
  /** Of the control only the verdict: on the untrained model's even curves the steepest step hangs on rounding. */
  readonly control: Verdict;
}

/** How far a statistic may move on another CPU, by its unit. */
const LARGEST: Readonly<Record<string, number>> = {
  steps: 0.3,
  probability: 0.01,
  ratio: 0.1,
  share: 0.01,
  cosine: 0.01,
  correlation: 0.01,
  sd: 0.03,
  "log ratio": 0.05,
};

/** The name of a criterion's golden. */
function organismGoldenName(key: string): string {
  return `organism/${key}`;
}

/**
 * 0.3 steps or 0.03 standard deviations, 0.01 of a KS distance, a share, a cosine or a correlation, 0.1 of a ratio or
 * 1 % of one above 10, 0.05 of the logarithm of one: a few bases may flip on another CPU. Never more than a quarter of
 * the distance from the accepted value to an end of the threshold.
 */
export function statisticTolerance(unit: string, threshold: Threshold, value: number | null): Tolerance {
  const ends = "above" in threshold ? [threshold.above] : [threshold.within, -threshold.within];
  const distances = value === null ? [] : ends.map((end) => Math.abs(value - end) / 4);
  return {
    abs: Math.min(
      Math.max(LARGEST[unit] ?? 0, unit === "ratio" ? 0.01 * Math.abs(value ?? 0) : 0),
      ...distances,
    ),
    rel: 0,
    because:
      "a few bases may flip on another CPU; never wider than a quarter of the distance to the threshold",
  };
}

/**
 * Where a claim of the default run differs from its golden or from the committed report: one sentence each.
 *
 * `published` is the committed report, null where there is none; `publishedIn` its folder, from the checkout:
 * reports/organism unless given.
 */
export function organismDifferences(
  evidence: Pick<Evidence, "key" | "statistic" | "threshold" | "judgement" | "control">,
  facts: {
    readonly store: GoldenStore;
    readonly weightsDigest: string;
    readonly published: Report | null;
    readonly publishedIn?: string;
  },
): string[] {
  const { key, statistic, threshold, judgement, control } = evidence;
  const name = organismGoldenName(key);
  const actual: OrganismStatistic = {
    weights: facts.weightsDigest.slice(0, 12),
    value: judgement.value,
    control: control.verdict,
  };
  const text = readIfThere(facts.store.goldenDirectory, `${name}.json`);
  const golden =
    text === undefined ? actual : (parseGolden(name, text).values as unknown as OrganismStatistic);
  const tolerance = statisticTolerance(statistic.unit, threshold, golden.value);
  const outcome = checkGolden(facts.store, name, actual, {
    madeBy: "npm test",
    tolerance,
    candidateTolerance: statisticTolerance(statistic.unit, threshold, actual.value),
  });
  return [
    ...(outcome.pass ? [] : [outcome.message]),
    ...publishedDifference(key, judgement, tolerance.abs, facts),
  ];
}

function publishedDifference(
  key: string,
  { value, verdict }: Evidence["judgement"],
  tolerance: number,
  {
    published,
    publishedIn = "reports/organism",
  }: { readonly published: Report | null; readonly publishedIn?: string },
): string[] {
  if (published === null) return [];
  const where = `${publishedIn}/report.json`;
  const claim = published.criteria.find((one) => one.key === key);
  const hint = 'Hint: if this run is right, npm run accept -- --because "why", and commit what it wrote.';
  if (!claim) return [`${where} lacks "${key}".\n${hint}`];
  const told = claim.statistic.value;
  const near = value === null || told === null ? value === told : Math.abs(value - told) <= tolerance;
  if (near && verdict === claim.verdict) return [];
  return [`${where} says ${claim.verdict}, ${told} of "${key}"; this run ${verdict}, ${value}.\n${hint}`];
}
