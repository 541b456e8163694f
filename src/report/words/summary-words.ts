/** How a run came out over all criteria, in words. */
import type { Report } from "../report.generated.ts";
import { count, formatNumber, list } from "./format.ts";
import { VERDICTS } from "./verdict-words.ts";

/** "11 supported, 1 contradicted"; verdicts nobody got are left out. */
export function countsText({ summary }: Report): string {
  const found = VERDICTS.filter((verdict) => (summary.byVerdict[verdict] ?? 0) > 0);
  return found.map((verdict) => `${formatNumber(summary.byVerdict[verdict] ?? 0)} ${verdict}`).join(", ");
}

/** Whether the verdicts are the ones expected, in one sentence. */
export function expectationText({ summary, criteria }: Report): string {
  if (summary.unexpected.length > 0)
    return `${count(summary.unexpected.length, "verdict")} not as expected: ${list(summary.unexpected)}.`;
  const expecting = criteria.filter(({ expected }) => expected !== null).length;
  if (expecting === 0) return "Nothing was expected of this run.";
  return expecting === criteria.length
    ? "Every verdict is the one expected of this model."
    : `The ${count(expecting, "verdict")} something was expected of are as expected.`;
}

/** The status on the paper's subject over all criteria: one word when they agree, else counts. */
export function reproductionSummary({ criteria }: Report): string {
  const statuses = new Map<string, number>();
  for (const { reproduction } of criteria)
    statuses.set(reproduction.status, (statuses.get(reproduction.status) ?? 0) + 1);
  if (statuses.size === 0) return "not-run";
  const [only] = statuses.keys();
  return statuses.size === 1 && only !== undefined
    ? only
    : [...statuses].map(([status, n]) => `${n} ${status}`).join(", ");
}
