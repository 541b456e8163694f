/** What stands in a cell; null is an empty one. */
export type Cell = string | number | null;

/**
 * A table as comma-separated values (RFC 4180, lines end in "\n"): numbers as the shortest text that reads back as the
 * same double, texts in quotes where they hold a comma, a quote or an end of a line.
 */
export function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
