/** The claim table in Markdown, for the report and for README. */

import type { ClaimEntry, Report } from "../report.generated.ts";
import { controlShort, criterionName, intervalText, thresholdText, valueText } from "../words/claim-words.ts";
import { formatNumber } from "../words/format.ts";
import { escapeMarkdown, table } from "./markdown.ts";

/** One row a criterion: claim, verdict, statistic, 95 % interval, n, threshold, control. No newline at the end. */
export function renderClaimTable({ claims }: Report): string {
  return table(
    ["claim", "verdict", "statistic", "95 % interval", "n", "threshold", "control"],
    claims.map((claim) => [
      `**${escapeMarkdown(criterionName(claim))}**: ${escapeMarkdown(claim.statement)}`,
      verdictCell(claim),
      valueText(claim),
      intervalText(claim),
      formatNumber(claim.n),
      thresholdText(claim),
      `${claim.control.verdict}, ${controlShort(claim)}`,
    ]),
    [2, 4],
  );
}

function verdictCell({ verdict, expected }: ClaimEntry): string {
  return expected === null || expected.verdict === verdict
    ? verdict
    : `**${verdict}** (unexpected: ${expected.verdict} was expected)`;
}
