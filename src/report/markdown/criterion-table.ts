/** The table of criteria in Markdown, for the report and for README. */
import type { Report } from "../report.generated.ts";
import { criterionRow } from "../sections/criteria.ts";
import type { CriterionRow } from "../sections/section.ts";
import { verdictShort } from "../words/verdict-text.ts";
import { escapeMarkdown, table } from "./markdown.ts";

const HEADS = ["claim", "verdict", "statistic", "value", "95 % interval", "n", "threshold", "control"];

/** One row a criterion. No newline at the end. */
export function renderCriterionTable({ criteria }: Report): string {
  return rowsTable(criteria.map(criterionRow));
}

/** The same of rows that are made already. */
export function rowsTable(rows: readonly CriterionRow[]): string {
  return table(
    HEADS,
    rows.map((row) => [
      `**${escapeMarkdown(row.name)}**: ${escapeMarkdown(row.criterion.statement)}`,
      verdictCell(row),
      escapeMarkdown(row.statistic),
      escapeMarkdown(row.value),
      row.interval,
      row.n,
      escapeMarkdown(row.threshold),
      `${row.controlled.short}, ${escapeMarkdown(row.control)}`,
    ]),
    [3, 5],
  );
}

function verdictCell({ unexpected, criterion, over }: CriterionRow): string {
  const verdict = [verdictShort(criterion), over].filter(Boolean).join("; ");
  return unexpected ? `**${verdict}** (unexpected: ${criterion.expected?.verdict} was expected)` : verdict;
}
