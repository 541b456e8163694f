/** Sections of a report for a person at a terminal: headings, sentences and tables, without a look. */
import type { Block, Section } from "../report/sections/section.ts";
import { wrap } from "../report/terminal.ts";
import { plainText } from "../report/words/plain-text.ts";
import { textTable } from "./text-table.ts";

/** How wide sentences are; tables are as wide as they must be. */
const COLUMNS = 100;

/** The lines of a section, under its title in capitals; what only a page can show is left out. */
export function sectionLines({ title, blocks }: Section): readonly string[] {
  return [title.toUpperCase(), "", ...blocks.flatMap(blockLines)];
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "paragraph":
    case "note":
      return [...wrap(plainText(block.text), COLUMNS), ""];
    case "alert":
      return [...wrap(`${block.label}. ${plainText(block.text)}`, COLUMNS), ""];
    case "heading":
      return [block.text, ""];
    case "table": {
      const { head, rows, numeric } = block.table;
      const lines = textTable(
        [head.map(({ label }) => label), ...rows.map((cells) => cells.map(plainText))],
        numeric,
      );
      return [...wrap(`${block.title}. ${block.note}`.trim(), COLUMNS), ...lines, ""];
    }
    default:
      return [];
  }
}
