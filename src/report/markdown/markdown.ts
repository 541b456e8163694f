/** The little Markdown a report needs. */
import { visibleLine } from "../words/visible.ts";

/** What has a meaning wherever it stands. `$` begins a formula on GitHub. */
const ANYWHERE = /[\\`*_[\]<>|~#&$]/g;
/** What makes a list, a rule or an underlined heading of a line that it begins. */
const AT_THE_START = /^(\s*)(?:([-+=](?=\s|[-=]|$))|(\d+)(?=[.)](?:\s|$)))/;
/** What makes a link of an address: "https://x", "www.x", "a@b". */
const ADDRESS = /:(?=\/\/)|(?<=www)\.|(?<=\S)@(?=\S)/gi;

/** Text that reads as itself: everything GitHub gives a meaning to is escaped, line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  return visibleLine(text)
    .replace(ANYWHERE, "\\$&")
    .replace(ADDRESS, "\\$&")
    .replace(AT_THE_START, (_, space: string, mark?: string, number?: string) =>
      mark === undefined ? `${space}${number}\\` : `${space}\\${mark}`,
    );
}

/**
 * Inline code, with a fence longer than any in it. A bar ends a table's cell in code, too, and a backslash before it
 * does not help there: such text, and what is blank, is escaped instead.
 */
export function code(text: string): string {
  const line = visibleLine(text);
  if (line.trim() === "" || line.includes("|")) return escapeMarkdown(line);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Cells are Markdown already. `numeric` columns are aligned right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, i) => (numeric.includes(i) ? "---:" : "---")));
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** Blocks with one empty line between them; null and "" are left out. */
export function blocks(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join("\n\n");
}
