import { blocks, escapeMarkdown, table } from "./markdown/markdown.ts";
import { REPLICATE_COLUMNS, type Replicates, replicateRows } from "./replicates.ts";
import { LETTERS } from "./words/verdict-letters.ts";

/** What the letters of a row stand for. */
export const LEGEND = `By seed: ${LETTERS}.`;

/** What was compared, in a line. */
export function replicatesTitle({ paper, model, bases, seeds }: Replicates): string {
  return `${paper}, on ${model}, ${bases} bases, seeds ${seeds.join(", ")}`;
}

/** The replicates as a Markdown page; `figure`: address of their drawing. */
export function replicatesMarkdown(found: Replicates, figure: string): string {
  return `${blocks(
    `# ${found.seeds.length} replicates`,
    escapeMarkdown(
      `${replicatesTitle(found)}. Runs that differ in their seed alone: another draw of prompts and of everything that is drawn at random. The interval over seeds holds every source of variance that differs between them; the verdict over seeds is what it says of the threshold, with control and planted effect judged over the same runs.`,
    ),
    `![Every criterion's value by seed, with its interval and threshold](${figure})`,
    table(
      REPLICATE_COLUMNS.map(escapeMarkdown),
      replicateRows(found).map((cells) => cells.map(escapeMarkdown)),
    ),
    escapeMarkdown(
      `${LEGEND} Where the last column is far above 1, runs differ by something that the interval of one run does not hold.`,
    ),
  )}\n`;
}
