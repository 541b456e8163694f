import { blocks, escapeMarkdown } from "../markdown/markdown.ts";
import { sectionMarkdown } from "../markdown/render-markdown.ts";
import type { Compared } from "./compared.ts";
import { FIGURE_ALT } from "./compared-figure.ts";
import { comparedLead, comparedSections, comparedTitle } from "./compared-sections.ts";

/** The comparison as a Markdown page; `figure`: address of its drawing, null where there is none. */
export function comparedMarkdown(compared: Compared, figure: string | null): string {
  return `${blocks(
    `# ${escapeMarkdown(comparedTitle(compared))}`,
    escapeMarkdown(comparedLead(compared)),
    figure === null ? null : `![${FIGURE_ALT}](${figure})`,
    ...comparedSections(compared).map(sectionMarkdown),
  )}\n`;
}
