/** The words for hypotheses and their verdicts. */
import type { CommonVerdict, HypothesisEntry, Report } from "../report.generated.ts";
import { DEFINITIONS } from "../schemas.ts";
import { formatNumber } from "./format.ts";

/** Every verdict a hypothesis may have, in the order in which a summary counts them: the schema's. */
export const COMMON_VERDICTS = DEFINITIONS.CommonVerdict.enum as readonly CommonVerdict[];

/** How many of which verdict; those that nobody has too. */
export function countsOf(
  entries: readonly { readonly verdict: CommonVerdict }[],
): readonly { readonly verdict: CommonVerdict; readonly n: number }[] {
  return COMMON_VERDICTS.map((verdict) => ({
    verdict,
    n: entries.filter((entry) => entry.verdict === verdict).length,
  }));
}

/** The verdict of a hypothesis that is said first: over replicates, and of the run alone where there are none. */
export function firstVerdict({ verdict, replicates }: HypothesisEntry): CommonVerdict {
  return replicates?.verdict ?? verdict;
}

/** What is counted of a report: its hypotheses, by what is said first of them; its criteria where it is of before hypotheses had verdicts. */
export function countedIn({ hypotheses, criteria }: Pick<Report, "hypotheses" | "criteria">): {
  readonly of: "hypotheses" | "criteria";
  readonly entries: readonly { readonly verdict: CommonVerdict }[];
} {
  return hypotheses === undefined
    ? { of: "criteria", entries: criteria }
    : { of: "hypotheses", entries: hypotheses.map((one) => ({ verdict: firstVerdict(one) })) };
}

/** "3 supported, 1 mixed"; verdicts nobody has are left out. */
export function countsInWords(entries: readonly { readonly verdict: CommonVerdict }[]): string {
  return countsOf(entries)
    .filter(({ n }) => n > 0)
    .map(({ verdict, n }) => `${formatNumber(n)} ${verdict}`)
    .join(", ");
}

/** The one word for a whole report: what all its hypotheses came to; mixed where they differ, error where one failed. */
export function overallVerdict(report: Pick<Report, "hypotheses" | "criteria">): CommonVerdict {
  if (report.criteria.some(({ verdict }) => verdict === "error")) return "error";
  const { entries } = countedIn(report);
  const [first] = entries;
  if (first === undefined) return "not-run";
  return entries.every(({ verdict }) => verdict === first.verdict) ? first.verdict : "mixed";
}
