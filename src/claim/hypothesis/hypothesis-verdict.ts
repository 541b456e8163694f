import { compare } from "../compare.ts";
import type { Threshold } from "../criterion.ts";
import type { Verdict } from "../judge.ts";
import type { Family } from "../registration/ledger.generated.ts";

/** What several criteria come to: a verdict, or both of the opposite ones. */
export type CommonVerdict = Verdict | "mixed";

/** What is known of one criterion of a hypothesis. */
export interface JudgedCriterion {
  /** As reasons name it. */
  readonly name: string;
  readonly family: Family;
  readonly verdict: Verdict;
  readonly threshold: Threshold;
  /** Bounds that hold with those of the other primary criteria; null where there are none, and of other families. */
  readonly simultaneous: readonly [number, number] | null;
}

/** One verdict and the rule that gave it. */
export interface HypothesisVerdict {
  readonly family: Family;
  readonly verdict: CommonVerdict;
  readonly reason: string;
}

const ALL_OF: Readonly<Record<number, string>> = { 1: "Its", 2: "Both of its" };

/** From the strongest. */
const FAMILIES = ["primary", "secondary", "exploratory"] as const satisfies readonly Family[];

/**
 * What a criterion says of its hypothesis. A primary one that is supported or contradicted by itself counts as such only
 * where the bounds that hold for the whole family say the same.
 */
export function countedVerdict({ family, verdict, threshold, simultaneous }: JudgedCriterion): Verdict {
  if (family !== "primary" || (verdict !== "supported" && verdict !== "contradicted")) return verdict;
  return simultaneous !== null && compare(threshold, simultaneous).verdict === verdict
    ? verdict
    : "inconclusive";
}

/**
 * One verdict of a hypothesis. Pure; the order of its criteria does not matter.
 *
 * 1. The criteria of its strongest family decide; exploratory ones beside others are listed and say nothing.
 * 2. error: a deciding one is. not-run: all deciding ones are.
 * 3. mixed: a supported and a contradicted one stand against each other, primary or secondary (or exploratory, where
 *    there are no others).
 * 4. The verdict of the deciding ones where they have one; inconclusive where they have several.
 */
export function hypothesisVerdict(criteria: readonly JudgedCriterion[]): HypothesisVerdict {
  const family =
    FAMILIES.find((one) => criteria.some((criterion) => criterion.family === one)) ?? "exploratory";
  const counted = criteria
    .filter((one) => one.family === family || one.family !== "exploratory")
    .map((one) => ({ ...one, counts: countedVerdict(one) }));
  const deciding = counted.filter((one) => one.family === family);
  const named = (verdict: Verdict, of: typeof counted = counted) =>
    of.flatMap(({ name, counts }) => (counts === verdict ? [name] : [])).sort();
  const say = (verdict: CommonVerdict, reason: string): HypothesisVerdict => ({ family, verdict, reason });

  const errors = named("error", deciding);
  if (errors.length > 0) return say("error", `${list(errors)} failed.`);
  const [supported, contradicted] = [named("supported"), named("contradicted")];
  if (supported.length > 0 && contradicted.length > 0)
    return say(
      "mixed",
      `${list(supported)} ${isOrAre(supported)} supported, ${list(contradicted)} contradicted.`,
    );
  const verdicts = new Set(deciding.map(({ counts }) => counts));
  const [only] = verdicts;
  if (only === undefined) return say("not-run", "It has no criterion in this run.");
  const alone = deciding
    .filter(({ verdict, counts }) => verdict !== counts)
    .map(({ name, verdict }) => `${name} (${verdict})`)
    .sort();
  const notAtOnce =
    alone.length === 0
      ? ""
      : ` What is said by intervals of their own is not said by bounds that hold for the whole family at once: ${list(alone)}.`;
  const all = ALL_OF[deciding.length] ?? `All ${deciding.length} of its`;
  const are = deciding.length === 1 ? "criterion is" : "criteria are";
  if (verdicts.size === 1) return say(only, `${all} ${family} ${are} ${only}.${notAtOnce}`);
  const each = (["supported", "contradicted", "inconclusive", "not-run"] as const)
    .map((verdict) => ({ verdict, names: named(verdict, deciding) }))
    .filter(({ names }) => names.length > 0)
    .map(({ verdict, names }) => `${list(names)} ${isOrAre(names)} ${verdict}`);
  return say("inconclusive", `Its ${family} criteria do not agree: ${each.join(", ")}.${notAtOnce}`);
}

function isOrAre(names: readonly string[]): string {
  return names.length === 1 ? "is" : "are";
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
