/** The sentences about one criterion that the page, the Markdown and the terminal share. */

import type { ClaimEntry, Report } from "../report.generated.ts";
import { count, decimalsFor, formatFixed, formatInterval, formatNumber, list, withUnit } from "./format.ts";
import { elsewhere } from "./report-names.ts";
import { VERDICTS } from "./verdict-words.ts";

/** "E2, absolute step"; "E9, structured above bag" where the id `file.part` names a part. */
export function criterionName({ id, hypothesis, schedule }: ClaimEntry): string {
  const part = id.split(".").slice(1).join(" ");
  return [
    hypothesis,
    ...(part === "" || part === schedule ? [] : [part.replaceAll("-", " ")]),
    ...(schedule === null ? [] : [`${schedule} step`]),
  ].join(", ");
}

/** Where the threshold lies on the axis: one place for `above`, two for `within`. */
export function thresholdEdges({ threshold: { above, within } }: ClaimEntry): number[] {
  if (above !== undefined) return [above];
  return within === undefined ? [] : [-within, within];
}

/** "above 3 steps", "within ±1.5 steps". */
export function thresholdText({ threshold: { above, within }, statistic: { unit } }: ClaimEntry): string {
  return above !== undefined
    ? `above ${withUnit(formatNumber(above), unit)}`
    : `within ±${withUnit(formatNumber(within ?? 0), unit)}`;
}

/** A value and its interval, the criterion's own or its control's: each is shown as finely as it is known. */
type Estimate = Pick<ClaimEntry["statistic"], "value" | "interval">;

/** "9.42 steps", or a dash where there is no value. */
export function valueText(claim: ClaimEntry, { value, interval }: Estimate = claim.statistic): string {
  if (value === null) return formatNumber(null);
  return withUnit(formatFixed(value, decimalsFor(interval, thresholdEdges(claim))), claim.statistic.unit);
}

/** "8.81 to 10.03". */
export function intervalText(claim: ClaimEntry, { interval }: Estimate = claim.statistic): string {
  return formatInterval(interval, decimalsFor(interval, thresholdEdges(claim)));
}

/** "9.42 steps (8.81 to 10.03)". */
export function estimateText(claim: ClaimEntry, estimate: Estimate = claim.statistic): string {
  if (estimate.value === null) return "no value";
  const value = valueText(claim, estimate);
  return estimate.interval === null ? value : `${value} (${intervalText(claim, estimate)})`;
}

/** The statistic's name with true minus signs. */
export function statisticName({ statistic: { name } }: ClaimEntry): string {
  return name.replaceAll(" - ", " − ");
}

/** "−0.21 (−0.24 to −0.18)" of the control. */
export function controlShort(claim: ClaimEntry): string {
  return estimateText(claim, claim.control);
}

/** "−0.21 (−0.24 to −0.18), n = 1000" of the control. */
export function controlNumbers(claim: ClaimEntry): string {
  return `${controlShort(claim)}, n = ${formatNumber(claim.control.n)}`;
}

/** "shuffled dictionary: contradicted, −0.21 (−0.24 to −0.18), n = 1000". */
export function controlText(claim: ClaimEntry): string {
  return `${claim.control.name}: ${claim.control.verdict}, ${controlNumbers(claim)}`;
}

/** The authors' number, said to be theirs and about which model. */
export function authorsText(claim: ClaimEntry): string {
  const { value } = claim.paper;
  return value === null
    ? "the authors printed no value"
    : `${withUnit(formatNumber(value), claim.statistic.unit)}, on GPT-2 small`;
}

/** "supported was expected of this model and contradicted was found", or null when nothing is off. */
export function unexpectedText({ expected, verdict }: ClaimEntry): string | null {
  return expected === null || expected.verdict === verdict
    ? null
    : `${expected.verdict} was expected of this model, ${verdict} was found`;
}

/** Where the paper stands. */
export function paperUrl({ paper }: ClaimEntry): string {
  return `https://arxiv.org/abs/${paper.arxiv}`;
}

/** "11 supported, 1 contradicted"; verdicts nobody got are left out. */
export function countsText({ summary }: Report): string {
  const found = VERDICTS.filter((verdict) => (summary.byVerdict[verdict] ?? 0) > 0);
  return found.map((verdict) => `${formatNumber(summary.byVerdict[verdict] ?? 0)} ${verdict}`).join(", ");
}

/** Whether the verdicts are the ones expected, in one sentence. */
export function expectationText({ summary, claims }: Report): string {
  if (summary.unexpected.length > 0)
    return `${count(summary.unexpected.length, "verdict")} not as expected: ${list(summary.unexpected)}.`;
  const expecting = claims.filter((claim) => claim.expected !== null).length;
  if (expecting === 0) return "Nothing was expected of this model.";
  return expecting === claims.length
    ? "Every verdict is the one expected of this model."
    : `The ${count(expecting, "verdict")} something was expected of are as expected.`;
}

/** The status on GPT-2 small over all criteria: one word when they agree, else counts. */
export function reproductionSummary({ claims }: Report): string {
  const statuses = new Map<string, number>();
  for (const { reproduction } of claims)
    statuses.set(reproduction.status, (statuses.get(reproduction.status) ?? 0) + 1);
  if (statuses.size === 0) return "not-run";
  const [only] = statuses.keys();
  return statuses.size === 1 && only !== undefined
    ? only
    : [...statuses].map(([status, n]) => `${n} ${status}`).join(", ");
}

/** What the model is, for headings. */
export function modelLabel({ model, protocol }: Report): string {
  const label = {
    "gpt2-small": "GPT-2 small",
    organism: `${model.name}, a model organism`,
    other: model.name,
  }[model.kind];
  return `${label}${elsewhere(protocol)}`;
}

/** Why there is no table of agreement. */
export function noAgreementText({ model }: Report): string {
  const where = model.kind === "gpt2-small" ? "at the paper's layer" : "on GPT-2 small";
  return `Not applicable: this run was not ${where}, so its magnitudes are not the authors' to agree with.`;
}
