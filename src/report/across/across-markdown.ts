import { blocks, escapeMarkdown, table } from "../markdown/markdown.ts";
import { list } from "../words/format.ts";
import { LETTERS } from "../words/verdict-letters.ts";
import type { Across } from "./across.ts";
import { acrossRows, hypothesisRows, statisticRows, type TextRows } from "./across-table.ts";

/** What the page says of the columns that are not a run. */
const COLUMNS =
  "Holds in: runs that support it, of those that came to a verdict. Mean over runs: random effects, with a t interval. Spread between: standard deviation of the true values between runs; noise within: the standard error of one run.";
const HYPOTHESES =
  "Holds in: runs that support it, of those that came to a verdict. Mixed: of its criteria one is supported and one contradicted.";
const TREND = "Trend: the last run minus the first; rises or falls where the interval leaves out 0.";

/** The comparison as a Markdown page; `figure`: address of its drawing. */
export function acrossMarkdown(found: Across, figure: string): string {
  const { paper, differ, runs, ordered, hypotheses } = found;
  return `${blocks(
    `# ${escapeMarkdown(heading(found))}`,
    escapeMarkdown(
      `The claims of ${paper.title} (arXiv ${paper.arxiv}) on ${runs.length} runs that differ in ${list(differ)}${ordered ? ", in this order" : ""}. Every run is one seed, and a verdict is of that run alone.`,
    ),
    ...(hypotheses.length === 0
      ? []
      : ["## Hypotheses", markdown(hypothesisRows(found)), escapeMarkdown(HYPOTHESES)]),
    "## Criteria",
    `![Every criterion's value in every run, with its interval and threshold](${figure})`,
    markdown(acrossRows(found)),
    escapeMarkdown(`By run: ${LETTERS}. ${COLUMNS}${ordered ? ` ${TREND}` : ""}`),
    "## What the values are",
    markdown(statisticRows(found)),
  )}\n`;
}

/** "3 runs compared". */
function heading({ runs, differ }: Across): string {
  return `${runs.length} runs compared, by ${list(differ)}`;
}

function markdown({ head, rows }: TextRows): string {
  return table(
    head.map(escapeMarkdown),
    rows.map((cells) => cells.map(escapeMarkdown)),
  );
}
