/** The little Markdown a report needs. */

/** Text that reads as itself: everything GitHub gives a meaning to is escaped, line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").replace(/[\\`*_[\]<>|~#&]/g, "\\$&");
}

/** Inline code that may hold backticks. */
export function code(text: string): string {
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|")}${fence}`;
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
