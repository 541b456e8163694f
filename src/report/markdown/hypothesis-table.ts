/** The table of hypotheses in Markdown, for README: what is said, what came out, and by which numbers. */
import type { CriterionEntry, HypothesisEntry } from "../report.generated.ts";
import { estimateText, shortName, thresholdText } from "../words/criterion-words.ts";
import { verdictShort } from "../words/verdict-text.ts";
import { escapeMarkdown, table } from "./markdown.ts";

/** A hypothesis, its badge in Markdown, and the criteria that decide it. */
export interface HypothesisRow {
  readonly hypothesis: HypothesisEntry;
  readonly badge: string;
  readonly criteria: readonly CriterionEntry[];
}

/** One row a hypothesis. No newline at the end. */
export function renderHypothesisTable(rows: readonly HypothesisRow[]): string {
  return table(
    ["verdict", "what is said", "value (95 % interval), and what supports it"],
    rows.map(({ hypothesis: { id, says }, badge, criteria }) => [
      badge,
      says === null ? escapeMarkdown(id) : `**${escapeMarkdown(id)}** ${escapeMarkdown(says)}`,
      criteria.map(inShort).join("<br>"),
    ]),
    [],
  );
}

/** "E2 absolute: 4.39 steps (3.58 to 5.17), above 3 steps, supported". */
function inShort(criterion: CriterionEntry): string {
  const said = [estimateText(criterion), thresholdText(criterion), verdictShort(criterion)];
  return `${escapeMarkdown(shortName(criterion))}: ${escapeMarkdown(said.join(", "))}`;
}
